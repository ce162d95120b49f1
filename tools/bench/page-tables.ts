/** The tables of docs/performance.md that have a column for each of several measures. */
import type { Measure } from './pairs.ts';

const LOAD: readonly (readonly [label: string, name: string])[] = [
  ['New Cluster', 'new_cluster'],
  ['Cluster Unhealthy', 'cluster_unhealthy'],
  ['Cluster Operation Finished', 'cluster_operation_finished'],
  ['Cluster Operation Running Long', 'cluster_operation_running_long'],
  ['Cluster Upgrade Available', 'cluster_upgrade_available'],
  ['Backup Overdue', 'backup_overdue'],
  ['Find Many Clusters', 'find_clusters'],
  ['Find Cluster', 'find_cluster'],
  ['dropdown of clusters', 'cluster_dropdown'],
  ['New User', 'new_user'],
  ['New Role Assignment, of one role', 'new_role_assignment'],
  ['Find Many Users', 'find_users'],
  ['Find User', 'find_user'],
  ['dropdown of users', 'user_dropdown'],
  ['New Audit Event', 'new_audit_event'],
  ['New Audit Event, of somebody without events', 'new_audit_event_of_nobody'],
];

const GROWTH: readonly (readonly [label: string, name: string])[] = [
  ['New Cluster', 'new_cluster'],
  ['Cluster Unhealthy', 'cluster_unhealthy'],
  ['Cluster Operation Finished', 'cluster_operation_finished'],
  ['Cluster Upgrade Available', 'cluster_upgrade_available'],
  ['Backup Overdue', 'backup_overdue'],
  ['New User', 'new_user'],
  ['New Role Assignment', 'new_role_assignment'],
  ['New Audit Event', 'new_audit_event'],
];

const SIZES = [1, 10, 100, 1_000];

/** Null when the load was not measured. */
export function loadTable(measures: readonly Measure[]): string | null {
  const find = (what: string, name: string) =>
    measures.find((measure) => measure.name === `load_${what}:${name}`);
  if (!find('ms', LOAD[0]?.[1] ?? '')) return null;
  const rows = LOAD.map(([label, name]) => {
    const [ms, rss] = [find('ms', name), find('rss', name)];
    const cells = [
      label,
      whole(find('requests', name)?.value),
      whole(ms?.value),
      unless(ms?.holds, ms?.ratio.toFixed(2)),
      find('ms_beside_plain', name)?.ratio.toFixed(2) ?? '',
      unless(rss?.holds, whole(rss?.value)),
      whole(find('rss_beside_plain', name)?.floor),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const count = (what: string) => LOAD.filter(([, name]) => find(what, name)?.holds).length;
  return [
    `${count('ms')} of ${LOAD.length} cases are within 1.5 × plain requests, ${count('rss')} within 160 MiB. Bold is beyond its aim; only what misses one is set beside a plain app.`,
    '',
    '| Step | Requests | ms | × plain requests | × a plain app | Peak, MiB | Plain app, MiB |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Requests of a poll at each size of the account; null when that was not measured. */
export function growthTable(measures: readonly Measure[]): string | null {
  const at = (name: string, size: number) =>
    measures.find((measure) => measure.name === `growth_requests:${name}:${size}`)?.value;
  if (at(GROWTH[0]?.[1] ?? '', 1) === undefined) return null;
  return [
    `| Step | ${SIZES.map((size) => size.toLocaleString('en-US')).join(' | ')} |`,
    `|---|${SIZES.map(() => '---|').join('')}`,
    ...GROWTH.map(
      ([label, name]) => `| ${label} | ${SIZES.map((size) => whole(at(name, size))).join(' | ')} |`,
    ),
  ].join('\n');
}

const whole = (value: number | undefined) =>
  value === undefined ? '' : Math.round(value).toLocaleString('en-US');

const unless = (holds: boolean | undefined, text: string | undefined) =>
  holds === false ? `**${text ?? ''}**` : (text ?? '');
