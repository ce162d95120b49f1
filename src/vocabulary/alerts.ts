/** What alerts share: how often they are told, what they watch, and the key that stays while they last. */

import type { Cluster } from '../clients/cloud/clusters.ts';
import { pickClusters } from '../clients/cloud/clusters.ts';
import { type Choice, pickFrom } from '../clients/cloud/long-list.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { chosenCluster, clusterField } from './clusters/choose.ts';
import { chosenOrganization, organizationField } from './organizations.ts';

export const repeatField = {
  key: 'repeat',
  label: 'Repeat While It Lasts',
  choices: { day: 'Once a Day', hour: 'Once an Hour' },
  default: 'day',
  helpText:
    'How often this triggers again while the problem lasts. Days and hours are counted in UTC. It does not trigger when the problem ends.',
} as const;

/** Which clusters an alert watches: one, or all of an organization or of the account. */
export const watchFields = [
  {
    ...clusterField,
    helpText: 'Leave blank to watch all clusters.',
  },
  organizationField,
] as const;

/** The same as long as an alert lasts, so that an incident tool can merge its repeats. */
export const alertKey = text(
  'Alert Key',
  'storage_running_low:e1e38d92-0000-48f1-8a70-000000000003',
);

/** How bad it is, in the words of incident tools (PagerDuty's, which the others understand). */
export type Severity = 'critical' | 'error' | 'warning' | 'info';

/** The output field of every alert; the example is that of the trigger's own sample. */
export const severityField = (example: Severity) => text('Severity', example);

/** What is wanted of the clusters watched; `one` tells whether it is a single chosen one. */
export async function watchedClusters<Key extends keyof Cluster, Picked extends object>(
  run: Run<unknown>,
  input: { cluster_id: string | undefined; organization_id: string | undefined },
  choice: Choice<Cluster, Key, Picked>,
): Promise<{ clusters: Picked[]; one: boolean }> {
  if (input.cluster_id !== undefined) {
    // Whatever it would narrow, what is chosen must be there.
    await chosenOrganization(run, input.organization_id);
    const cluster = await chosenCluster(run, input.cluster_id);
    const picked = pickFrom(cluster, choice);
    return { clusters: picked === undefined ? [] : [picked], one: true };
  }
  const organization = await chosenOrganization(run, input.organization_id);
  const clusters = await pickClusters(run.cloud, { organizationId: organization?.id }, choice);
  return { clusters, one: false };
}

/**
 * The worst level of an alert seen in its period, so that one that eases a little is not told again as a
 * lesser one. It is a fact about the thing, the same for every Zap; when the memory is lost, a lesser
 * level is told once, and nothing is ever kept back.
 */
export async function worstLevel(
  run: Run<unknown>,
  seen: string,
  level: number,
  seconds: number,
): Promise<number> {
  const key = `alert_level:${seen}`;
  const before = await run.memory.get(key);
  const worst = typeof before === 'number' ? Math.max(before, level) : level;
  if (worst !== before) await run.memory.set(key, worst, seconds);
  return worst;
}
