import type { Call, Expression } from '../ast/nodes.ts';
import { quoteIfNeeded } from '../catalog/names.ts';
import { CrateError, columnUnknown, parseError, unknownFunction, unsupported } from '../errors.ts';
import { isAggregate } from '../functions/aggregates.ts';
import { bindScalar, isScalar, noFunction } from '../functions/registry.ts';
import { isTableFunction } from '../functions/table-functions.ts';
import { castValue } from '../values/cast.ts';
import { mergeTypes } from '../values/guess.ts';
import { parseInterval } from '../values/interval.ts';
import {
  arrayOf,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  INTERVAL,
  isNumber,
  isText,
  nameOf,
  objectOf,
  TEXT,
  type Type,
  UNDEFINED,
} from '../values/type.ts';
import { Interval, makeObject, Numeric, type Value } from '../values/value.ts';
import { bindAggregate } from './aggregate.ts';
import { bindArithmetic, bindBitwise, negate } from './arithmetic.ts';
import type { Bound, Row } from './bound.ts';
import { cannotCastSymbol, castBound, checkKnown, literalBound, tryCastBound } from './casts.ts';
import {
  bindArrayLike,
  bindCompare,
  bindDistinct,
  bindIn,
  bindLike,
  bindQuantified,
} from './conditions.ts';
import type { Scope } from './context.ts';
import { bindKey, bindName } from './names.ts';
import { bindArraySubquery, bindExists, bindScalarSubquery } from './subqueries.ts';
import { bindTableCall } from './unnest.ts';
import { bindWindow } from './windows.ts';

type Kind<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** Finds an expression's names, gives it types, and makes it ready to be evaluated. */
export function bind(expression: Expression, scope: Scope): Bound {
  scope.context.checkTime();
  const made = BINDERS[expression.kind](expression as never, scope);
  return made.constant && !made.literal && !made.parameter ? folded(made, scope) : made;
}

/** What is the same for all rows is calculated once for a set of arguments, at its first use. */
function folded(bound: Bound, { context }: Scope): Bound {
  let known: { value: Value; args: unknown } | undefined;
  const { evaluate } = bound;
  return {
    ...bound,
    evaluate(row) {
      if (known?.args !== context.args) known = { value: evaluate(row), args: context.args };
      return known.value;
    },
  };
}

const both = (scope: Scope, left: Expression, right: Expression): [Bound, Bound] => [
  bind(left, scope),
  bind(right, scope),
];

export function bindCondition(expression: Expression, scope: Scope): Bound {
  return castBound(bind(expression, scope), BOOLEAN);
}

const BINDERS: { [K in Expression['kind']]: (expression: Kind<K>, scope: Scope) => Bound } = {
  literal: ({ value, type, text }) => {
    const own: Type =
      value instanceof Numeric && type.name === 'numeric' && type.precision === undefined
        ? { name: 'numeric' }
        : type;
    return literalBound({ value }, own, text);
  },
  interval: ({ text, negative, from }) => {
    const found = parseInterval(text, from || undefined);
    if (!found) throw parseError(`Invalid interval format: ${text}`);
    const value = negative ? new Interval(-found.months, -found.days, -found.milliseconds) : found;
    return literalBound({ value }, INTERVAL, `INTERVAL '${text}'`);
  },
  parameter: bindParameter,
  name: ({ parts }, scope) => bindName(scope, parts),
  subscript: bindSubscript,
  slice: ({ base, from, to }, scope) => {
    const none = literalBound({ value: null }, UNDEFINED, 'NULL');
    const args = [bind(base, scope), from ? bind(from, scope) : none, to ? bind(to, scope) : none];
    return bindScalar('array_slice', args, scope.context);
  },
  field: ({ base, name }, scope) => bindKey(bind(base, scope), name),
  call: bindCall,
  binary: ({ operator, left, right }, scope) =>
    bindBinary(operator, ...both(scope, left, right), scope),
  negate: ({ value }, scope) => bindNegate(bind(value, scope)),
  not: ({ value }, scope) => {
    const inner = bindCondition(value, scope);
    return {
      type: BOOLEAN,
      text: `(NOT ${inner.text})`,
      constant: inner.constant,
      evaluate(row) {
        const found = inner.evaluate(row);
        return found === null ? null : !found;
      },
    };
  },
  logical: bindLogical,
  compare: ({ operator, left, right }, scope) => bindCompare(operator, ...both(scope, left, right)),
  quantified: ({ operator, all, left, right }, scope) =>
    bindQuantified(operator, all, bind(left, scope), bindArraySide(right, scope)),
  between: ({ value, low, high }, scope) => {
    const bound = bind(value, scope);
    const from = bindCompare('>=', bound, bind(low, scope));
    const to = bindCompare('<=', bound, bind(high, scope));
    return and(from, to);
  },
  in: ({ value, list }, scope) =>
    bindIn(
      bind(value, scope),
      list.map((it) => bind(it, scope)),
    ),
  like: ({ value, pattern, escape: escaping, insensitive }, scope) =>
    bindLike(
      bind(value, scope),
      bind(pattern, scope),
      escaping && bind(escaping, scope),
      insensitive,
    ),
  arrayLike: ({ value, patterns, insensitive, all, not }, scope) =>
    bindArrayLike(bind(value, scope), bind(patterns, scope), { insensitive, all, not }),
  isNull: ({ value, not }, scope) => {
    const inner = bind(value, scope);
    const text = `(${inner.text} IS NULL)`;
    return {
      type: BOOLEAN,
      text: not ? `(NOT ${text})` : text,
      constant: inner.constant,
      evaluate: (row) => (inner.evaluate(row) === null) !== not,
    };
  },
  distinct: ({ left, right, not }, scope) =>
    bindDistinct(bind(left, scope), bind(right, scope), not),
  cast: ({ value, type, lenient }, scope) => {
    const inner = bind(value, scope);
    checkKnown(type, scope.context.version);
    if (!lenient) return castBound(inner, castTarget(inner.type, type), 'explicit');
    return tryCastBound(inner, type);
  },
  case: bindCase,
  if: ({ condition, value, otherwise }, scope) =>
    bindCase({ kind: 'case', whens: [[condition, value]], ...(otherwise && { otherwise }) }, scope),
  subquery: ({ query, text }, scope) => bindScalarSubquery(query, text, scope),
  arraySubquery: ({ query, text }, scope) => bindArraySubquery(query, text, scope),
  exists: ({ query, text }, scope) => bindExists(query, text, scope),
  array: ({ items }, scope) => bindArray(items.map((it) => bind(it, scope))),
  object: ({ entries }, scope) => bindObject(entries, scope),
  match: () => {
    throw unsupported('The sandbox does not know full-text search: MATCH');
  },
  default: () => {
    throw unsupported('DEFAULT is only allowed in INSERT VALUES');
  },
};

/** A cast of an object keeps the keys that are known of it. */
function castTarget(from: Type, to: Type): Type {
  if (from.name !== 'object' || to.name !== 'object' || to.policy === 'strict') return to;
  return objectOf(to.policy, new Map([...from.keys, ...to.keys]));
}

function bindParameter({ index }: Kind<'parameter'>, scope: Scope): Bound {
  const { context } = scope;
  const type = context.argTypes[index] ?? UNDEFINED;
  const raw = (): Value => {
    if (index < context.args.length) return context.args[index] ?? null;
    throw parseError(
      `The query contains a parameter placeholder $${index + 1}, but there are only ${context.args.length} parameter values`,
    );
  };
  raw();
  return {
    type,
    text: `$${index + 1}`,
    constant: true,
    parameter: true,
    raw,
    evaluate() {
      const value = raw();
      return type.name === 'undefined' ? value : castValue(value, type);
    },
  };
}

function bindSubscript({ base, index }: Kind<'subscript'>, scope: Scope): Bound {
  const inner = bind(base, scope);
  const key = bind(index, scope);
  if (key.literal && typeof key.literal.value === 'string')
    return bindKey(inner, key.literal.value);
  if (inner.type.name === 'object' || isText(key.type)) {
    return {
      type: UNDEFINED,
      text: `${inner.text}[${key.text}]`,
      constant: inner.constant && key.constant,
      evaluate(row) {
        const [object, name] = [inner.evaluate(row), key.evaluate(row)];
        if (object === null || name === null) return null;
        return (object as { [key: string]: Value })[String(name)] ?? null;
      },
    };
  }
  if (inner.type.name !== 'array' && inner.type.name !== 'undefined') {
    throw unknownFunction(
      `Invalid arguments in: ${inner.text}[${key.text}] with (${nameOf(inner.type)}, ${nameOf(key.type)}). Valid types: (array(E), integer), (object, text), (undefined, text)`,
    );
  }
  const position = castBound(key, INTEGER);
  return {
    type: inner.type.name === 'array' ? inner.type.of : UNDEFINED,
    text: `${inner.text}[${key.text}]`,
    constant: inner.constant && key.constant,
    evaluate(row) {
      const [list, at] = [inner.evaluate(row), position.evaluate(row)];
      if (!Array.isArray(list) || at === null) return null;
      return list[Number(at) - 1] ?? null;
    },
  };
}

/** An unknown column is told with the key that was asked of it: nope['a']. */
function _bindBase(base: Expression, key: Bound, scope: Scope): Bound {
  try {
    return bind(base, scope);
  } catch (error) {
    const unknown = error instanceof CrateError && error.code === 4043 && base.kind !== 'subscript';
    if (!unknown || base.kind !== 'name' || !key.literal) throw error;
    throw columnUnknown(`${base.parts.at(-1)}['${key.literal.value}']`);
  }
}

function bindCall(call: Call, scope: Scope): Bound {
  const name =
    call.schema === 'pg_catalog' || call.schema === undefined
      ? call.name
      : `${call.schema}.${call.name}`;
  if (call.over) return bindWindow(call, scope);
  if (isAggregate(name)) return bindAggregate(call, scope);
  if (isTableFunction(name)) return bindTableCall(call, scope);
  const args = call.args.map((it) => bind(it, scope));
  if (!isScalar(name) || call.star) throw noFunction(name, args);
  if (name === 'pg_typeof' && args[0]) {
    const type = nameOf(args[0].type);
    return literalBound({ value: type }, TEXT, `pg_typeof(${args[0].text})`);
  }
  const bound = bindScalar(name, args, scope.context);
  if (name === 'extract' && args[0]?.literal) {
    const field = String(args[0].literal.value);
    const text = `extract(${field.toUpperCase()} FROM ${args[1]?.text})`;
    return { ...bound, text, ...(field === 'epoch' && { type: DOUBLE }) };
  }
  return bound;
}

function bindBinary(operator: string, left: Bound, right: Bound, scope: Scope): Bound {
  if (operator === '||') {
    const bound = bindConcat(left, right, scope);
    return { ...bound, text: `(${left.text} || ${right.text})` };
  }
  if (operator === '&&') return bindScalar('array_overlap', [left, right], scope.context);
  if ('&|#'.includes(operator)) return bindBitwise(operator, left, right);
  return bindArithmetic(operator, left, right);
}

/** `||` joins arrays and objects, everything else as text; null makes null. */
function bindConcat(left: Bound, right: Bound, scope: Scope): Bound {
  const names = [left.type.name, right.type.name];
  if (names.includes('array') || names.every((it) => it === 'object')) {
    const [a, b] = [left.type, right.type];
    if (a.name === 'array' && b.name !== 'array' && b.name !== 'undefined') {
      return bindScalar('array_append', [left, right], scope.context);
    }
    if (b.name === 'array' && a.name !== 'array' && a.name !== 'undefined') {
      return bindScalar('array_prepend', [left, right], scope.context);
    }
    return bindScalar('concat', [left, right], scope.context);
  }
  const [a, b] = [castBound(left, TEXT), castBound(right, TEXT)];
  return {
    type: TEXT,
    text: '',
    constant: a.constant && b.constant,
    evaluate(row) {
      const [x, y] = [a.evaluate(row), b.evaluate(row)];
      return x === null || y === null ? null : String(x) + String(y);
    },
  };
}

function bindNegate(inner: Bound): Bound {
  if (inner.literal && inner.literal.value !== null && isNumber(inner.type)) {
    const negated = negateLiteral(inner.literal.value, inner.type);
    return literalBound({ value: negated }, inner.type, `-${inner.text}`);
  }
  if (!isNumber(inner.type) && inner.type.name !== 'interval' && inner.type.name !== 'undefined') {
    throw unknownFunction(
      `Invalid arguments in: - ${inner.text} with (${nameOf(inner.type)}). Valid types: (double precision), (real), (integer), (bigint), (smallint), (numeric), (interval)`,
    );
  }
  return {
    type: inner.type,
    text: `- ${inner.text}`,
    constant: inner.constant,
    evaluate: (row) => negate(inner.evaluate(row), inner.type),
  };
}

const negateLiteral = (value: Value, type: Type): Value =>
  value instanceof Numeric
    ? negate(value, type)
    : typeof value === 'bigint'
      ? -value
      : negate(value, type);

function and(left: Bound, right: Bound): Bound {
  return {
    type: BOOLEAN,
    text: `(${left.text} AND ${right.text})`,
    constant: left.constant && right.constant,
    evaluate(row) {
      const a = left.evaluate(row);
      if (a === false) return false;
      const b = right.evaluate(row);
      if (b === false) return false;
      return a === null || b === null ? null : true;
    },
  };
}

function bindLogical({ operator, left, right }: Kind<'logical'>, scope: Scope): Bound {
  const [a, b] = [bindCondition(left, scope), bindCondition(right, scope)];
  if (operator === 'AND') return and(a, b);
  return {
    type: BOOLEAN,
    text: `(${a.text} OR ${b.text})`,
    constant: a.constant && b.constant,
    evaluate(row) {
      const x = a.evaluate(row);
      if (x === true) return true;
      const y = b.evaluate(row);
      if (y === true) return true;
      return x === null || y === null ? null : false;
    },
  };
}

function bindCase({ operand, whens, otherwise }: Kind<'case'>, scope: Scope): Bound {
  const subject = operand && bind(operand, scope);
  const branches = whens.map(([when, result]) => ({
    when: subject ? bindCompare('=', subject, bind(when, scope)) : bindCondition(when, scope),
    result: bind(result, scope),
  }));
  const last = otherwise
    ? bind(otherwise, scope)
    : literalBound({ value: null }, UNDEFINED, 'NULL');
  const type = [...branches.map(({ result }) => result), last].reduce<Type>((common, bound) => {
    const merged = mergeTypes(common, bound.type);
    if (!merged)
      throw unsupported(
        `Data types of all result expressions of a CASE statement must be equal, found: [${nameOf(common)}, ${nameOf(bound.type)}]`,
      );
    return merged;
  }, UNDEFINED);
  const made = branches.map(({ when, result }) => ({ when, result: castBound(result, type) }));
  const end = castBound(last, type);
  const text = made.map(({ when, result }) => ` WHEN ${when.text} THEN ${result.text}`).join('');
  return {
    type,
    text: `CASE${text} ELSE ${end.text} END`,
    constant: end.constant && made.every(({ when, result }) => when.constant && result.constant),
    evaluate(row) {
      for (const { when, result } of made)
        if (when.evaluate(row) === true) return result.evaluate(row);
      return end.evaluate(row);
    },
  };
}

function bindArray(items: Bound[]): Bound {
  const of = items.reduce<Type>((common, item) => {
    const merged = mergeTypes(common, item.type);
    if (!merged) throw cannotCastSymbol(item, common);
    return merged;
  }, UNDEFINED);
  const made = items.map((it) => castBound(it, of));
  const text = `[${made.map((it) => it.text).join(', ')}]`;
  const values = made.map((it) => it.literal?.value);
  const literal = made.every((it) => it.literal) ? { value: values as Value } : undefined;
  return {
    type: arrayOf(of),
    text,
    constant: made.every((it) => it.constant),
    evaluate: (row) => made.map((it) => it.evaluate(row)),
    ...(literal && { literal }),
  };
}

function bindObject(entries: Array<[string, Expression]>, scope: Scope): Bound {
  const made = entries.map(([key, value]) => ({ key, value: bind(value, scope) }));
  const type = objectOf('dynamic', new Map(made.map(({ key, value }) => [key, value.type])));
  const text = `{${made.map(({ key, value }) => `${quoteIfNeeded(key)} = ${value.text}`).join(', ')}}`;
  const literal = made.every(({ value }) => value.literal)
    ? { value: makeObject(made.map(({ key, value }) => [key, value.literal?.value ?? null])) }
    : undefined;
  return {
    type,
    text,
    constant: made.every(({ value }) => value.constant),
    evaluate: (row: Row) => makeObject(made.map(({ key, value }) => [key, value.evaluate(row)])),
    ...(literal && { literal }),
  };
}

/** The right side of ANY: an array, or all rows of a query. */
function bindArraySide(expression: Expression, scope: Scope): Bound {
  if (expression.kind === 'subquery')
    return bindArraySubquery(expression.query, expression.text, scope);
  return bind(expression, scope);
}
