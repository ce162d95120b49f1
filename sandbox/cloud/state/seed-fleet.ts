import { fraction } from '../world/ids.ts';
import { DAY } from '../world/times.ts';
import { NEWEST_VERSION } from './catalog.ts';
import { finished, projectOf } from './finished.ts';
import { newCluster } from './new-cluster.ts';
import { subscriptionIds } from './seed-billing.ts';
import { clusterId } from './seed-clusters.ts';
import { organizationIds, projectIds } from './seed-people.ts';
import { put } from './state.ts';
import type { State } from './types.ts';

/** Adds healthy clusters to the main organization until its admin sees `wanted` in all. */
export function seedMoreClusters(state: State, now: number, wanted: number): void {
  const visible = [...state.cluster.values()].filter((it) => {
    const owner = state.project.get(it.project_id)?.organization_id;
    return owner !== organizationIds.cobalt;
  }).length;
  const homes = [projectIds.weatherEurope, projectIds.weatherAmerica, projectIds.research].map(
    (id) => projectOf(state, id),
  );
  const plans = ['cr1', 's4', 'cr2', 'cr1', 'cr3', 's2'];
  for (let index = visible + 1; index <= wanted; index += 1) {
    const name = `fleet-${String(index).padStart(5, '0')}`;
    const project = homes[index % homes.length];
    if (!project) continue;
    const plan = plans[index % plans.length] ?? 'cr1';
    const created = now - (30 + (index % 300)) * DAY;
    const cluster = newCluster({
      id: clusterId(name),
      name,
      project,
      subscription: subscriptionIds.stripe,
      plan,
      version: NEWEST_VERSION,
      nodes: plan.startsWith('cr') ? 1 + (index % 3) : 1,
      created,
      now,
    });
    const disk = cluster.hardware_specs.disk_size_per_node_bytes ?? 0;
    cluster.sandbox.usage.used_bytes = Math.round(disk * (0.1 + 0.6 * fraction(`used ${name}`)));
    put(state, 'cluster', cluster);
    finished(state, cluster, { type: 'CREATE', at: created, minutes: 4 });
  }
}
