import type { Cluster, ClusterChange, Operation, OperationStep } from '../state/types.ts';
import { SECOND } from '../world/times.ts';

export type OperationPlan = {
  type: string;
  /** What was asked, for "Your ... request was received ...". */
  request: string;
  /** Said one after the other while it is in progress. */
  progress: string[];
  done: string;
  /** From request to end. */
  seconds: number;
  targets: Record<string, unknown>;
  change: ClusterChange;
};

const FAILED_TEXT = 'The operation failed. Our operations team is investigating.';

/** The operation with all its steps; marks the cluster as busy with it. */
export function planOperation(
  plan: OperationPlan,
  about: { id: string; cluster: Cluster; at: number; dc: Operation['dc'] },
): Operation {
  const { cluster, at } = about;
  const end = at + plan.seconds * SECOND;
  const begin = Math.min(at + 15 * SECOND, end - SECOND);
  const steps: OperationStep[] = [
    {
      at: Math.min(at + 5 * SECOND, begin - SECOND),
      status: 'SENT',
      message: `Your ${plan.request} request was sent to the region.`,
    },
    ...plan.progress.map((message, index): OperationStep => {
      const share = index / plan.progress.length;
      return { at: begin + Math.round((end - begin) * share), status: 'IN_PROGRESS', message };
    }),
    { at: end, status: 'SUCCEEDED', message: plan.done },
  ];
  const fail = cluster.sandbox.fail_next;
  if (fail !== null) {
    cluster.sandbox.fail_next = null;
    steps.splice(-1, 1, { at: end, status: 'FAILED', message: fail || FAILED_TEXT });
  }
  if (cluster.sandbox.stick_next) {
    cluster.sandbox.stick_next = false;
    steps.pop();
  }
  cluster.last_async_operation = about.id;
  cluster.health.running_operation = plan.type;
  return {
    id: about.id,
    type: plan.type,
    status: 'REGISTERED',
    entity: 'CLUSTER',
    entity_id: cluster.id,
    dc: { ...about.dc },
    feedback_data: {
      message: `Your ${plan.request} request was received and is pending processing.`,
    },
    non_sensitive_data: plan.targets,
    sandbox: { steps, change: plan.change },
  };
}
