/** The times of a sample are in order, and what lies between them is as long as it says. */
import { type Rule, rule } from '../rule.ts';
import { type Scene, scenesOf } from './scenes.ts';

const ORDER: [earlier: string, later: string][] = [
  ['created_at', 'modified_at'],
  ['created_at', 'last_used_at'],
  ['created_at', 'last_seen'],
  ['created_at', 'last_operation_at'],
  ['last_operation_at', 'modified_at'],
  ['last_used_at', 'deleted_at'],
  ['started_at', 'ended_at'],
  ['from_time', 'to_time'],
  ['from_time', 'last_at'],
  ['last_at', 'to_time'],
  ['taken_at', 'retained_until'],
  ['taken_at', 'taken_before'],
  ['last_backup_at', 'due_at'],
  ['due_at', 'noticed_at'],
  ['last_seen', 'noticed_at'],
  ['started_at', 'noticed_at'],
  ['backup_taken_at', 'noticed_at'],
  ['happened_at', 'noticed_at'],
];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When the samples happen, where they do not say it themselves. */
const NOW = '2026-03-02T09:00:00.000Z';

/** Each output, its unit in milliseconds, and the times that it lies between; `now` is when it is read. */
const SPANS: [output: string, unit: number, from: string, to: string][] = [
  ['duration_seconds', 1_000, 'started_at', 'ended_at'],
  ['duration_minutes', MINUTE, 'started_at', 'ended_at'],
  ['running_minutes', MINUTE, 'started_at', 'now'],
  ['hours_without', HOUR, 'last_backup_at', 'now'],
  ['age_hours', HOUR, 'taken_at', 'now'],
  ['age_days', DAY, 'created_at', 'now'],
  ['days_left', DAY, 'now', 'expires_at'],
  ['days_left', DAY, 'now', 'ends_at'],
  ['days_left', DAY, 'now', 'deleted_at'],
  ['days_unused', DAY, 'last_used_at', 'now'],
];

const at = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : Number.NaN);

function disorder({ values }: Scene): string | false {
  const wrong = ORDER.find(([earlier, later]) => at(values[earlier]) > at(values[later]));
  if (wrong) return `${wrong[0]} is after ${wrong[1]}`;
  const now = at(nowOf(values));
  const span = SPANS.find(([output, unit, from, to]) => {
    const value = values[output];
    const [begin, end] = [from, to].map((key) => (key === 'now' ? now : at(values[key])));
    if (typeof value !== 'number' || begin === undefined || end === undefined) return false;
    // Rounded down, up or to a tenth: a whole unit is the most that can lie between.
    return Math.abs((end - begin) / unit - value) >= 1;
  });
  if (span) return `${span[0]} is ${String(values[span[0]])}, unlike ${span[2]} and ${span[3]}`;
  const expired = values.expired === true;
  return expired && at(values.expires_at) > now && 'has expired before its time';
}

const nowOf = (values: Scene['values']) => values.noticed_at ?? values.measured_at ?? NOW;

export const timeRules: Rule[] = [
  rule('sample-times', 'Times of a sample are in order', scenesOf, disorder),
];
