import { setTimeout as wait } from 'node:timers/promises';
import { isProblem } from '../base/problem.ts';
import {
  createCluster as create,
  isClusterName,
  isNameTaken,
} from '../clients/cloud/cluster-create.ts';
import { type Cluster, listClusters } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { named, shorten } from '../kit/choose.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText } from '../kit/text.ts';
import { impossibleField, previewField } from '../vocabulary/clusters/change-record.ts';
import { inSentences, isToldOnly } from '../vocabulary/clusters/obstacles.ts';
import { nameOf, nodesOf } from '../vocabulary/clusters/record.ts';
import { readNames } from '../vocabulary/names.ts';
import { organizationField } from '../vocabulary/organizations.ts';
import {
  checkSize,
  inWords,
  type OrderPlace,
  readPlace,
  readPlan,
  readSubscription,
  readVersion,
  storageBytesOf,
} from './cluster-order.ts';
import { freeRefusal, notShownYet, takenRefusal } from './create-refusals.ts';
import {
  ADMIN_USER,
  type CreateInput,
  createdRecord,
  priceOf,
  toAnswer,
} from './created-cluster.ts';
import { newPassword } from './password.ts';
import { inNodes } from './plans.ts';

/** How often, and how long apart, a cluster that must be there is looked for. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 700;

export const createCluster = defineAction({
  key: 'create_cluster',
  noun: 'Cluster',
  label: 'Create Cluster',
  description: 'Creates a cluster, unless one with that name already exists.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    {
      key: 'costs',
      label: 'A Cluster Costs Money',
      type: 'copy',
      helpText:
        'It is billed until it is deleted. Its database password is generated and not shown: set your own in the CrateDB Cloud Console.',
    },
    {
      key: 'name',
      label: 'Cluster Name',
      required: true,
      helpText: '3 to 63 letters, digits and hyphens. It becomes part of the cluster’s URL.',
    },
    {
      ...organizationField,
      group: 'where',
      helpText: 'Leave blank if the API key’s user belongs to only one organization.',
    },
    {
      key: 'project_id',
      label: 'Project',
      group: 'where',
      dynamic: 'project.id.label',
      helpText: 'Fill in this or “Or a Region”. With a region, a new project is created there.',
    },
    {
      key: 'region',
      label: 'Or a Region',
      group: 'where',
      dynamic: 'region.id.label',
      helpText:
        'Creates a project with the cluster’s name in this region. Leave blank if you fill in a project.',
    },
    { key: 'plan', label: 'Plan', group: 'size', required: true, dynamic: 'product.id.label' },
    {
      key: 'nodes',
      label: 'Number of Nodes',
      group: 'size',
      type: 'integer',
      unit: 'nodes',
      default: '1',
      min: 1,
      helpText: 'More than one needs a dedicated plan (cr1 and larger).',
    },
    {
      key: 'storage_gib_per_node',
      label: 'Storage (GiB per Node)',
      group: 'size',
      type: 'integer',
      unit: 'GiB',
      min: 1,
      helpText:
        'Leave blank for the size that comes with the plan. It can be expanded later, but never reduced.',
    },
    {
      key: 'version',
      label: 'Version',
      group: 'size',
      dynamic: 'version.id.label',
      helpText: 'Leave blank for the newest stable version.',
    },
    {
      key: 'subscription_id',
      label: 'Subscription',
      group: 'billing',
      dynamic: 'subscription.id.label',
      helpText:
        'The subscription that pays for the cluster. Leave blank if there is only one, or for the free plan.',
    },
    impossibleField,
    previewField,
  ],
  record: createdRecord,
  perform: async (run) => {
    const { name } = run.input;
    if (!isClusterName(name)) {
      throw refuse(
        `“${shorten(name)}” cannot be the name of a cluster`,
        'Use 3 to 63 letters, digits and hyphens, with no hyphen at either end.',
      );
    }
    const place = await readPlace(run);
    const clusters = await listClusters(run.cloud, { organizationId: place.organization.id });
    const [existing] = named(clusters, name);
    if (existing) return settle(run, place, existing);
    return order(run, place, clusters);
  },
});

/** A cluster of that name is there: it is the one wanted, or the wish cannot be fulfilled. */
async function settle(run: Run<CreateInput>, place: OrderPlace, cluster: Cluster) {
  const { region } = (await readNames(run)).place(cluster.project_id);
  const obstacle = differenceOf(run.input, place, cluster, region);
  if (obstacle && !isToldOnly(run.input, obstacle)) throw obstacle;
  return toAnswer(run, place, cluster, {
    changed: obstacle === null && run.notes.has('asked to create'),
    blockedBy: obstacle && inSentences(obstacle),
    isSo: true,
    to: `${inNodes(nodesOf(cluster))} of ${cluster.product_name} in ${place.region}`,
  });
}

function differenceOf(
  input: CreateInput,
  place: OrderPlace,
  cluster: Cluster,
  region: string | null,
): Refusal | null {
  const nodes = nodesOf(cluster);
  const differences = [
    cluster.product_name !== null &&
      !isSameText(cluster.product_name, input.plan) &&
      `plan ${cluster.product_name} instead of ${input.plan}`,
    nodes !== null && nodes !== input.nodes && `${inNodes(nodes)} instead of ${input.nodes}`,
    region !== null && region !== place.region && `region ${region} instead of ${place.region}`,
  ].filter((text) => text !== false);
  if (differences.length === 0) return null;
  return refuse(
    `cluster ${nameOf(cluster)} is there already, with ${differences.join(' and ')}`,
    'Choose another name, or change that cluster.',
  );
}

async function order(run: Run<CreateInput>, place: OrderPlace, clusters: readonly Cluster[]) {
  const { input } = run;
  const plan = await readPlan(run, place.region);
  const storage = storageBytesOf(input);
  checkSize(input, plan, storage);
  const [subscriptionId, version, isTaken] = await Promise.all([
    readSubscription(run, place.organization, plan),
    readVersion(run),
    isNameTaken(run.cloud, input.name),
  ]);
  if (isTaken) {
    // The list can be a moment behind.
    const late = await lookAgain(run, place);
    if (late) return settle(run, place, late);
    if (run.notes.has('asked to create')) throw notShownYet();
  }
  const productName = plan.name ?? input.plan;
  const obstacle = isTaken ? takenRefusal(input.name) : freeRefusal(plan, place, clusters);
  const to = inWords({ productName, nodes: input.nodes, version }, place.region);
  if (obstacle && !isToldOnly(input, obstacle)) throw obstacle;
  if (obstacle || input.preview) {
    return toAnswer(run, place, null, {
      blockedBy: obstacle && inSentences(obstacle),
      to,
      price: priceOf(input, plan, storage),
      version,
    });
  }
  run.notes.set('asked to create', input.name);
  try {
    const cluster = await create(run.cloud, place.organization.id, {
      name: input.name,
      version,
      productName,
      productTier: plan.tier ?? 'default',
      nodes: input.nodes,
      storageBytesPerNode: storage,
      username: ADMIN_USER,
      password: newPassword(),
      project: place.project
        ? { id: place.project.id }
        : { name: input.name, region: place.region },
      subscriptionId,
    });
    return toAnswer(run, place, cluster, {
      changed: true,
      to,
      price: priceOf(input, plan, storage),
    });
  } catch (error) {
    // Another Zap may have ordered the same at the same moment.
    if (!isProblem(error, 'refused', 'busy')) throw error;
    run.notes.delete('asked to create');
    const other = await lookAgain(run, place);
    if (other) return settle(run, place, other);
    throw error;
  }
}

/** The cluster of that name in the organization, as soon as the list shows it. */
async function lookAgain(run: Run<CreateInput>, place: OrderPlace): Promise<Cluster | undefined> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const clusters = await listClusters(run.cloud, { organizationId: place.organization.id });
    const [cluster] = named(clusters, run.input.name);
    if (cluster) return cluster;
    if (look < LOOKS) await wait(LOOK_AGAIN_MS);
  }
  return undefined;
}
