import { unknownFunction, unsupported } from '../errors.ts';
import type { Bound } from '../expressions/bound.ts';
import { castBound } from '../expressions/casts.ts';
import type { CallContext } from '../expressions/context.ts';
import { nameOf, type Type } from '../values/type.ts';
import { ARRAYS } from './arrays.ts';
import { DATES } from './dates.ts';
import { accepts, type Functions, type Overload } from './function.ts';
import { NUMBERS } from './numbers.ts';
import { STRINGS } from './strings.ts';
import { VARIOUS } from './various.ts';

const SCALARS: Functions = { ...STRINGS, ...NUMBERS, ...DATES, ...ARRAYS, ...VARIOUS };

export const isScalar = (name: string): boolean => Object.hasOwn(SCALARS, name);

const printed = (name: string, args: Bound[]): string =>
  `${name}(${args.map((it) => it.text).join(', ')})`;

/** Arguments as errors print them: columns with schema and table. */
export const qualifiedTexts = (args: Bound[]): string =>
  args.map((it) => it.qualified ?? it.text).join(', ');

/** CrateDB's own functions that the sandbox does not have. */
const NOT_HERE = new Set(
  'to_char geohash area intersects topk parse_ident pg_get_keywords _pg_expandarray pg_get_constraintdef pg_get_function_result pg_get_partkeydef pg_get_serial_sequence pg_postmaster_start_time has_function_privilege'.split(
    ' ',
  ),
);

export function noFunction(name: string, args: Bound[]): Error {
  if (NOT_HERE.has(name)) return unsupported(`The sandbox does not know the function ${name}`);
  return unknownFunction(`Unknown function: ${name}(${qualifiedTexts(args)})`);
}

/** Picks the overload whose types are the arguments' own, else the first they can be cast to. */
function pick(
  name: string,
  overloads: Overload[],
  args: Bound[],
): { overload: Overload; args: Bound[] } {
  const types = args.map((it) => it.type);
  const fitting = overloads.flatMap((overload) => {
    const accepted = accepts(overload, types);
    return accepted ? [{ overload, ...accepted }] : [];
  });
  const best = fitting.find(({ exact }) => exact) ?? fitting[0];
  if (!best) {
    const valid = overloads
      .map(({ parameters }) => `(${parameters.map(parameterName).join(', ')})`)
      .join(', ');
    throw unknownFunction(
      `Invalid arguments in: ${printed(name, args)} with (${types.map(nameOf).join(', ')}). Valid types: ${valid}`,
    );
  }
  return {
    overload: best.overload,
    args: args.map((it, i) => castBound(it, best.casts[i] ?? it.type)),
  };
}

const parameterName = (parameter: Overload['parameters'][number]): string =>
  typeof parameter === 'string' ? parameter : nameOf(parameter);

export function bindScalar(name: string, given: Bound[], context: CallContext): Bound {
  const { overload, args } = pick(name, SCALARS[name] ?? [], given);
  const types = args.map((it) => it.type);
  const type: Type =
    typeof overload.returns === 'function' ? overload.returns(types) : overload.returns;
  return {
    type,
    text: overload.text && args.length === 0 ? overload.text : printed(name, args),
    constant: !overload.volatile && args.every((it) => it.constant),
    evaluate(row) {
      const values = args.map((it) => it.evaluate(row));
      if (!overload.nulls && values.includes(null)) return null;
      return overload.run(values, context);
    },
  };
}
