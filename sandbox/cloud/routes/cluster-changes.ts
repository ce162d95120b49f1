import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { backupCron } from '../clusters/backup-hours.ts';
import { refuseIfBusy, startOperation } from '../operations/operations.ts';
import {
  allowlistPlan,
  backupPlan,
  computePlan,
  passwordPlan,
  scalePlan,
  storagePlan,
  suspendPlan,
  upgradePlan,
} from '../operations/plans.ts';
import type { OperationPlan } from '../operations/steps.ts';
import { type Call, noContent, ok, param, type Reply, type Route, route } from '../server/call.ts';
import { badRequest, notFound } from '../server/errors.ts';
import { parseBody, shortText } from '../server/validate.ts';
import { upgradesFrom } from '../state/catalog.ts';
import type { Cluster, Project } from '../state/types.ts';
import { type ClusterRight, needCluster, violation } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { clusterView } from '../world/views.ts';
import { writtenNow } from '../world/world.ts';
import { deleteCluster } from './cluster-delete.ts';
import { availableProducts, findProduct } from './products.ts';

export const clusterChangeRoutes: Route[] = [
  change('scale', 'manage', z.strictObject({ product_unit: z.int() }), (call, cluster, body) => {
    refuseSuspended(call, cluster);
    const product = findProduct(call.world, cluster);
    if (!product?.scaling.some((it) => it.value === body.product_unit)) {
      throw violation(call.world, 'The product does not support this unit.', 'product_unit');
    }
    if (cluster.product_name === 'crfree') {
      throw violation(call.world, 'This cluster cannot be scaled.', 'product_unit');
    }
    if (body.product_unit === cluster.product_unit) {
      throw violation(call.world, 'The cluster has this unit already.', 'product_unit');
    }
    return scalePlan(cluster, body.product_unit);
  }),

  change(
    'upgrade',
    'manage',
    z.strictObject({ crate_version: z.string() }),
    (call, cluster, body) => {
      refuseSuspended(call, cluster);
      if (!upgradesFrom(cluster.crate_version).includes(body.crate_version)) {
        throw violation(
          call.world,
          `Cannot upgrade from ${cluster.crate_version} to ${body.crate_version}.`,
          'crate_version',
        );
      }
      return upgradePlan(cluster, body.crate_version);
    },
  ),

  change('suspend', 'manage', z.strictObject({ suspended: z.boolean() }), (call, cluster, body) => {
    // The free tier cannot be suspended by hand, but resumed.
    if (body.suspended && !cluster.allow_suspend) {
      throw violation(call.world, 'This product cannot be suspended.', 'suspended');
    }
    if (body.suspended === cluster.suspended) {
      const state = cluster.suspended ? 'suspended' : 'running';
      throw violation(call.world, `The cluster is already ${state}.`, 'suspended');
    }
    return suspendPlan(cluster, body.suspended);
  }),

  change(
    'storage',
    'own',
    z.strictObject({ disk_size_per_node_bytes: z.optional(z.nullable(z.int())) }),
    (call, cluster, body) => {
      refuseSuspended(call, cluster);
      const field = 'disk_size_per_node_bytes';
      const wanted = body.disk_size_per_node_bytes;
      if (wanted === undefined || wanted === null) {
        throw badRequest({ [field]: ['Missing data for required field.'] });
      }
      if (!cluster.allow_custom_storage) {
        throw violation(call.world, 'The product does not allow custom storage.', field);
      }
      if (wanted <= (cluster.hardware_specs.disk_size_per_node_bytes ?? 0)) {
        throw violation(call.world, 'Storage can only be expanded.', field);
      }
      const maximum = findProduct(call.world, cluster)?.specs.storage_maximum_bytes;
      if (maximum && wanted > maximum) {
        throw violation(call.world, `Must be at most ${maximum}.`, field);
      }
      return storagePlan(cluster, wanted);
    },
  ),

  change(
    'product',
    'manage',
    z.strictObject({ product_name: z.string() }),
    (call, cluster, body) => {
      refuseSuspended(call, cluster);
      const choices = availableProducts(call.world, cluster);
      if (!choices.some((it) => it.name === body.product_name)) {
        throw violation(call.world, 'The product is not available.', 'product_name');
      }
      return computePlan(cluster, body.product_name);
    },
  ),

  change(
    'ip-restrictions',
    'own',
    z.strictObject({
      ip_whitelist: z.array(
        z.strictObject({
          cidr: z.string().check(z.refine(isCidr, 'Not a valid CIDR.')),
          description: z.optional(shortText),
        }),
      ),
    }),
    (_call, cluster, body) =>
      allowlistPlan(
        cluster,
        body.ip_whitelist.map(({ cidr, description }) => ({
          cidr,
          description: description ?? null,
        })),
      ),
  ),

  change(
    'backup-schedule',
    'manage',
    z.strictObject({ backup_hours: z.string() }),
    (_call, cluster, body) => {
      const schedule = backupCron(body.backup_hours, cluster.backup_schedule);
      if (schedule === undefined) throw badRequest({ backup_hours: ['Not valid backup hours.'] });
      return backupPlan(cluster, schedule);
    },
  ),

  route('PUT', '/clusters/:cluster/deletion-protection/', (call) => {
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'own');
    const body = parseBody(z.strictObject({ deletion_protected: z.boolean() }), call);
    if (cluster.deletion_protected !== body.deletion_protected) {
      cluster.deletion_protected = body.deletion_protected;
      cluster.dc.modified = writtenNow(call.world);
      tell(call, cluster, project, 'product.set_deletion_protection', body);
    }
    return ok(clusterView(call.world, cluster));
  }),

  route('PATCH', '/clusters/:cluster/', (call) => {
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'manage');
    const password = z
      .string()
      .check(
        z.minLength(24, 'Length must be between 24 and 128.'),
        z.maxLength(128, 'Length must be between 24 and 128.'),
      );
    const body = parseBody(z.strictObject({ password }), call);
    const creating = cluster.health.running_operation === 'CREATE';
    if (creating && call.world.switches.passwordDuringCreate === 'accepted') {
      cluster.sandbox.password = body.password;
      tell(call, cluster, project, 'product.update_password', {});
      return ok(clusterView(call.world, cluster));
    }
    return begin(call, cluster, project, 'product.update_password', passwordPlan(body.password));
  }),

  route('DELETE', '/clusters/:cluster/', (call) => {
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'manage');
    if (cluster.deletion_protected) {
      throw violation(call.world, 'The cluster is protected from deletion.');
    }
    deleteCluster(call.world, cluster);
    tell(call, cluster, project, 'product.delete_cluster', { name: cluster.name });
    return noContent();
  }),

  // API: no slash at the end, and 202 with the answer of Kubernetes.
  route('DELETE', '/clusters/:cluster/nodes/:ordinal', (call) => {
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'manage');
    const ordinal = param(call, 'ordinal');
    if (!/^\d+$/.test(ordinal) || Number(ordinal) >= cluster.num_nodes || cluster.suspended) {
      throw notFound();
    }
    tell(call, cluster, project, 'product.restart_node', { ordinal: Number(ordinal) });
    return {
      status: 202,
      json: { apiVersion: 'v1', code: 200, kind: 'Pod', status: 'Success' },
    };
  }),
];

const ACTIONS: Record<string, string> = {
  scale: 'product.scale_cluster',
  upgrade: 'product.upgrade_cluster',
  storage: 'product.expand_storage',
  product: 'product.change_product',
  'ip-restrictions': 'product.update_ip_restrictions',
  'backup-schedule': 'product.update_backup_schedule',
};

/** A change that the cluster is asked for and carries out as an operation. */
function change<T extends z.ZodMiniType>(
  name: string,
  right: ClusterRight,
  schema: T,
  plan: (call: Call, cluster: Cluster, body: z.output<T>) => OperationPlan,
): Route {
  return route('PUT', `/clusters/:cluster/${name}/`, (call) => {
    const { cluster, project } = needCluster(call, param(call, 'cluster'), right);
    const body = parseBody(schema, call);
    refuseIfBusy(call.world, cluster);
    const planned = plan(call, cluster, body);
    const resume = cluster.suspended ? 'product.resume_cluster' : 'product.suspend_cluster';
    return begin(call, cluster, project, ACTIONS[name] ?? resume, planned);
  });
}

function begin(
  call: Call,
  cluster: Cluster,
  project: Project,
  action: string,
  plan: OperationPlan,
): Reply {
  refuseIfBusy(call.world, cluster);
  const operation = startOperation(call.world, cluster, plan);
  tell(call, cluster, project, action, { operation_id: operation.id, ...plan.targets });
  return ok(clusterView(call.world, cluster));
}

function tell(
  call: Call,
  cluster: Cluster,
  project: Project,
  what: string,
  detail: Record<string, unknown>,
): void {
  recordChange(call, {
    what,
    entityId: cluster.id,
    clusterId: cluster.id,
    organizations: [project.organization_id],
    detail,
  });
}

function refuseSuspended(call: Call, cluster: Cluster): void {
  if (cluster.suspended && call.world.switches.suspendedChanges === 'refused') {
    throw violation(call.world, 'The cluster is suspended.');
  }
}

function isCidr(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}
