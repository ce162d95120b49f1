import { endOperation } from '../operations/operations.ts';
import { put } from '../state/state.ts';
import type { Cluster, Operation } from '../state/types.ts';
import { HOUR, stamp } from '../world/times.ts';
import { nextId, type World } from '../world/world.ts';
import type { StuckOperation } from './client.ts';

/** Puts an operation in place that has been IN_PROGRESS for hours and does not go on. */
export function stickOperation(world: World, cluster: Cluster, stuck: StuckOperation): Operation {
  const { type = 'EXPAND_STORAGE', hours = 120, busy = true, targets = {} } = stuck;
  const created = stamp(world.clock.now().getTime() - hours * HOUR);
  const operation = put(world.state, 'operation', {
    id: nextId(world, 'operation'),
    type,
    status: 'IN_PROGRESS',
    entity: 'CLUSTER',
    entity_id: cluster.id,
    dc: { created, modified: created },
    feedback_data: { message: stuck.message ?? 'Please wait.' },
    non_sensitive_data: targets,
  });
  cluster.last_async_operation = operation.id;
  cluster.health.running_operation = busy ? type : '';
  return operation;
}

/** Ends what the cluster is busy with, at once. */
export function endStuck(
  world: World,
  cluster: Cluster,
  end: { status?: 'SUCCEEDED' | 'FAILED'; message?: string },
): void {
  const operation = world.state.operation.get(cluster.last_async_operation ?? '');
  if (!operation || operation.status === 'SUCCEEDED' || operation.status === 'FAILED') {
    throw new Error(`No operation runs on "${cluster.name}".`);
  }
  const { status = 'SUCCEEDED', message = '' } = end;
  endOperation(world, operation, status, message);
}
