/** Puts what was measured into docs/performance.md, where a pair of comments marks its place. */
import { cpus } from 'node:os';
import { growthTable, loadTable } from './page-tables.ts';
import type { Measure } from './pairs.ts';

/** What a line of a table shows, by the name of its measure. */
type Lines = readonly (readonly [label: string, name: string])[];

const TABLES: Readonly<Record<string, Lines>> = {
  small: [
    ['CPU', 'poll_small_cpu'],
    ['time', 'poll_small_ms'],
    ['requests', 'poll_small_requests'],
    ['memory allocated', 'poll_small_alloc_mib'],
    ['new connections, process warm', 'poll_small_connections'],
    ['new connections, process cold', 'poll_small_connections_cold'],
  ],
  tls: [
    ['CPU, connection kept', 'poll_small_tls_cpu'],
    ['time, connection kept', 'poll_small_tls_ms'],
    ['new connections', 'poll_small_tls_connections'],
    ['CPU, connection gone, TLS session resumed', 'poll_small_tls_resumed_cpu'],
    ['time, connection gone, TLS session resumed', 'poll_small_tls_resumed_ms'],
    ['whole handshakes', 'poll_small_tls_resumed_handshakes'],
  ],
  start: [
    ['cold start with all steps', 'cold_start'],
    ['size of the zip, without the part that draws', 'zip_bytes'],
    ['memory after ten polls of 1,000 clusters', 'rss_mb'],
  ],
  large: [
    ['poll of New Cluster, 1,000 clusters', 'poll_1000_clusters'],
    ['the same, beside a plain app', 'poll_1000_clusters_beside_plain'],
    ['poll of New User, 10,000 users, all of whom are given', 'users_10000'],
    ['the same, beside a plain app', 'users_10000_beside_plain'],
  ],
  fleet: [
    ['polls until 3,000 clusters are measured', 'fleet_3000_polls'],
    ['seconds of such a poll', 'fleet_3000_seconds'],
    ['seconds of a poll of 1,000 clusters', 'fleet_1000_seconds'],
    ['seconds of 200 clusters, ten slow and ten dead', 'storage_200_clusters_150ms'],
  ],
  drawing: [
    ['time', 'drawing_10000_points_ms'],
    ['memory', 'drawing_10000_points_memory'],
  ],
  rows: [
    ['New Row, 1,000 rows in the window, before 1,000 rows in all', 'new_row_before_1000'],
    ['the same, beside a plain app', 'new_row_before_1000_beside_plain'],
    ['New Row, the same window before 100,000 rows', 'new_row_before_100000'],
    ['the same, beside a plain app', 'new_row_before_100000_beside_plain'],
    ['Find Many Rows, 1,000', 'find_rows_of_1000'],
    ['the same, beside a plain app', 'find_rows_of_1000_beside_plain'],
    ['Create Many Rows, 1,000', 'create_rows_of_1000'],
    ['the same, beside a plain app', 'create_rows_of_1000_beside_plain'],
    ['New Row beyond its statements, 100,000 rows against 1,000', 'new_row_own_cost_before_100000'],
  ],
};

/** The page with the figures of these measures; what was not measured stays as it stands. */
export function withFigures(page: string, measures: readonly Measure[]): string {
  const figures: Record<string, string | null> = {
    machine: machine(),
    ...Object.fromEntries(
      Object.entries(TABLES).map(([name, lines]) => [name, tableOf(lines, measures)]),
    ),
    load: loadTable(measures),
    growth: growthTable(measures),
  };
  return page.replace(
    /(<!-- figures: (\w+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (whole, start: string, name: string, end: string) => {
      if (!(name in figures)) throw new Error(`There are no figures called ${name}`);
      const text = figures[name];
      return text ? `${start}${text}${end}` : whole;
    },
  );
}

function tableOf(lines: Lines, measures: readonly Measure[]): string | null {
  const rows = lines.flatMap(([label, name]) => {
    const measure = measures.find((each) => each.name === name);
    return measure ? [rowOf(label, measure)] : [];
  });
  if (rows.length < lines.length) return null;
  return [
    '| | Measured | Against | Ratio | Spread | Aim |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function rowOf(label: string, { value, floor, ratio, unit, spread, aim = '', holds }: Measure) {
  const ofValue = aim.startsWith('value');
  // An aim that is told as the floor is told once.
  const isAim = ofValue && aim.endsWith(` ${floor}`);
  const bold = (text: string) => (holds === false ? `**${text}**` : text);
  const cells = [
    label,
    ofValue ? bold(withUnit(value, unit)) : withUnit(value, unit),
    isAim ? '' : withUnit(floor, unit),
    isAim || floor === 0 ? '' : ofValue ? shown(ratio) : bold(shown(ratio)),
    spread ? spread.map(shown).join(' to ') : '',
    shownAim(aim),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** `ratio <= 1.5` as “≤ × 1.5”. */
function shownAim(aim: string): string {
  const [, of, most] = /^(ratio|value) <= (.*)$/.exec(aim) ?? [];
  return most ? `≤ ${of === 'ratio' ? '× ' : ''}${shown(Number(most))}` : '';
}

const withUnit = (value: number, unit: string) =>
  /^(ms|s|MiB|bytes)$/.test(unit) ? `${shown(value)} ${unit}` : shown(value);

/** Three digits at most behind which nothing can be told apart. */
function shown(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number(value.toFixed(digits)).toLocaleString('en-US');
}

function machine(): string {
  const [processor] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${day} with Node ${process.version} on ${cpus().length} cores (${processor?.model ?? 'unknown'}).`;
}
