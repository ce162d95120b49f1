import { createPlan } from '../operations/plans.ts';
import { planOperation } from '../operations/steps.ts';
import { secretText, uuid } from '../world/ids.ts';
import { DAY, HOUR, MINUTE, stamp } from '../world/times.ts';
import { GIB, NEWEST_VERSION } from './catalog.ts';
import { clusterSeeds } from './cluster-seeds.ts';
import { finished, projectOf } from './finished.ts';
import { newCluster } from './new-cluster.ts';
import { subscriptionIds } from './seed-billing.ts';
import { projectIds } from './seed-people.ts';
import { put } from './state.ts';
import type { State } from './types.ts';

export const clusterId = (name: string) => uuid(`cluster ${name}`);

/** Of the database user of a seeded cluster. */
export const clusterPassword = (name: string) => secretText(`password ${name}`);

const NEWBORN = 'newborn-radar';

export const seededClusterNames = [...clusterSeeds.map((it) => it.name), NEWBORN];

export function seedClusters(state: State, now: number): void {
  for (const seed of clusterSeeds) {
    const cluster = newCluster({
      ...seed,
      id: clusterId(seed.name),
      project: projectOf(state, seed.project),
      version: seed.version ?? NEWEST_VERSION,
      created: now - seed.days * DAY,
      now,
    });
    if (seed.usedPercent !== undefined) {
      const disk = cluster.hardware_specs.disk_size_per_node_bytes ?? 0;
      cluster.sandbox.usage.used_bytes = Math.round((disk * seed.usedPercent) / 100);
    }
    cluster.sandbox.password = clusterPassword(seed.name);
    if (seed.plan === 'crfree') cluster.allow_suspend = false;
    seed.also?.(cluster, now);
    put(state, 'cluster', cluster);
    finished(state, cluster, { type: 'CREATE', at: now - seed.days * DAY, minutes: 4 });
  }
  seedHistory(state, now);
  seedNewborn(state, now);
}

/** One that is being created while the sandbox starts. */
function seedNewborn(state: State, now: number): void {
  const at = now - MINUTE;
  const cluster = newCluster({
    id: clusterId(NEWBORN),
    name: NEWBORN,
    project: projectOf(state, projectIds.weatherAmerica),
    subscription: subscriptionIds.stripe,
    plan: 'cr1',
    version: NEWEST_VERSION,
    created: at,
    now: at,
  });
  cluster.sandbox.password = clusterPassword(NEWBORN);
  cluster.health.status = 'UNREACHABLE';
  cluster.sandbox.usage.used_bytes = GIB;
  put(state, 'cluster', cluster);
  const dc = { created: stamp(at), modified: stamp(at) };
  const id = uuid('operation create newborn-radar');
  put(state, 'operation', planOperation(createPlan(cluster), { id, cluster, at, dc }));
}

/** What happened in the past days. */
function seedHistory(state: State, now: number): void {
  const of = (name: string) => {
    const cluster = state.cluster.get(clusterId(name));
    if (!cluster) throw new Error(`There is no cluster "${name}".`);
    return cluster;
  };
  finished(state, of('weather-prod'), {
    type: 'SCALE',
    at: now - 5 * DAY,
    minutes: 3,
    message: 'Successfully scaled cluster to 3 nodes.',
    values: {
      current_product_unit: 1,
      current_num_nodes: 2,
      target_product_unit: 2,
      target_num_nodes: 3,
    },
  });
  finished(state, of('weather-prod'), {
    type: 'UPGRADE',
    at: now - 2 * DAY - 3 * HOUR,
    minutes: 7,
    message: 'Successfully upgraded cluster.',
    values: { current_version: '6.2.0', target_version: '6.2.1' },
  });
  finished(state, of('weather-archive'), {
    type: 'EXPAND_STORAGE',
    at: now - 26 * HOUR,
    minutes: 31,
    failed: true,
    message: 'Resizing volume(s) timed out. Our operations team is investigating.',
    values: {
      current_disk_size_per_node_bytes: 128 * GIB,
      target_disk_size_per_node_bytes: 256 * GIB,
    },
  });
  finished(state, of('winter-lab'), {
    type: 'SUSPEND',
    at: now - 3 * DAY,
    minutes: 2,
    message: 'Suspending cluster.',
    values: { current_suspended: false, target_suspended: true },
  });
  finished(state, of('ledger-office'), {
    type: 'ALLOWED_CIDR_UPDATE',
    at: now - 6 * DAY,
    minutes: 1,
    message: 'IP Network Whitelist updated successfully.',
    values: {
      current_ip_whitelist: [],
      target_ip_whitelist: of('ledger-office').ip_whitelist ?? [],
    },
  });
  const { tracking: project } = projectIds;
  for (const cluster of [...state.cluster.values()].filter((it) => it.project_id === project)) {
    finished(state, cluster, {
      type: 'BACKUP_SCHEDULE_UPDATE',
      at: now - 20 * HOUR,
      minutes: 1,
      message: 'Backup schedule updated successfully.',
      values: {},
    });
  }
}
