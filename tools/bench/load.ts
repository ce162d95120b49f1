/** What the steps cost that meet the most, in a very large account. */
import { type Bench, withCloud } from './bench.ts';
import {
  besideFetch,
  besidePlain,
  type Case,
  peakOf,
  peakOfEmpty,
  peakOfPlain,
  type Subject,
} from './cases.ts';
import { type Measure, measure } from './pairs.ts';
import { MOST_MEMORY, MOST_OF_FLOOR } from './polls.ts';
import { startTape } from './tape.ts';

const ACCOUNT = { clusters: 5_000, users: 10_000, auditEvents: 100_000 };
const REPEATS = { warmUps: 2, pairs: 5 };
const POLLS = 25;

const trigger = (key: string, more: Partial<Case> = {}): Case => ({
  name: key,
  method: `triggers.${key}.operation.perform`,
  ...more,
});
const search = (key: string, input: object = {}): Case => ({
  name: key,
  method: `searches.${key}.operation.perform`,
  input,
});
const dropdown = (key: string): Case => trigger(key, { name: `${key}_dropdown` });

export const CASES: Case[] = [
  trigger('new_cluster'),
  trigger('cluster_unhealthy'),
  trigger('cluster_operation_finished'),
  trigger('cluster_operation_running_long'),
  trigger('cluster_upgrade_available'),
  trigger('backup_overdue'),
  search('find_clusters'),
  search('find_cluster', { name: 'fleet-05000' }),
  dropdown('cluster'),
  trigger('new_user'),
  // All of them are more than a trigger can give.
  trigger('new_role_assignment', { input: { role: 'project_member' } }),
  search('find_users'),
  search('find_user', { email: 'crew-10000@example.com' }),
  dropdown('user'),
  trigger('new_audit_event'),
  // Nobody's events: the log is read as far as a poll ever reads it.
  trigger('new_audit_event', { name: 'new_audit_event_of_nobody', input: { actor: 'nobody' } }),
];

export function load(bench: Bench): Promise<Measure[]> {
  return withCloud(ACCOUNT, async (cloud) => {
    const tape = await startTape(cloud.control.origin);
    try {
      const empty = await peakOfEmpty({ bench, cloud, tape }, POLLS);
      const measures: Measure[] = [];
      for (const one of CASES) {
        measures.push(...(await measuresOf({ bench, cloud, tape, one }, empty)));
      }
      return measures;
    } finally {
      await tape.close();
    }
  });
}

async function measuresOf(subject: Subject, empty: number): Promise<Measure[]> {
  const { name } = subject.one;
  const times = await besideFetch(subject, REPEATS);
  const peak = await peakOf(subject, POLLS);
  const { urls, pairs } = times;
  const measures = [
    measure(`load_requests:${name}`, 'requests', [[urls.length, 1]]),
    measure(`load_ms:${name}`, 'ms', pairs, MOST_OF_FLOOR),
    measure(`load_rss:${name}`, 'MiB', [[peak, empty]], MOST_MEMORY),
  ];
  if (measures.every(({ holds }) => holds !== false)) return measures;
  // What of it is beyond our reach: the same requests and as many items, with nothing done to them.
  const beside = await besidePlain(subject, times, REPEATS);
  const plain = await peakOfPlain(subject, times, POLLS);
  return [
    ...measures,
    measure(`load_ms_beside_plain:${name}`, 'ms', beside),
    measure(`load_rss_beside_plain:${name}`, 'MiB', [[peak, plain]]),
  ];
}
