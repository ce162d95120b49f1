/** What a new cluster shall be, worked out of the fields: where, which plan, who pays, which version. */
import type { ClusterOrder } from '../clients/cloud/cluster-create.ts';
import { FREE_PLAN } from '../clients/cloud/clusters.ts';
import { listOrganizations, type Organization } from '../clients/cloud/organizations.ts';
import { isPlan, listProducts, type Product } from '../clients/cloud/products.ts';
import { listProjects, type Project } from '../clients/cloud/projects.ts';
import { listSubscriptions } from '../clients/cloud/subscriptions.ts';
import { listStableVersions, writtenVersion } from '../clients/cloud/versions.ts';
import { choose, closest, listed, shorten } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { GIB } from '../kit/units.ts';
import { theOrganization } from '../vocabulary/organizations.ts';
import { chosenRegion } from '../vocabulary/regions.ts';
import type { OrderInput } from './order-fields.ts';
import { inNodes, nodesRefusal, storageRefusal } from './plans.ts';

export type OrderPlace = { organization: Organization; project: Project | null; region: string };

/** Where the cluster shall be: in a project, or in a region, where a project is made for it. */
export async function readPlace(run: Run<OrderInput>): Promise<OrderPlace> {
  const { name, organization_id: chosen, project_id: projectText, region } = run.input;
  const projects = await listProjects(run.cloud);
  if (projectText !== undefined) {
    const project = choose(projects, projectText, 'project', (one) => one.region);
    return placeOf(run, project);
  }
  const organization = await theOrganization(run, chosen);
  const own = projects.filter((project) => project.organization_id === organization.id);
  if (region === undefined) {
    const [only] = own;
    if (only && own.length === 1) return placeOf(run, only);
    throw refuse(
      'neither a project nor a region is chosen',
      'Choose a project, or a region to have a project made there.',
    );
  }
  const found = await chosenRegion(run, region, organization.id);
  if (found.deprecated === true || found.status === 'DOWN') {
    const state = found.deprecated === true ? 'takes no new clusters' : 'is down';
    throw refuse(`region ${found.name} ${state}`, 'Choose another region.');
  }
  const project = own.find((one) => one.name === name && one.region === found.name) ?? null;
  return { organization, project, region: found.name };
}

async function placeOf(run: Run<OrderInput>, project: Project): Promise<OrderPlace> {
  const { organization_id: chosen, region: regionText } = run.input;
  const organizations = await listOrganizations(run.cloud);
  const organization = organizations.find(({ id }) => id === project.organization_id);
  const wanted =
    chosen === undefined ? organization : choose(organizations, chosen, 'organization');
  const title = `“${project.name ?? project.id}”`;
  if (!organization || organization !== wanted) {
    throw refuse(
      `project ${title} does not belong to the organization`,
      'Choose a project of this organization.',
    );
  }
  if (regionText !== undefined) {
    const { name } = await chosenRegion(run, regionText, organization.id);
    if (project.region !== null && name !== project.region) {
      throw refuse(
        `project ${title} is in region ${project.region}, not in ${name}`,
        'Choose only one of project and region.',
      );
    }
  }
  return { organization, project, region: project.region ?? '' };
}

/** The plan as it is sold in the region. */
export async function readPlan(run: Run<OrderInput>, region: string): Promise<Product> {
  const all = (await listProducts(run.cloud)).filter(isPlan);
  // Where the price list does not say its regions, it is for all of them.
  const sold = all.filter((plan) => plan.region === region || plan.region === null);
  const [plan] = closest(sold, run.input.plan, ({ name, label }) => [name, label]);
  if (plan) return plan;
  const names = sold.flatMap(({ name }) => name ?? []);
  throw refuse(
    `plan “${shorten(run.input.plan)}” is not sold in region ${region}`,
    names.length > 0 ? `Choose one of: ${listed(names)}.` : 'Choose another region.',
  );
}

export function checkSize({ nodes }: OrderInput, plan: Product, storageBytes: number | null): void {
  const refusal =
    nodesRefusal(plan, nodes) ??
    (storageBytes === null ? null : storageRefusal(plan, storageBytes));
  if (refusal) throw refusal;
}

export function storageBytesOf({ storage_gib_per_node: gib }: OrderInput): number | null {
  return gib === undefined ? null : gib * GIB;
}

/** Who pays: the subscription chosen, or the only one that can; the free plan has a name of its own. */
export async function readSubscription(
  run: Run<OrderInput>,
  organization: Organization,
  plan: Product,
): Promise<string> {
  if (plan.name === FREE_PLAN) return 'free_tier';
  const { subscription_id: chosen } = run.input;
  const organizationId = organization.id;
  const subscriptions = await listSubscriptions(run.cloud, { organizationId });
  const isUsable = ({ active }: { active: boolean | null }) => active !== false;
  if (chosen !== undefined) {
    const subscription = choose(subscriptions, chosen, 'subscription', (one) => one.provider);
    if (isUsable(subscription)) return subscription.id;
    throw refuse(
      `subscription “${subscription.name ?? subscription.id}” is not active (${subscription.state})`,
      'Choose another subscription.',
    );
  }
  const usable = subscriptions.filter(isUsable);
  const [only] = usable;
  const title = organization.name ?? organization.id;
  if (!only) {
    throw refuse(
      `organization ${title} has no active subscription`,
      'Set up a payment method in CrateDB Cloud first, or choose the free plan crfree.',
    );
  }
  if (usable.length === 1) return only.id;
  const names = listed(usable.map(({ name, id }) => name ?? id));
  throw refuse(
    `organization ${title} has several subscriptions (${names})`,
    'Choose one in “Subscription”.',
  );
}

/** The version chosen, or the newest stable one. */
export async function readVersion(run: Run<OrderInput>): Promise<string> {
  const { version } = run.input;
  const { versions, complete } = await listStableVersions(run.cloud);
  const texts = versions.map(({ text }) => text);
  if (version === undefined) {
    const [newest] = texts;
    if (newest) return newest;
    throw refuse('CrateDB Cloud does not list its newest version', 'Fill in “CrateDB Version”.');
  }
  // Where the API tells one version only, the others are for it to judge.
  const isOpen = !complete || texts.length === 0;
  const written = writtenVersion(version);
  if (written !== null && (isOpen || texts.includes(written))) return written;
  throw refuse(
    `there is no stable version ${shorten(version)}`,
    `Choose one of: ${texts.slice(0, 5).join(', ')}, or leave it blank for the newest.`,
  );
}

export function inWords(
  order: Pick<ClusterOrder, 'productName' | 'nodes' | 'version'>,
  region: string,
) {
  const { productName, nodes, version } = order;
  return `${inNodes(nodes)} of ${productName} with CrateDB ${version} in ${region}`;
}
