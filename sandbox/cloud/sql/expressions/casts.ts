import { CrateError, parseError } from '../errors.ts';
import { type CastMode, castTyped, tryCastValue } from '../values/cast.ts';
import { mergeTypes } from '../values/guess.ts';
import {
  innermost,
  isConvertible,
  isNumber,
  isText,
  sameType,
  sqlOf,
  type Type,
  textOf,
  UNDEFINED,
} from '../values/type.ts';
import { atLeast } from '../version.ts';
import type { Bound } from './bound.ts';

export function cannotCastSymbol(bound: Bound, type: Type): CrateError {
  return parseError(
    `Cannot cast \`${bound.text}\` of type \`${textOf(bound.type)}\` to type \`${textOf(type)}\``,
  );
}

/** Throws for a type that came with a later version. */
export function checkKnown(type: Type, version: string): void {
  const inner = innermost(type);
  if (inner.name === 'uuid' && !atLeast(version, '6.2.0')) {
    throw parseError('Cannot find data type: uuid');
  }
}

/** Whether each value of a type is one of the other: a NUMERIC has a precision to keep. */
function fits(from: Type, to: Type): boolean {
  if (from.name === 'array' && to.name === 'array') return fits(from.of, to.of);
  if (from.name !== 'numeric' || to.name !== 'numeric') return sameType(from, to);
  return to.precision === undefined || (to.precision === from.precision && to.scale === from.scale);
}

/** An expression as one of another type. A literal is cast at once, and its error names it as it is written. */
export function castBound(bound: Bound, type: Type, mode: CastMode = 'implicit'): Bound {
  if (type.name === 'undefined') return bound;
  const text = mode === 'explicit' ? `cast(${bound.text} AS ${sqlOf(type)})` : bound.text;
  const plain = !['object', 'array'].includes(type.name) || !bound.raw;
  if (fits(bound.type, type) && mode === 'implicit' && type.name !== 'object' && plain) {
    return { ...bound, type };
  }
  if (!isConvertible(bound.type, type, mode === 'explicit')) throw cannotCastSymbol(bound, type);
  if (bound.literal) {
    try {
      const value = castTyped(bound.literal.value, bound.type, type, mode);
      return { ...bound, type, text, literal: { value }, evaluate: () => value };
    } catch (error) {
      if (!(error instanceof CrateError)) throw error;
      // What is wrong inside of an object is told by its own name.
      if (type.name === 'object') throw error;
      throw cannotCastSymbol(bound, type);
    }
  }
  const { literal: _, column: __, qualified: ___, raw, ...rest } = bound;
  // A parameter becomes what is wanted of it at once, and not by way of the type its value has by itself.
  const evaluate: Bound['evaluate'] = raw
    ? () => castTyped(raw(), bound.type, type, mode)
    : (row) => castTyped(bound.evaluate(row), bound.type, type, mode);
  return { ...rest, type, text, evaluate };
}

export function tryCastBound(bound: Bound, type: Type): Bound {
  const { literal, column: __, qualified: ___, ...rest } = bound;
  if (literal && (tryCastValue(literal.value, type) ?? null) === null) {
    return literalBound({ value: null }, UNDEFINED, 'NULL');
  }
  return {
    ...rest,
    type,
    text: `try_cast(${bound.text} AS ${sqlOf(type)})`,
    evaluate: (row) => tryCastValue(bound.evaluate(row), type) ?? null,
  };
}

export const literalBound = (value: Bound['literal'], type: Type, text: string): Bound => ({
  type,
  text,
  evaluate: () => value?.value ?? null,
  constant: true,
  ...(value && { literal: value }),
});

/** Brings both sides of a comparison to one type: what stands beside a column takes the column's. */
export function unify(left: Bound, right: Bound): [Bound, Bound] {
  const [a, b] = [left.type, right.type];
  if (sameType(a, b) && a.name !== 'object') return [left, right];
  if (a.name === 'undefined') return [{ ...left, type: b }, right];
  if (b.name === 'undefined') return [left, { ...right, type: a }];
  const takesOther = (column: Bound, other: Bound): boolean =>
    column.column !== undefined &&
    other.constant &&
    (isText(column.type) || isText(other.type) || !(isNumber(column.type) && isNumber(other.type)));
  if (takesOther(left, right)) return [left, castBound(right, a)];
  if (takesOther(right, left)) return [castBound(left, b), right];
  const common = mergeTypes(a, b);
  if (!common) throw cannotCastSymbol(right, a);
  return [castBound(left, common), castBound(right, common)];
}
