import type { CallContext } from '../expressions/context.ts';
import { mergeTypes } from '../values/guess.ts';
import { arrayOf, isConvertible, isNumber, sameType, type Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';

/** `E` stands for one type that all of them share, `any` for whatever is given. */
export type Parameter = Type | 'any' | 'E' | 'array(E)' | 'number';

export type Run = (values: Value[], context: CallContext) => Value;

export type Overload = {
  parameters: Parameter[];
  /** The last parameter may come again. */
  variadic?: boolean;
  returns: Type | ((types: Type[]) => Type);
  run: Run;
  /** Called with nulls too; else null in is null out. */
  nulls?: boolean;
  /** Another value at each row. */
  volatile?: boolean;
  /** Its own text where it is printed, as CURRENT_TIMESTAMP. */
  text?: string;
};

export type Functions = Record<string, Overload[]>;

export const scalar = (
  parameters: Parameter[],
  returns: Overload['returns'],
  run: Run,
  more: Partial<Overload> = {},
): Overload => ({ parameters, returns, run, ...more });

/** The types the arguments have to be cast to, if the overload takes them; `exact` where none is. */
export function accepts(
  overload: Overload,
  types: Type[],
): { casts: Type[]; exact: boolean } | undefined {
  const { parameters, variadic } = overload;
  const fits = variadic
    ? types.length >= parameters.length - 1
    : types.length === parameters.length;
  if (!fits) return undefined;
  const parameterAt = (i: number): Parameter =>
    parameters[Math.min(i, parameters.length - 1)] ?? 'any';
  const shared = sharedType(types, parameterAt);
  if (shared === null) return undefined;
  let exact = true;
  const casts: Type[] = [];
  for (const [i, type] of types.entries()) {
    const parameter = parameterAt(i);
    const target = targetOf(parameter, type, shared);
    if (!target || !isConvertible(type, target, false)) return undefined;
    if (parameter === 'number' && !isNumber(type) && type.name !== 'undefined') return undefined;
    if (!sameType(type, target)) exact = false;
    casts.push(target);
  }
  return { casts, exact };
}

function targetOf(parameter: Parameter, given: Type, shared: Type | undefined): Type | undefined {
  if (parameter === 'any' || parameter === 'number') return given;
  if (parameter === 'E') return shared;
  if (parameter === 'array(E)') return shared && arrayOf(shared);
  return parameter;
}

/** What E is; undefined where no parameter needs it, null where nothing fits all. */
function sharedType(types: Type[], parameterAt: (i: number) => Parameter): Type | undefined | null {
  let shared: Type | undefined;
  for (const [i, type] of types.entries()) {
    const parameter = parameterAt(i);
    if (parameter !== 'E' && parameter !== 'array(E)') continue;
    if (parameter === 'array(E)' && type.name !== 'array' && type.name !== 'undefined') return null;
    const own = parameter === 'array(E)' ? (type.name === 'array' ? type.of : type) : type;
    const merged = shared ? mergeTypes(shared, own) : own;
    if (!merged) return null;
    shared = merged;
  }
  return shared;
}

export const asNumber = (value: Value | undefined): number => Number(value ?? 0);
export const asString = (value: Value | undefined): string => String(value ?? '');
