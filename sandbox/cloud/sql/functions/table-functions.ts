import { parseError, unknownFunction } from '../errors.ts';
import type { Bound } from '../expressions/bound.ts';
import { castBound } from '../expressions/casts.ts';
import type { CallContext } from '../expressions/context.ts';
import { searchPattern } from '../expressions/patterns.ts';
import { mergeTypes } from '../values/guess.ts';
import { addInterval, intervalLength } from '../values/interval.ts';
import {
  arrayOf,
  BIGINT,
  INTEGER,
  INTERVAL,
  isTimestamp,
  nameOf,
  TEXT,
  TIMESTAMP,
  type Type,
  UNDEFINED,
} from '../values/type.ts';
import type { Interval, Value } from '../values/value.ts';

export type TableFunction = {
  columns: Array<{ name: string; type: Type }>;
  args: Bound[];
  rows(values: Value[], context: CallContext): Iterable<Value[]>;
};

type Make = (args: Bound[], version: string) => TableFunction;

const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);

/** Looks at the clock once in a thousand rows. */
function* watched(rows: Iterable<Value[]>, context: CallContext): Iterable<Value[]> {
  let count = 0;
  for (const row of rows) {
    if (++count % 1000 === 0) context.checkTime();
    yield row;
  }
}

/** Several arrays side by side, the short ones filled with nulls; an array of arrays is gone through. */
const unnest: Make = (args) => {
  const types = args.map(({ type }) => elementType(type));
  return {
    columns: types.map((type, i) => ({
      name: types.length === 1 ? 'unnest' : `col${i + 1}`,
      type,
    })),
    args,
    *rows(values) {
      const lists = values.map((value) => flatten(list(value)));
      const length = Math.max(0, ...lists.map((it) => it.length));
      for (let i = 0; i < length; i++) yield lists.map((it) => it[i] ?? null);
    },
  };
};

function elementType(type: Type): Type {
  if (type.name === 'undefined') return UNDEFINED;
  if (type.name !== 'array') {
    throw unknownFunction(
      `Invalid arguments in: unnest with (${nameOf(type)}). Valid types: (array(E))`,
    );
  }
  return type.of.name === 'array' ? elementType(type.of) : type.of;
}

const flatten = (values: Value[]): Value[] =>
  values.some(Array.isArray)
    ? values.flatMap((it) => (Array.isArray(it) ? flatten(it) : [it]))
    : values;

const generateSeries: Make = (given) => {
  const times = given.some(({ type }) => isTimestamp(type));
  if (times) {
    const type = given.find((it) => isTimestamp(it.type))?.type ?? TIMESTAMP;
    const args = given.map((it, i) => castBound(it, i === 2 ? INTERVAL : type));
    return { columns: [{ name: 'generate_series', type }], args, rows: timeSeries };
  }
  const type = given
    .map((it) => it.type)
    .reduce<Type>((common, it) => mergeTypes(common, it) ?? common, INTEGER);
  const whole = type.name === 'bigint' ? BIGINT : INTEGER;
  return {
    columns: [{ name: 'generate_series', type: whole }],
    args: given.map((it) => castBound(it, whole)),
    *rows([start, stop, step = 1n]) {
      if (start === null || stop === null || step === null) return;
      const by = step as bigint;
      if (by === 0n) throw parseError('the step argument must be greater than 0');
      for (
        let i = start as bigint;
        by > 0n ? i <= (stop as bigint) : i >= (stop as bigint);
        i += by
      )
        yield [i];
    },
  };
};

function* timeSeries([start, stop, step]: Value[]): Iterable<Value[]> {
  if (start === null || stop === null) return;
  if (step === null || step === undefined) {
    throw parseError(
      'generate_series(start, stop) has type `timestamp` for start, but requires long/int values for start and stop, or if used with timestamps, it requires a third argument for the step (interval)',
    );
  }
  const by = step as Interval;
  const forward = intervalLength(by) > 0;
  if (intervalLength(by) === 0) throw parseError('the step argument must be greater than 0');
  for (
    let at = start as bigint;
    forward ? at <= (stop as bigint) : at >= (stop as bigint);
    at = addInterval(at, by)
  ) {
    yield [at];
  }
}

const generateSubscripts: Make = (args) => ({
  columns: [{ name: 'generate_subscripts', type: INTEGER }],
  args,
  *rows([values, dimension, reversed]) {
    let at: Value[] = list(values);
    for (let i = 1; i < Number(dimension ?? 1); i++) at = list(at[0]);
    const positions = at.map((_, i) => [BigInt(i + 1)]);
    yield* reversed === true ? positions.reverse() : positions;
  },
});

const regexpMatches: Make = (args) => ({
  columns: [{ name: 'groups', type: arrayOf(TEXT) }],
  args: args.map((it) => castBound(it, TEXT)),
  *rows([text, pattern, flags]) {
    if (text === null || pattern === null) return;
    const found = String(text).matchAll(searchPattern(String(pattern), String(flags ?? '')));
    for (const [whole, ...groups] of found) {
      yield [groups.length > 0 ? groups.map((it) => it ?? null) : [whole]];
      if (!String(flags ?? '').includes('g')) return;
    }
  },
});

const emptyRow: Make = (args) => ({ columns: [], args, rows: () => [[]] });

const FUNCTIONS: Record<string, Make> = {
  unnest,
  generate_series: generateSeries,
  'pg_catalog.generate_series': generateSeries,
  generate_subscripts: generateSubscripts,
  regexp_matches: regexpMatches,
  empty_row: emptyRow,
};

export const isTableFunction = (name: string): boolean => Object.hasOwn(FUNCTIONS, name);

export function makeTableFunction(name: string, args: Bound[], version: string): TableFunction {
  const made = FUNCTIONS[name]?.(args, version);
  if (!made)
    throw unknownFunction(`Unknown function: ${name}(${args.map((it) => it.text).join(', ')})`);
  return { ...made, rows: (values, context) => watched(made.rows(values, context), context) };
}
