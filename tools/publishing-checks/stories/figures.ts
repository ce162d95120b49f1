/** The figures of a sample agree: sums are sums, counts count, and a target is what is said of it. */
import { type Rule, rule } from '../rule.ts';
import { has, linesOf, type Scene, scenesOf } from './scenes.ts';

type Values = Scene['values'];

/** Rounded figures agree within this part of them, or this much. */
const isNear = (one: number, other: number) =>
  Math.abs(one - other) <= Math.max(0.06, Math.abs(other) * 0.001);

const sum = (list: unknown, key: string) =>
  linesOf(list).reduce((total, line) => total + Number(line[key] ?? 0), 0);

const most = (list: unknown, key: string) =>
  Math.max(...linesOf(list).map((line) => Number(line[key] ?? Number.NEGATIVE_INFINITY)));

const share = (part: number, whole: number) => (part / whole) * 100;

/** One hour's price makes this many in a month, as the price list has it. */
const HOURS_A_MONTH = 730;

/** Each output, the outputs that it is made of, and how. */
const MADE_OF: [output: string, of: string[], make: (...of: number[]) => number][] = [
  [
    'price_difference_per_month',
    ['price_per_month_after', 'price_per_month_before'],
    (after, before) => after - before,
  ],
  [
    'price_per_month',
    ['compute_price_per_month', 'storage_price_per_month'],
    (compute, storage) => compute + storage,
  ],
  ['price_per_month', ['price_per_hour'], (hour) => hour * HOURS_A_MONTH],
  [
    'promotion_price_per_month',
    ['promotion_price_per_hour'],
    (hour) => (hour === 0 ? 0 : hour * HOURS_A_MONTH),
  ],
  ['storage_gib_total', ['storage_gib_per_node', 'nodes'], (each, nodes) => each * nodes],
  ['storage_size_gib', ['storage_used_gib', 'storage_free_gib'], (used, free) => used + free],
  ['remaining_percent', ['remaining', 'original'], share],
  ['used_percent', ['used', 'quota'], share],
  ['left', ['quota', 'used'], (quota, used) => quota - used],
  ['cost_so_far', ['compute_cost', 'storage_cost'], (compute, storage) => compute + storage],
  ['total_so_far', ['cost_so_far', 'credits_used'], (cost, credits) => cost - credits],
  ['measured_percent', ['measured_amount', 'limit_amount'], share],
  ['rate_per_month', ['rate_per_hour'], (hour) => hour * HOURS_A_MONTH],
  [
    'estimate',
    ['cost_so_far', 'rate_per_hour', 'hours_left'],
    (cost, rate, hours) => cost + rate * hours,
  ],
  [
    'total_count',
    ['written_count', 'skipped_count', 'failed_count', 'unknown_count'],
    (...all) => all.reduce((total, one) => total + one, 0),
  ],
  [
    'matched_count',
    ['changed_count', 'unchanged_count', 'failed_count'],
    (...all) => all.reduce((total, one) => total + one, 0),
  ],
];

/** Each output, the list that it is about, and what of its lines it is. */
const OF_LINES: [output: string, list: string, of: (list: unknown) => number][] = [
  ['count', 'results', (list) => linesOf(list).length],
  ['count', 'upgrades', (list) => linesOf(list).length],
  ['count', 'rows', (list) => linesOf(list).length],
  ['count', 'clusters', (list) => linesOf(list).length],
  ['count', 'points', (list) => linesOf(list).length],
  ['row_count', 'rows', (list) => linesOf(list).length],
  ['matched_count', 'rows', (list) => linesOf(list).length],
  ['total_count', 'results', (list) => linesOf(list).length],
  ['failed_count', 'failed_rows', (list) => linesOf(list).length],
  ['table_count', 'tables', (list) => linesOf(list).length],
  ['cluster_count', 'clusters', (list) => linesOf(list).length],
  ['context_count', 'context', (list) => linesOf(list).length],
  ['credits_count', 'credits', (list) => linesOf(list).length],
  ['nodes_measured', 'node_usages', (list) => linesOf(list).length],
  ['done_count', 'clusters', (list) => outcomes(list, 'Done')],
  ['skipped_count', 'clusters', (list) => outcomes(list, 'Skipped')],
  ['not_reached_count', 'clusters', (list) => outcomes(list, 'Not Reached')],
  ['measured_count', 'clusters', (list) => linesOf(list).filter((it) => it.measured).length],
  ['unmeasured_count', 'clusters', (list) => linesOf(list).filter((it) => !it.measured).length],
  ['recorded_count', 'clusters', (list) => linesOf(list).filter((it) => it.recorded).length],
  ['unrecorded_count', 'clusters', (list) => linesOf(list).filter((it) => !it.recorded).length],
  ['operations', 'clusters', (list) => sum(list, 'operations')],
  ['failed_operations', 'clusters', (list) => sum(list, 'failed_operations')],
  ['highest_storage_used_percent', 'clusters', (list) => most(list, 'storage_used_percent')],
  ['succeeded_count', 'results', (list) => linesOf(list).filter((it) => it.succeeded).length],
  ['running_count', 'results', (list) => linesOf(list).filter((it) => it.ended === false).length],
  ['storage_used_percent', 'node_usages', (list) => most(list, 'storage_used_percent')],
  ['cpu_percent', 'node_usages', (list) => most(list, 'cpu_percent')],
  ['heap_used_percent', 'node_usages', (list) => most(list, 'heap_used_percent')],
  ['load_per_core', 'node_usages', (list) => most(list, 'load_per_core')],
  ['storage_used_gib', 'node_usages', (list) => sum(list, 'storage_used_gib')],
  ['storage_size_gib', 'node_usages', (list) => sum(list, 'storage_size_gib')],
  ['shards', 'node_usages', (list) => sum(list, 'shards')],
  ['cost_so_far', 'products', (list) => sum(list, 'cost')],
  ['credits_remaining', 'credits', (list) => sum(list, 'remaining')],
];

const outcomes = (list: unknown, outcome: string) =>
  linesOf(list).filter((line) => line.outcome === outcome).length;

function unequal({ values }: Scene): string | false {
  for (const [output, of, make] of MADE_OF) {
    const parts = of.map((key) => values[key]);
    const value = values[output];
    if (typeof value !== 'number' || !parts.every((part) => typeof part === 'number')) continue;
    const made = make(...(parts as number[]));
    if (!isNear(value, made)) return `${output} is ${value}, and ${of.join(', ')} make ${made}`;
  }
  for (const [output, list, of] of OF_LINES) {
    const value = values[output];
    if (typeof value !== 'number' || !Array.isArray(values[list])) continue;
    const told = of(values[list]);
    // A metric that no line gives tells nothing.
    if (Number.isFinite(told) && !isNear(value, told)) {
      return `${output} is ${value}, and its ${list} give ${told}`;
    }
  }
  return false;
}

/** `target_nodes: 4` is in “To”, and the `nodes` that there are in “From”. */
function untrueTarget({ values }: Scene): string | false {
  for (const [key, target] of Object.entries(values)) {
    if (!key.startsWith('target_') || typeof target === 'object' || !has(target)) continue;
    const ends: [string, unknown][] = [
      ['to_value', target],
      ['from_value', values[key.slice('target_'.length)]],
    ];
    for (const [end, value] of ends) {
      const said = values[end];
      if (!has(value) || typeof said !== 'string') continue;
      if (!said.split(/[^\w.]+/).includes(String(value))) {
        return `${end} is “${said}”, and ${key} is about ${String(value)}`;
      }
    }
  }
  return false;
}

/** What a list of addresses became is what stands in it. */
function untrueList({ values }: Scene): string | false {
  const cidrs = linesOf(values.target_ip_allowlist).map(({ cidr }) => cidr);
  const said = values.to_value;
  if (cidrs.length === 0 || typeof said !== 'string') return false;
  return said !== cidrs.join(', ') && `goes to “${said}”, and lists ${cidrs.join(', ')}`;
}

/** The ids of one text are those of the lines. */
function untrueIds({ values }: Values & Scene): string | false {
  const done = values.done_cluster_ids;
  if (typeof done !== 'string') return false;
  const ids = linesOf(values.clusters)
    .filter(({ outcome }) => outcome === 'Done')
    .map(({ cluster_id: id }) => id);
  return done !== ids.join(', ') && 'its list of what is done is not that of its lines';
}

export const figureRules: Rule[] = [
  rule('sample-figures', 'Figures of a sample agree', scenesOf, unequal),
  rule(
    'sample-targets',
    'What a change of a sample leads to is what it says',
    scenesOf,
    (scene) => untrueTarget(scene) || untrueList(scene) || untrueIds(scene),
  ),
];
