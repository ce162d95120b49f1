/**
 * What the metrics endpoint may answer. Nobody outside has seen an answer, so several plausible shapes are
 * recognized, each for certain: names or the form of its parts tell it. Anything else is not guessed at.
 */
import type { HistoryPoint } from './series.ts';

type Fields = Readonly<Record<string, unknown>>;

/** All points, or null for a shape that is not known. */
export function recognize(answer: unknown): HistoryPoint[] | null {
  if (!isFields(answer)) return Array.isArray(answer) ? ofList(answer) : null;
  // Prometheus: {status, data: {resultType, result: [...]}}, or what is in `data` alone.
  if (isFields(answer.data)) return recognize(answer.data);
  if (Array.isArray(answer.result)) return ofList(answer.result);
  if (Array.isArray(answer.data)) return ofList(answer.data);
  const own = answer.points ?? answer.datapoints ?? (answer.timestamps ? null : answer.values);
  if (Array.isArray(own)) return ofList([answer]);
  if (isFields(answer.series))
    return ofColumns(answer.timestamps, answer.series) ?? ofNames(answer.series);
  if (Array.isArray(answer.timestamps)) return ofColumns(answer.timestamps, { '': answer.values });
  return ofNames(answer);
}

/** `[{metric: {...}, values: [[at, value], ...]}, ...]`, or points without a name. */
function ofList(list: readonly unknown[]): HistoryPoint[] | null {
  if (list.length === 0) return [];
  const named = list.map((entry) => {
    if (!isFields(entry)) return null;
    const { values, points, datapoints, value } = entry;
    // Grafana: the value stands first.
    if (Array.isArray(datapoints)) return pointsOf(nameOf(entry), datapoints.map(turned));
    const found = Array.isArray(values) ? values : Array.isArray(points) ? points : null;
    if (found) return pointsOf(nameOf(entry), found);
    // A vector: one point each.
    return isFields(entry.metric) && Array.isArray(value) ? pointsOf(nameOf(entry), [value]) : null;
  });
  return whole(named) ?? pointsOf('', list);
}

const turned = (pair: unknown) =>
  Array.isArray(pair) && pair.length === 2 ? [pair[1], pair[0]] : pair;

/** `{"<node>": [...]}`, or `{"<node>": {"<time>": value}}`. */
function ofNames(series: Fields): HistoryPoint[] | null {
  return whole(
    Object.entries(series).map(([name, found]) => {
      if (Array.isArray(found)) return pointsOf(name, found);
      return isFields(found) ? pointsOf(name, Object.entries(found)) : null;
    }),
  );
}

/** One list of times, and a list of values for each name. */
function ofColumns(times: unknown, series: Fields): HistoryPoint[] | null {
  if (!Array.isArray(times)) return null;
  return whole(
    Object.entries(series).map(([name, values]) =>
      Array.isArray(values) && values.length === times.length
        ? pointsOf(
            name,
            times.map((at, index) => [at, values[index]]),
          )
        : null,
    ),
  );
}

function pointsOf(node: string, entries: readonly unknown[]): HistoryPoint[] | null {
  return whole(
    entries.map((entry) => {
      const [at, value] = pairOf(entry);
      const read = { at: timeOf(at), node, value: readValue(value) };
      return read.at === null || read.value === undefined ? null : [read as HistoryPoint];
    }),
  );
}

/** `[at, value]`, or an object that names them. */
function pairOf(entry: unknown): readonly unknown[] {
  if (Array.isArray(entry)) return entry.length === 2 ? entry : [];
  if (!isFields(entry)) return [];
  return [
    entry.timestamp ?? entry.time ?? entry.ts ?? entry.date ?? entry.t,
    'value' in entry ? entry.value : entry.v,
  ];
}

/** Seconds since 1970, or thousandths, millionths or billionths of them: centuries lie between. */
function inMilliseconds(number: number): number {
  const step = [1e11, 1e14, 1e17].findIndex((limit) => number < limit);
  return step < 0 ? number / 1e6 : number * (1e3 / 1e3 ** step);
}

function inIso(text: string): string {
  const written = text.replace(' ', 'T');
  return /(Z|[+-]\d\d:?\d\d)$/i.test(written) ? written : `${written}Z`;
}

/** Numbers since 1970, or ISO 8601; times outside of 2015 to 2100 are none. */
function timeOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  const at =
    typeof number === 'number'
      ? inMilliseconds(number)
      : typeof number === 'string' && /^\d{4}-\d\d-\d\d[T ]\d/.test(number)
        ? Date.parse(inIso(number))
        : Number.NaN;
  return at >= Date.UTC(2015, 0) && at < Date.UTC(2100, 0) ? Math.round(at) : null;
}

/** How numbers that are none are written; there is no such load or size. */
const UNKNOWN = /^(nan|[+-]?inf(inity)?|null)$/i;

/** A number, or null for one that is not known; undefined for what is no value at all. */
function readValue(value: unknown): number | null | undefined {
  if (value === null || value === '' || UNKNOWN.test(String(value))) return null;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Prometheus tells series apart by labels: the most telling one, or all of them. */
function nameOf(entry: Fields): string {
  const labels = isFields(entry.metric) ? entry.metric : entry;
  for (const key of ['node', 'node_name', 'pod_name', 'pod', 'instance', 'name', 'target']) {
    if (typeof labels[key] === 'string') return labels[key];
  }
  return labels === entry ? '' : Object.values(labels).map(String).join(' ');
}

/** All parts in one list, or null when one of them was not understood. */
function whole<T>(parts: readonly (readonly T[] | null)[]): T[] | null {
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
