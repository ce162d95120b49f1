/** Numbers of another step, as a chart: lines where there are times, bars where there are none. */
import { refuse } from '../kit/errors.ts';
import { readAmount } from '../kit/fields/amount.ts';
import { readIsoTime } from '../kit/fields/time.ts';
import { counted, isSameText, visible } from '../kit/text.ts';
import { byNode, type Drawn } from './chart-data.ts';
import type { HistoryPoint } from './history/series.ts';

type Items = {
  item_values: readonly string[];
  item_times: readonly string[];
  item_names: readonly string[];
  item_unit: string | undefined;
};

export function fromItems(items: Items): Drawn {
  const { item_times: times, item_names: names } = items;
  const count = items.item_values.length;
  if (count === 0) throw refuse('there are no values to draw', 'Map numbers to “My Values”.');
  mustBeOneEach('My Times', times.length, count);
  mustBeOneEach('My Names', names.length, count);
  const read = items.item_values.map(readValue);
  const unit = unitOf(read, items.item_unit);
  const shared = { title: 'Chart', unit, cluster: null, window: null };
  const nameAt = (index: number, other: string) => names[index] || other;
  if (times.length === 0) {
    const series = read.map(({ value }, index): Drawn['series'][number] => ({
      name: nameAt(index, `${index + 1}`),
      points: [[0, value]],
    }));
    return { kind: 'bars', ...shared, series };
  }
  const points = read.flatMap(({ value }, index): HistoryPoint[] => {
    const time = times[index] ?? '';
    // A line item that is blank in all is none.
    if (time === '' && value === null) return [];
    return [{ at: readTime(time), node: nameAt(index, 'Value'), value }];
  });
  return { kind: 'lines', ...shared, series: byNode(points) };
}

function mustBeOneEach(label: string, found: number, wanted: number): void {
  if (found === 0 || found === wanted) return;
  throw refuse(
    `“${label}” has ${counted(found, 'item')} and “My Values” has ${wanted}`,
    'Map the same line items to both.',
  );
}

/** What says that there is no value; it is not drawn as 0. */
const MISSING = /^(n\/?a|null|none|nan|undefined|-|–|—)?$/i;

/** A number with what stands before or behind it: `$12.50`, `1,024.5 GiB`, `85%`. */
const WITH_UNIT = /^([^\d\s.,+-]{1,3})?\s?([+-]?[\d.,]+)\s?(\D.{0,11})?$/;

type Value = { value: number | null; unit: string | null };

function readValue(text: string): Value {
  const written = visible(text).replace('−', '-');
  if (MISSING.test(written)) return { value: null, unit: null };
  const [, before, digits = '', behind] = WITH_UNIT.exec(written) ?? [];
  const value = readAmount(digits);
  if (value !== null && (before === undefined || behind === undefined)) {
    return { value, unit: (before ?? behind)?.trim() ?? null };
  }
  throw refuse(`“${text.slice(0, 40)}” in “My Values” is no number`, 'Write numbers like 1024.5.');
}

/** Numbers in different units are no chart. */
function unitOf(values: readonly Value[], given: string | undefined): string {
  const units = [...new Set(values.flatMap(({ unit }) => unit ?? []))];
  const [first, second] = units.filter((unit, index) => {
    return units.findIndex((other) => isSameText(other, unit)) === index;
  });
  if (first !== undefined && second !== undefined) {
    throw refuse(
      `“My Values” are in ${first} and in ${second}`,
      'Map numbers that are all in the same unit.',
    );
  }
  return given ?? first ?? '';
}

/** ISO 8601, or seconds or milliseconds since 1970. */
function readTime(text: string): number {
  const seconds = /^\d{9,10}(\.\d+)?$/.test(text) ? Number(text) : null;
  const milliseconds = /^\d{12,13}$/.test(text) ? Number(text) : null;
  const at = milliseconds ?? (seconds === null ? null : seconds * 1000);
  if (at !== null) return Math.round(at);
  const read = readIsoTime(text);
  if (read !== null) return Date.parse(read);
  throw refuse(
    text === ''
      ? 'a value of “My Values” has no time in “My Times”'
      : `“${text.slice(0, 40)}” in “My Times” is no date and time`,
    'Write them like 2026-03-02T09:00:00Z.',
  );
}
