import { parseError, unknownFunction } from '../errors.ts';
import { isContained } from '../functions/various.ts';
import { asText } from '../values/cast.ts';
import { compareValues, keyOf } from '../values/compare.ts';
import { mergeTypes } from '../values/guess.ts';
import {
  BOOLEAN,
  innermost,
  isConvertible,
  isNumber,
  nameOf,
  objectOf,
  TEXT,
  type Type,
} from '../values/type.ts';
import type { Value } from '../values/value.ts';
import type { Bound } from './bound.ts';
import { cannotCastSymbol, castBound, unify } from './casts.ts';
import { likePattern, wholePattern } from './patterns.ts';

type Test = (a: Exclude<Value, null>, b: Exclude<Value, null>) => boolean;

/** What an operator says of two values of one type. */
function tester(operator: string, type: Type): Test {
  const order: Test | ((a: never, b: never) => number) = (a: never, b: never) =>
    compareValues(a, b, type);
  const equal: Test = (a, b) =>
    typeof a === 'object' ? keyOf(a) === keyOf(b) : compareValues(a, b, type) === 0;
  switch (operator) {
    case '=':
      return equal;
    case '<>':
    case '!=':
      return (a, b) => !equal(a, b);
    case '<':
      return (a, b) => order(a as never, b as never) < 0;
    case '<=':
      return (a, b) => order(a as never, b as never) <= 0;
    case '>':
      return (a, b) => order(a as never, b as never) > 0;
    case '>=':
      return (a, b) => order(a as never, b as never) >= 0;
    case '<<':
      return (a, b) => isContained(a, b) === true;
    default: {
      const matches: Test = (a, b) =>
        wholePattern(String(b), operator.endsWith('*')).test(asText(a));
      return operator.startsWith('!') ? (a, b) => !matches(a, b) : matches;
    }
  }
}

const isPattern = (operator: string): boolean => operator.includes('~') || operator === '<<';

export function bindCompare(operator: string, left: Bound, right: Bound): Bound {
  const shown = operator === '!=' ? '<>' : operator;
  const [a, b] = isPattern(operator)
    ? [castBound(left, operator === '<<' ? left.type : TEXT), castBound(right, TEXT)]
    : unify(left, right);
  const ordered = ['<', '<=', '>', '>='].includes(operator);
  if (ordered && ['object', 'geo_point', 'geo_shape'].includes(innermost(a.type).name)) {
    throw unknownFunction(
      `Unknown function: (${a.text} ${shown} ${b.text}), no overload found for matching argument types: (${nameOf(a.type)}, ${nameOf(b.type)}).`,
    );
  }
  if (ordered && ['bit', 'uuid'].includes(a.type.name)) {
    throw unknownFunction(
      `Invalid arguments in: (${a.text} ${shown} ${right.text}) with (${nameOf(a.type)}, ${nameOf(right.type)}). Valid types: (byte, byte), (boolean, boolean), (character, character), (text, text), (ip, ip)`,
    );
  }
  const test = tester(operator, a.type);
  return {
    type: BOOLEAN,
    text: `(${a.text} ${shown} ${b.text})`,
    constant: a.constant && b.constant,
    evaluate(row) {
      const x = a.evaluate(row);
      const y = b.evaluate(row);
      return x === null || y === null ? null : test(x, y);
    },
  };
}

/** IN: as `= ANY` of an array of the values. */
export function bindIn(value: Bound, list: Bound[]): Bound {
  const parts = list.map((it) => bindCompare('=', value, it));
  return {
    type: BOOLEAN,
    text: `(${value.text} = ANY([${list.map((it) => it.text).join(', ')}]))`,
    constant: parts.every((it) => it.constant),
    evaluate(row) {
      let unknown = false;
      for (const part of parts) {
        const found = part.evaluate(row);
        if (found === true) return true;
        if (found === null) unknown = true;
      }
      return unknown ? null : false;
    },
  };
}

export function bindQuantified(operator: string, all: boolean, left: Bound, right: Bound): Bound {
  const word = all ? 'ALL' : 'ANY';
  if (right.type.name !== 'array' && right.type.name !== 'undefined') {
    throw unknownFunction(
      `Invalid arguments in: (${left.text} ${operator} ${word}(${right.text})) with (${nameOf(left.type)}, ${nameOf(right.type)}). Valid types: (E, array(E))`,
    );
  }
  const element = right.type.name === 'array' ? innermostBeside(left.type, right.type) : left.type;
  const type = quantifiedType(left, right, element);
  const a = castBound(left, type);
  const list: Bound =
    right.type.name === 'array' ? castBound(right, rebuilt(right.type, type, left.type)) : right;
  const test = tester(operator, type);
  return {
    type: BOOLEAN,
    text: `(${a.text} ${operator} ${word}(${right.text}))`,
    constant: a.constant && list.constant,
    evaluate(row) {
      const [x, values] = [a.evaluate(row), list.evaluate(row)];
      if (x === null || !Array.isArray(values)) return null;
      let unknown = false;
      for (const value of flat(values, x)) {
        if (value === null) unknown = true;
        else if (test(x, value) !== all) return !all;
      }
      return unknown ? null : all;
    },
  };
}

/** A column's own type counts when constants stand beside it. */
function quantifiedType(left: Bound, right: Bound, element: Type): Type {
  if (left.type.name === 'undefined') return element;
  const onlyNumbers = isNumber(left.type) && isNumber(element);
  if (
    left.column !== undefined &&
    right.constant &&
    !onlyNumbers &&
    isConvertible(element, left.type, false)
  ) {
    return left.type;
  }
  const merged = mergeTypes(left.type, element);
  if (!merged) throw cannotCastSymbol(right, left.type);
  return merged.name === 'object' ? objectOf('ignored') : merged;
}

const depth = (type: Type): number => (type.name === 'array' ? 1 + depth(type.of) : 0);

function innermostBeside(left: Type, right: Type): Type {
  let type = right;
  for (let i = depth(right) - depth(left); i > 0 && type.name === 'array'; i--) type = type.of;
  return type;
}

function rebuilt(array: Type, element: Type, left: Type): Type {
  if (depth(array) <= depth(left)) return element;
  return array.name === 'array' ? { name: 'array', of: rebuilt(array.of, element, left) } : element;
}

/** Arrays of arrays are gone through to their elements, unless an array is looked for. */
function flat(values: Value[], beside: Value): Value[] {
  if (Array.isArray(beside)) return values;
  return values.flatMap((it) => (Array.isArray(it) ? flat(it, beside) : [it]));
}

export function bindLike(
  value: Bound,
  pattern: Bound,
  escaping: Bound | undefined,
  insensitive: boolean,
): Bound {
  const [text, like] = [castBound(value, TEXT), castBound(pattern, TEXT)];
  return {
    type: BOOLEAN,
    text: `(${text.text} ${insensitive ? 'ILIKE' : 'LIKE'} ${like.text})`,
    constant: text.constant && like.constant,
    evaluate(row) {
      const [x, y] = [text.evaluate(row), like.evaluate(row)];
      if (x === null || y === null) return null;
      const character = escaping ? escaping.evaluate(row) : '\\';
      if (character === null) return null;
      if (String(character).length > 1) throw parseError('ESCAPE must be a single character');
      return likePattern(String(y), String(character), insensitive).test(String(x));
    },
  };
}

export function bindArrayLike(
  value: Bound,
  patterns: Bound,
  { insensitive, all, not }: { insensitive: boolean; all: boolean; not: boolean },
): Bound {
  const text = castBound(value, TEXT);
  const list = castBound(patterns, { name: 'array', of: TEXT });
  return {
    type: BOOLEAN,
    text: `(${text.text} ${not ? 'NOT ' : ''}${insensitive ? 'ILIKE' : 'LIKE'} ${all ? 'ALL' : 'ANY'}(${list.text}))`,
    constant: text.constant && list.constant,
    evaluate(row) {
      const [x, values] = [text.evaluate(row), list.evaluate(row)];
      if (x === null || !Array.isArray(values)) return null;
      for (const pattern of values) {
        if (pattern === null) continue;
        const found = likePattern(String(pattern), '\\', insensitive).test(String(x)) !== not;
        if (found !== all) return !all;
      }
      return all;
    },
  };
}

export function bindDistinct(left: Bound, right: Bound, not: boolean): Bound {
  const [a, b] = unify(left, right);
  return {
    type: BOOLEAN,
    text: `(${a.text} IS ${not ? 'NOT ' : ''}DISTINCT FROM ${b.text})`,
    constant: a.constant && b.constant,
    evaluate: (row) => (keyOf(a.evaluate(row)) !== keyOf(b.evaluate(row))) !== not,
  };
}
