import { parseError } from '../errors.ts';
import { asText } from '../values/cast.ts';
import { compareValues, keyOf } from '../values/compare.ts';
import { addNumeric, numericOf } from '../values/numeric.ts';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  isWhole,
  NUMERIC,
  TEXT,
  type Type,
  UNDEFINED,
} from '../values/type.ts';
import { Numeric, type Value } from '../values/value.ts';
import { asNumber, asString, type Functions, scalar } from './function.ts';

const elementOf = ([type]: Type[]): Type => (type?.name === 'array' ? type.of : UNDEFINED);
const same = ([type]: Type[]): Type => type ?? arrayOf(UNDEFINED);
const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);
const present = (value: Value | undefined) => list(value).filter((it) => it !== null);

function unique(values: Value[]): Value[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = keyOf(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const extreme = (sign: 1 | -1) =>
  scalar(['array(E)'], elementOf, ([values]) =>
    present(values).reduce<Value>((best, value) => {
      if (best === null) return value;
      return compareValues(value as never, best as never) * sign > 0 ? value : best;
    }, null),
  );

const sumType = (types: Type[]): Type => {
  const of = elementOf(types);
  return isWhole(of) ? BIGINT : of;
};

function sum(values: Value[]): Value {
  if (values.length === 0) return null;
  return values.reduce((total, value) => {
    if (typeof total === 'bigint' && typeof value === 'bigint') return total + value;
    if (total instanceof Numeric && value instanceof Numeric) return addNumeric(total, value);
    return asNumber(total) + asNumber(value);
  });
}

const bound = (which: 'lower' | 'upper') =>
  scalar(['array(E)', INTEGER], INTEGER, ([values, dimension]) => {
    let at: Value = values ?? null;
    for (let i = 1; i < asNumber(dimension); i++) at = list(at)[0] ?? null;
    const { length } = list(at);
    if (length === 0 || asNumber(dimension) < 1) return null;
    return which === 'lower' ? 1n : BigInt(length);
  });

export const ARRAYS: Functions = {
  array_append: [
    scalar(['array(E)', 'E'], same, ([values, value]) => [...list(values), value ?? null], {
      nulls: true,
    }),
  ],
  array_prepend: [
    scalar(
      ['E', 'array(E)'],
      (types) => types[1] ?? arrayOf(UNDEFINED),
      ([value, values]) => [value ?? null, ...list(values)],
      {
        nulls: true,
      },
    ),
  ],
  array_cat: [
    scalar(['array(E)', 'array(E)'], same, ([a, b]) => [...list(a), ...list(b)], { nulls: true }),
  ],
  array_unique: [
    scalar(['array(E)'], same, ([a]) => unique(list(a))),
    scalar(['array(E)', 'array(E)'], same, ([a, b]) => unique([...list(a), ...list(b)]), {
      nulls: true,
    }),
  ],
  array_difference: [
    scalar(['array(E)', 'array(E)'], same, ([a, b]) => {
      const others = new Set(list(b).map(keyOf));
      return list(a).filter((value) => !others.has(keyOf(value)));
    }),
  ],
  array_min: [extreme(-1)],
  array_max: [extreme(1)],
  array_sum: [scalar(['array(E)'], sumType, ([values]) => sum(present(values)))],
  array_avg: [
    scalar(
      ['array(E)'],
      (types) =>
        elementOf(types).name === 'numeric'
          ? NUMERIC
          : isWhole(elementOf(types))
            ? NUMERIC
            : elementOf(types),
      ([values]) => {
        const numbers = present(values);
        if (numbers.length === 0) return null;
        const average =
          numbers.reduce<number>((total, value) => total + asNumber(value), 0) / numbers.length;
        return typeof numbers[0] === 'number' ? average : numericOf(average);
      },
    ),
  ],
  array_lower: [bound('lower')],
  array_upper: [bound('upper')],
  array_length: [bound('upper')],
  array_to_string: [
    scalar(['array(E)', TEXT], TEXT, ([values, separator]) =>
      present(values)
        .map((it) => asText(it as never))
        .join(asString(separator)),
    ),
    scalar(
      ['array(E)', TEXT, TEXT],
      TEXT,
      ([values, separator, none]) => {
        if (values === null || separator === null) return null;
        return list(values)
          .filter((it) => it !== null || none !== null)
          .map((it) => (it === null ? asString(none) : asText(it)))
          .join(asString(separator));
      },
      { nulls: true },
    ),
  ],
  array_slice: [
    scalar(
      ['array(E)', INTEGER, INTEGER],
      same,
      ([values, from, to]) => {
        if (values === null || values === undefined) return null;
        const start = from === null || from === undefined ? 1 : asNumber(from);
        const end = to === null || to === undefined ? list(values).length : asNumber(to);
        if (start < 1 || end < 1) throw parseError('Array index must be in range 1 to 2147483647');
        return list(values).slice(start - 1, end);
      },
      { nulls: true },
    ),
  ],
  array_position: [
    scalar(['array(E)', 'E'], INTEGER, ([values, value]) => position(values, value, 1n), {
      nulls: true,
    }),
    scalar(
      ['array(E)', 'E', INTEGER],
      INTEGER,
      ([values, value, from]) => position(values, value, from as bigint),
      {
        nulls: true,
      },
    ),
  ],
  array_set: [
    scalar(['array(E)', INTEGER, 'E'], same, ([values, index, value]) => {
      const at = asNumber(index) - 1;
      const copy = [...list(values)];
      while (copy.length < at) copy.push(null);
      copy[at] = value ?? null;
      return copy;
    }),
  ],
  array_unnest: [
    scalar(['array(E)'], elementOf, ([values]) => list(values).flatMap((it) => list(it))),
  ],
  array_overlap: [scalar(['array(E)', 'array(E)'], BOOLEAN, ([a, b]) => overlaps(a, b))],
  collection_count: [scalar(['array(E)'], BIGINT, ([values]) => BigInt(list(values).length))],
  collection_avg: [
    scalar(['array(E)'], DOUBLE, ([values]) => {
      const numbers = present(values).map(asNumber);
      return numbers.length === 0 ? null : numbers.reduce((a, b) => a + b, 0) / numbers.length;
    }),
  ],
};

function overlaps(a: Value | undefined, b: Value | undefined): boolean {
  const others = new Set(present(b).map(keyOf));
  return present(a).some((value) => others.has(keyOf(value)));
}

function position(values: Value | undefined, value: Value | undefined, from: bigint): Value {
  if (!Array.isArray(values) || value === null || value === undefined) return null;
  const key = keyOf(value);
  for (let i = Number(from) - 1; i < values.length; i++) {
    if (i >= 0 && keyOf(values[i] ?? null) === key) return BigInt(i + 1);
  }
  return null;
}
