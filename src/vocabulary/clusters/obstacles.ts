import type { Cluster } from '../../clients/cloud/clusters.ts';
import { type Refusal, refuse } from '../../kit/errors.ts';
import type { SafetyInput } from './change-record.ts';
import { nameOf } from './record.ts';

/** Most changes of a suspended cluster have to wait until it runs again. */
export function suspendedRefusal(cluster: Cluster): Refusal | null {
  return cluster.suspended === true
    ? refuse(
        `cluster ${nameOf(cluster)} is suspended`,
        'Resume it with “Resume Cluster” first, then run the step again.',
      )
    : null;
}

/** What only has to be told: in a preview, or where the Zap goes on by itself. */
export function isToldOnly(
  input: Pick<SafetyInput, 'preview' | 'if_impossible'>,
  obstacle: Refusal,
): boolean {
  const isNo = obstacle.kind === 'refused' || obstacle.kind === 'passing';
  return input.preview || (input.if_impossible === 'continue' && isNo);
}

/** What the output “Blocked By” says of an obstacle. */
export function inSentences({ message, next }: Refusal): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}. ${next}`;
}
