import type { Cluster } from '../state/types.ts';
import { type World, writtenNow } from '../world/world.ts';

/** Takes a cluster away with its operations, jobs and backups. API: an Azure subscription ends with it. */
export function deleteCluster(world: World, cluster: Cluster): void {
  const { state } = world;
  state.cluster.delete(cluster.id);
  for (const [id, operation] of state.operation) {
    if (operation.entity_id !== cluster.id) continue;
    state.operation.delete(id);
    world.running.delete(id);
  }
  for (const [id, snapshot] of state.snapshot) {
    if (snapshot.cluster_id === cluster.id) state.snapshot.delete(id);
  }
  for (const jobs of [state.import_job, state.export_job]) {
    for (const [id, job] of jobs) {
      if (job.cluster_id !== cluster.id) continue;
      jobs.delete(id);
      world.jobs.delete(id);
    }
  }
  const subscription = state.subscription.get(cluster.subscription_id ?? '');
  if (subscription?.provider === 'azure') {
    subscription.state = 'Unsubscribed';
    subscription.active = false;
    subscription.dc.modified = writtenNow(world);
  }
}
