import * as z from 'zod/mini';
import { startOperation } from '../operations/operations.ts';
import { createPlan } from '../operations/plans.ts';
import { type Call, created, param, type Route, route } from '../server/call.ts';
import { badRequest, forbidden } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import { NIGHTLY_VERSIONS, STABLE_VERSIONS, TESTING_VERSIONS } from '../state/catalog.ts';
import { newCluster } from '../state/new-cluster.ts';
import { put } from '../state/state.ts';
import { isOrgAdmin, needOrganization, needProject, violation } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { clusterView, quotaValue } from '../world/views.ts';
import { nextId, type World, writtenDc } from '../world/world.ts';
import { isClusterName, isNameTaken } from './clusters.ts';
import { newProject } from './projects.ts';

const length = 'Length must be between 24 and 128.';

const clusterBody = z.strictObject({
  name: z.string(),
  crate_version: z.string(),
  channel: z.optional(z.enum(['stable', 'testing', 'nightly'], 'Not a valid choice.')),
  product_name: z.string(),
  product_tier: z.string(),
  product_unit: z.optional(z.int()),
  username: z.string().check(z.minLength(1, 'Shorter than minimum length 1.')),
  password: z.string().check(z.minLength(24, length), z.maxLength(128, length)),
  hardware_specs: z.optional(
    z.nullable(
      z.strictObject({
        disk_size_per_node_bytes: z.optional(z.nullable(z.int())),
        // API: the rest is for Edge regions only.
        cpus_per_node: z.optional(z.nullable(z.number())),
        disks_per_node: z.optional(z.int()),
        disk_type: z.optional(z.nullable(z.string())),
        memory_per_node_bytes: z.optional(z.nullable(z.int())),
      }),
    ),
  ),
  master_product_name: z.optional(z.string()),
});

const body = z.strictObject({
  cluster: clusterBody,
  project_id: z.optional(z.string()),
  project: z.optional(
    z.strictObject({
      name: z.string(),
      region: z.string(),
      backup_location: z.optional(z.nullable(z.looseObject({}))),
    }),
  ),
  subscription_id: z.optional(z.string()),
});

type Wanted = z.output<typeof clusterBody>;

export const clusterCreateRoutes: Route[] = [
  route('POST', '/organizations/:organization/clusters/', (call) => {
    const { world } = call;
    const { id } = needOrganization(call, param(call, 'organization'));
    const wanted = parseBody(body, call);
    const { cluster: fields } = wanted;
    if ((wanted.project_id === undefined) === (wanted.project === undefined)) {
      throw badRequest({ project_id: ['Give either project_id or project.'] });
    }
    // Every rule is checked before anything is made.
    const existing =
      wanted.project_id === undefined ? undefined : needProject(call, wanted.project_id, 'manage');
    if (!existing && !isOrgAdmin(call.actor, id)) throw forbidden();
    if (existing && existing.organization_id !== id) {
      throw badRequest({ project_id: ['The project is not in this organization.'] });
    }
    checkName(call, fields.name);
    checkVersion(fields);
    const region = existing?.region ?? wanted.project?.region ?? '';
    const diskBytes = checkProduct(world, fields, region);
    checkSubscription(call, id, wanted.subscription_id, fields.product_name);
    checkQuota(world, id);

    const project =
      existing ??
      newProject(call, { name: wanted.project?.name ?? fields.name, organizationId: id, region });
    const now = world.clock.now().getTime();
    const cluster = newCluster({
      id: nextId(world, 'cluster'),
      name: fields.name,
      project,
      subscription: wanted.subscription_id ?? null,
      plan: fields.product_name,
      version: fields.crate_version,
      channel: fields.channel ?? 'stable',
      nodes: (fields.product_unit ?? 0) + 1,
      diskBytes,
      username: fields.username,
      masters: fields.master_product_name ?? null,
      created: now,
      now,
    });
    cluster.dc = writtenDc(world);
    cluster.health.status = 'UNREACHABLE';
    cluster.sandbox.usage.used_bytes = Math.round(diskBytes * 0.02);
    cluster.sandbox.tables = [];
    cluster.sandbox.empty = true;
    cluster.sandbox.password = fields.password;
    put(world.state, 'cluster', cluster);
    const operation = startOperation(world, cluster, createPlan(cluster));
    recordChange(call, {
      what: 'product.create_cluster',
      entityId: cluster.id,
      clusterId: cluster.id,
      organizations: [id],
      detail: { name: cluster.name, operation_id: operation.id },
    });
    return created(clusterView(world, cluster));
  }),
];

function checkName(call: Call, name: string): void {
  if (!isClusterName(name)) throw badRequest({ cluster: { name: ['Not a valid name.'] } });
  if (isNameTaken(call, name)) {
    throw violation(call.world, `The cluster name ${name} is already taken.`, 'name');
  }
}

function checkVersion({ channel = 'stable', crate_version }: Wanted): void {
  const versions: Record<string, readonly string[]> = {
    stable: STABLE_VERSIONS,
    testing: TESTING_VERSIONS,
    nightly: NIGHTLY_VERSIONS,
  };
  if (!versions[channel]?.includes(crate_version)) {
    throw badRequest({ cluster: { crate_version: ['Unknown version in this channel.'] } });
  }
}

/** Bytes of disk per node. */
function checkProduct(world: World, fields: Wanted, region: string): number {
  const product = [...world.state.product.values()].find(
    (it) =>
      it.kind === 'cluster' &&
      !it.deprecated &&
      it.name === fields.product_name &&
      it.tier === fields.product_tier &&
      it.region === region,
  );
  if (!product) throw violation(world, 'The product is not available here.', 'product_name');
  if (!product.scaling.some((it) => it.value === (fields.product_unit ?? 0))) {
    throw violation(world, 'The product does not support this unit.', 'product_unit');
  }
  if (fields.master_product_name && !/^cr[345]$/.test(fields.product_name)) {
    throw violation(world, 'The product has no dedicated masters.', 'master_product_name');
  }
  const { storage_minimum_bytes, storage_maximum_bytes } = product.specs;
  const minimum = storage_minimum_bytes ?? 0;
  const wanted = fields.hardware_specs?.disk_size_per_node_bytes ?? minimum;
  if (wanted < minimum || wanted > (storage_maximum_bytes ?? wanted)) {
    throw violation(
      world,
      `Must be between ${minimum} and ${storage_maximum_bytes}.`,
      'disk_size_per_node_bytes',
    );
  }
  return wanted;
}

function checkSubscription(
  call: Call,
  organizationId: string,
  id: string | undefined,
  product: string,
): void {
  const { world } = call;
  if (id === undefined) {
    if (call.actor.sudo) return;
    throw badRequest({ subscription_id: ['Missing data for required field.'] });
  }
  if (id === 'free_tier') {
    if (product !== 'crfree') {
      throw violation(world, 'The free tier is for the product crfree.', 'subscription_id');
    }
    const taken = [...world.state.cluster.values()].some(
      (it) =>
        it.product_name === 'crfree' &&
        world.state.project.get(it.project_id)?.organization_id === organizationId,
    );
    if (taken) throw violation(world, 'There is a free cluster already.', 'product_name');
    return;
  }
  const subscription = world.state.subscription.get(id);
  if (subscription?.organization_id !== organizationId || !subscription.active) {
    throw violation(world, 'The subscription is not valid.', 'subscription_id');
  }
}

/** A quota of 0 is none. */
function checkQuota(world: World, organizationId: string): void {
  const quota = world.state.quota.get(`${organizationId}/CLUSTERS`);
  if (quota && quota.quota > 0 && quotaValue(world, quota) >= quota.quota) {
    throw violation(world, 'The quota of clusters is used up.');
  }
}
