import { uuid } from '../world/ids.ts';
import { MINUTE, stamp } from '../world/times.ts';
import { put } from './state.ts';
import type { Cluster, Operation, Project, State } from './types.ts';

export type Finished = {
  type: string;
  at: number;
  minutes: number;
  failed?: boolean;
  message?: string;
  values?: Record<string, unknown>;
};

/** Writes down an operation that has ended, as the cluster's last. */
export function finished(state: State, cluster: Cluster, of: Finished): void {
  const operation: Operation = {
    id: uuid(`operation ${of.type} ${cluster.name} ${cluster.last_async_operation}`),
    type: of.type,
    status: of.failed ? 'FAILED' : 'SUCCEEDED',
    entity: 'CLUSTER',
    entity_id: cluster.id,
    dc: { created: stamp(of.at), modified: stamp(of.at + of.minutes * MINUTE) },
    feedback_data: { message: of.message ?? 'The cluster has been created successfully.' },
    non_sensitive_data: of.values ?? {},
  };
  put(state, 'operation', operation);
  cluster.last_async_operation = operation.id;
  cluster.dc.modified = operation.dc.modified;
}

export function projectOf(state: State, id: string): Project {
  const project = state.project.get(id);
  if (!project) throw new Error(`There is no project "${id}".`);
  return project;
}
