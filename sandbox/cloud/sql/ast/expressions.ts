import { unsupported } from '../errors.ts';
import {
  all,
  alternative,
  children,
  first,
  has,
  labeled,
  need,
  rule,
  type Tree,
  tokenLabeled,
  words,
} from '../grammar/tree.ts';
import { BOOLEAN, UNDEFINED } from '../values/type.ts';
import { Bits } from '../values/value.ts';
import {
  decimalLiteral,
  escapedText,
  ident,
  integerLiteral,
  qname,
  stringOf,
  textLiteral,
} from './literals.ts';
import type { Call, Expression, FrameBound, Query, SortItem, Window } from './nodes.ts';
import { readCastType } from './types.ts';

/** Reads one statement's expressions; counts its `?` from left to right. */
export type Reading = {
  source: string;
  placeholders: number;
  /** Reads a query within an expression. */
  query(tree: Tree, reading: Reading): Query;
};

export function sourceOf(tree: Tree, reading: Reading): string {
  return reading.source.slice(tree.start?.start ?? 0, (tree.stop?.stop ?? -1) + 1);
}

type Read = (tree: Tree, reading: Reading) => Expression;

const child = (tree: Tree, label: string, reading: Reading): Expression => {
  const found = labeled(tree, label);
  if (!found) throw new Error(`The grammar has no ${label} in ${alternative(tree)}.`);
  return readExpression(found, reading);
};

const maybe = (tree: Tree, label: string, reading: Reading): Expression | undefined => {
  const found = labeled(tree, label);
  return found && readExpression(found, reading);
};

/** Any expression: rules that only pass one child on are looked through. */
export function readExpression(tree: Tree, reading: Reading): Expression {
  const read = BY_ALTERNATIVE[alternative(tree)] ?? BY_RULE[rule(tree) ?? ''];
  if (read) return read(tree, reading);
  const [only, ...others] = children(tree);
  if (only && others.length === 0 && !only.symbol) return readExpression(only, reading);
  throw unsupported(`The sandbox does not know this expression: ${sourceOf(tree, reading)}`);
}

export const readAll = (trees: Tree[], reading: Reading): Expression[] =>
  trees.map((it) => readExpression(it, reading));

const operatorOf = (tree: Tree): string => tokenLabeled(tree, 'operator')?.text ?? '';

const binary: Read = (tree, reading) => ({
  kind: 'binary',
  operator: operatorOf(tree),
  left: child(tree, 'left', reading),
  right: child(tree, 'right', reading),
});

const call = (name: string, args: Expression[], text?: string): Call => ({
  kind: 'call',
  name,
  args,
  ...(text === undefined ? {} : { text }),
});

const negated = (tree: Tree, value: Expression): Expression =>
  has(tree, 'NOT') ? { kind: 'not', value } : value;

const BY_RULE: Record<string, Read> = {
  nullLiteral: () => ({ kind: 'literal', value: null, type: UNDEFINED, text: 'NULL' }),
  stringLiteral: (tree) => textLiteral(stringOf(tree)),
  escapedCharsStringLiteral: (tree) => ({
    ...textLiteral(escapedText(tree.getText())),
    text: tree.getText(),
  }),
  integerLiteral: (tree) => integerLiteral(tree.getText()),
  decimalLiteral: (tree) => decimalLiteral(tree.getText()),
  booleanLiteral: (tree) => {
    const value = /^true$/i.test(tree.getText());
    return { kind: 'literal', value, type: BOOLEAN, text: String(value) };
  },
  bitString: (tree) => {
    const bits = tree.getText().slice(2, -1);
    return {
      kind: 'literal',
      value: new Bits(bits),
      type: { name: 'bit', length: bits.length },
      text: `B'${bits}'`,
    };
  },
  intervalLiteral: (tree) => {
    const to = labeled(tree, 'to')?.getText().toUpperCase();
    return {
      kind: 'interval',
      text: stringOf(need(tree, 'stringLiteral')),
      negative: tokenLabeled(tree, 'sign')?.text === '-',
      from: labeled(tree, 'from')?.getText().toUpperCase() ?? '',
      ...(to === undefined ? {} : { to }),
    };
  },
  qname: (tree) => ({ kind: 'name', parts: qname(tree) }),
  ident: (tree) => ({ kind: 'name', parts: [ident(tree)] }),
  subscriptSafe: (tree, reading) => {
    const base = labeled(tree, 'value');
    if (!base) return { kind: 'name', parts: qname(need(tree, 'qname')) };
    return {
      kind: 'subscript',
      base: readExpression(base, reading),
      index: child(tree, 'index', reading),
    };
  },
  predicated: (tree, reading) => {
    const predicate = first(tree, 'predicate');
    const value = need(tree, 'valueExpression');
    return predicate ? readPredicate(predicate, value, reading) : readExpression(value, reading);
  },
};

const BY_ALTERNATIVE: Record<string, Read> = {
  ParameterPlaceholder: (_, reading) => ({ kind: 'parameter', index: reading.placeholders++ }),
  PositionalParameter: (tree) => ({
    kind: 'parameter',
    index: Number(need(tree, 'integerLiteral').getText()) - 1,
  }),
  ArithmeticBinary: binary,
  BitwiseBinary: binary,
  Concatenation: (tree, reading) => ({
    kind: 'binary',
    operator: '||',
    left: child(tree, 'left', reading),
    right: child(tree, 'right', reading),
  }),
  Overlap: (tree, reading) => ({
    kind: 'binary',
    operator: '&&',
    left: child(tree, 'left', reading),
    right: child(tree, 'right', reading),
  }),
  ArithmeticUnary: (tree, reading) => {
    const value = readExpression(need(tree, 'valueExpression'), reading);
    return operatorOf(tree) === '-' ? { kind: 'negate', value } : value;
  },
  LogicalNot: (tree, reading) => ({
    kind: 'not',
    value: readExpression(need(tree, 'booleanExpression'), reading),
  }),
  LogicalBinary: (tree, reading) => ({
    kind: 'logical',
    operator: operatorOf(tree).toUpperCase() === 'OR' ? 'OR' : 'AND',
    left: child(tree, 'left', reading),
    right: child(tree, 'right', reading),
  }),
  FromStringLiteralCast: (tree, reading) => ({
    kind: 'cast',
    value: readExpression(need(tree, 'stringLiteral'), reading),
    ...readCastType(need(tree, 'dataType')),
    lenient: false,
  }),
  NestedExpression: (tree, reading) => readExpression(need(tree, 'expr'), reading),
  Dereference: (tree) => ({ kind: 'name', parts: all(tree, 'ident').map(ident) }),
  ColumnReference: (tree) => ({ kind: 'name', parts: [ident(need(tree, 'ident'))] }),
  Subscript: (tree, reading) => {
    const base = readExpression(labeled(tree, 'value') ?? tree, reading);
    return { kind: 'subscript', base, index: child(tree, 'index', reading) };
  },
  RecordSubscript: (tree, reading) => ({
    kind: 'field',
    base: child(tree, 'base', reading),
    name: ident(labeled(tree, 'fieldName') ?? tree),
  }),
  ArraySlice: (tree, reading) => {
    const [from, to] = [maybe(tree, 'from', reading), maybe(tree, 'to', reading)];
    return {
      kind: 'slice',
      base: child(tree, 'base', reading),
      ...(from && { from }),
      ...(to && { to }),
    };
  },
  EmptyArray: () => ({ kind: 'array', items: [] }),
  ArrayLiteral: (tree, reading) => ({ kind: 'array', items: readAll(all(tree, 'expr'), reading) }),
  ObjectLiteral: (tree, reading) => ({
    kind: 'object',
    entries: all(tree, 'objectKeyValue').map((it) => [
      ident(labeled(it, 'key') ?? it),
      child(it, 'value', reading),
    ]),
  }),
  DoubleColonCast: (tree, reading) => ({
    kind: 'cast',
    value: readExpression(need(tree, 'primaryExpression'), reading),
    ...readCastType(need(tree, 'dataType')),
    lenient: false,
  }),
  Cast: (tree, reading) => ({
    kind: 'cast',
    value: readExpression(need(tree, 'expr'), reading),
    ...readCastType(need(tree, 'dataType')),
    lenient: has(tree, 'TRY_CAST'),
  }),
  IntegerParamOrLiteralDoubleColonCast: (tree, reading) => ({
    kind: 'cast',
    value: readExpression(need(tree, 'parameterOrLiteral'), reading),
    ...readCastType(need(tree, 'dataType')),
    lenient: false,
  }),
  IntegerParamOrLiteralCast: (tree, reading) => ({
    kind: 'cast',
    value: readExpression(need(tree, 'expr'), reading),
    ...readCastType(need(tree, 'dataType')),
    lenient: has(tree, 'TRY_CAST'),
  }),
  AtTimezone: (tree, reading) =>
    call('timezone', [child(tree, 'zone', reading), child(tree, 'timestamp', reading)]),
  SubqueryExpressionDefault: (tree, reading) => subquery(need(tree, 'subqueryExpression'), reading),
  Exists: (tree, reading) => {
    const query = need(tree, 'query');
    return { kind: 'exists', query: reading.query(query, reading), text: sourceOf(query, reading) };
  },
  ArraySubquery: (tree, reading) => {
    const query = need(need(tree, 'subqueryExpression'), 'query');
    return {
      kind: 'arraySubquery',
      query: reading.query(query, reading),
      text: sourceOf(query, reading),
    };
  },
  FunctionCall: readCall,
  SpecialDateTimeFunction: (tree, reading) => {
    const name = tokenLabeled(tree, 'name')?.text.toLowerCase() ?? '';
    const precision = labeled(tree, 'precision');
    const args = precision ? [readExpression(precision, reading)] : [];
    return call(name, args, precision ? `${name}(${precision.getText()})` : name);
  },
  CurrentSchema: () => call('current_schema', [], 'current_schema'),
  CurrentCatalog: () => call('current_catalog', [], 'current_catalog'),
  CurrentUser: () => call('current_user', [], 'current_user'),
  SessionUser: () => call('session_user', [], 'session_user'),
  Left: (tree, reading) =>
    call('left', [child(tree, 'strOrColName', reading), child(tree, 'len', reading)]),
  Right: (tree, reading) =>
    call('right', [child(tree, 'strOrColName', reading), child(tree, 'len', reading)]),
  Substring: (tree, reading) => call('substring', readAll(all(tree, 'expr'), reading)),
  Position: (tree, reading) => {
    const [needle, text] = readAll(all(tree, 'expr'), reading);
    return call('strpos', needle && text ? [text, needle] : []);
  },
  Trim: (tree, reading) => {
    const mode = tokenLabeled(tree, 'trimMode')?.text.toUpperCase();
    const characters = maybe(tree, 'charsToTrim', reading);
    const target = child(tree, 'target', reading);
    if (!mode && !characters) return call('trim', [target]);
    const given = characters ?? textLiteral(' ');
    return call('trim', [target, given, textLiteral(mode ?? 'BOTH')]);
  },
  Extract: (tree, reading) => {
    const field = stringOf(need(tree, 'stringLiteralOrIdentifier'));
    const value = readExpression(need(tree, 'expr'), reading);
    return call('extract', [textLiteral(field.toLowerCase()), value]);
  },
  SimpleCase: readCase,
  SearchedCase: readCase,
  IfCase: (tree, reading) => {
    const otherwise = maybe(tree, 'falseValue', reading);
    return {
      kind: 'if',
      condition: child(tree, 'condition', reading),
      value: child(tree, 'trueValue', reading),
      ...(otherwise && { otherwise }),
    };
  },
  Match: (tree, reading) => {
    const method = labeled(tree, 'matchType');
    return {
      kind: 'match',
      columns: all(need(tree, 'matchPredicateIdents'), 'matchPredicateIdent').map((it) =>
        readExpression(need(it, 'subscriptSafe'), reading),
      ),
      term: child(tree, 'term', reading),
      ...(method && { method: ident(method) }),
    };
  },
  DefaultValueItem: () => ({ kind: 'default' }),
  IntAsLiteral: (tree) => integerLiteral(tree.getText()),
  NullAsLiteral: () => ({ kind: 'literal', value: null, type: UNDEFINED, text: 'NULL' }),
};

function readCase(tree: Tree, reading: Reading): Expression {
  const operand = maybe(tree, 'operand', reading);
  const whens = all(tree, 'whenClause').map((it): [Expression, Expression] => [
    child(it, 'condition', reading),
    child(it, 'result', reading),
  ]);
  const otherwise = maybe(tree, 'elseExpr', reading);
  return { kind: 'case', whens, ...(operand && { operand }), ...(otherwise && { otherwise }) };
}

function subquery(tree: Tree, reading: Reading): Expression {
  const query = need(tree, 'query');
  return { kind: 'subquery', query: reading.query(query, reading), text: sourceOf(query, reading) };
}

function readCall(tree: Tree, reading: Reading): Expression {
  const parts = qname(need(tree, 'qname'));
  const args = readAll(all(tree, 'expr'), reading);
  const filter = first(tree, 'filter');
  const over = first(tree, 'over');
  const name = parts.at(-1) ?? '';
  const schema = parts.length > 1 ? parts[0] : undefined;
  const quantifier = first(tree, 'setQuant');
  return {
    kind: 'call',
    name,
    args,
    ...(schema === undefined ? {} : { schema }),
    ...(has(tree, '*') && { star: true }),
    ...(quantifier && has(quantifier, 'DISTINCT') && { distinct: true }),
    ...(has(tree, 'IGNORE') && { ignoreNulls: true }),
    ...(filter && { filter: readWhere(need(filter, 'where'), reading) }),
    ...(over && { over: readWindow(need(over, 'windowDefinition'), reading) }),
  };
}

export const readWhere = (tree: Tree, reading: Reading): Expression =>
  child(tree, 'condition', reading);

function readPredicate(tree: Tree, valueTree: Tree, reading: Reading): Expression {
  const value = readExpression(valueTree, reading);
  const not = has(tree, 'NOT');
  switch (alternative(tree)) {
    case 'Comparison':
      return {
        kind: 'compare',
        operator: need(tree, 'cmpOp').getText(),
        left: value,
        right: child(tree, 'right', reading),
      };
    case 'QuantifiedComparison':
      return {
        kind: 'quantified',
        operator: need(tree, 'cmpOp').getText(),
        all: has(need(tree, 'setCmpQuantifier'), 'ALL'),
        left: value,
        right: readExpression(need(tree, 'primaryExpression'), reading),
      };
    case 'Between':
      return negated(tree, {
        kind: 'between',
        value,
        low: child(tree, 'lower', reading),
        high: child(tree, 'upper', reading),
      });
    case 'InList':
      return negated(tree, { kind: 'in', value, list: readAll(all(tree, 'expr'), reading) });
    case 'InSubquery': {
      const right = subquery(need(tree, 'subqueryExpression'), reading);
      return negated(tree, { kind: 'quantified', operator: '=', all: false, left: value, right });
    }
    case 'Like': {
      const escaping = maybe(tree, 'escape', reading);
      return negated(tree, {
        kind: 'like',
        value,
        pattern: child(tree, 'pattern', reading),
        insensitive: has(tree, 'ILIKE'),
        ...(escaping && { escape: escaping }),
      });
    }
    case 'ArrayLike': {
      const escaping = maybe(tree, 'escape', reading);
      return {
        kind: 'arrayLike',
        value,
        patterns: child(tree, 'v', reading),
        insensitive: has(tree, 'ILIKE'),
        all: has(need(tree, 'setCmpQuantifier'), 'ALL'),
        not,
        ...(escaping && { escape: escaping }),
      };
    }
    case 'NullPredicate':
      return { kind: 'isNull', value, not };
    case 'IsBoolean': {
      const wanted = tokenLabeled(tree, 'boolValue')?.text.toLowerCase() === 'true';
      const right: Expression = {
        kind: 'literal',
        value: wanted,
        type: BOOLEAN,
        text: String(wanted),
      };
      return { kind: 'distinct', left: value, right, not: !not };
    }
    case 'DistinctFrom':
      return { kind: 'distinct', left: value, right: child(tree, 'right', reading), not };
    default:
      throw unsupported(`The sandbox does not know this condition: ${sourceOf(tree, reading)}`);
  }
}

export function readSort(tree: Tree, reading: Reading): SortItem {
  const descending = tokenLabeled(tree, 'ordering')?.text.toUpperCase() === 'DESC';
  const nulls = tokenLabeled(tree, 'nullOrdering')?.text.toUpperCase();
  return {
    value: readExpression(need(tree, 'expr'), reading),
    descending,
    // As in Postgres, nulls count as the largest value.
    nullsFirst: nulls === undefined ? descending : nulls === 'FIRST',
  };
}

export function readWindow(tree: Tree, reading: Reading): Window {
  const ref = labeled(tree, 'windowRef');
  const partitions = (tree as unknown as { partition?: Tree[] }).partition ?? [];
  const frame = first(tree, 'windowFrame');
  return {
    partitions: readAll(partitions, reading),
    order: all(tree, 'sortItem').map((it) => readSort(it, reading)),
    ...(ref && { ref: ident(ref) }),
    ...(frame && { frame: readFrame(frame, reading) }),
  };
}

function readFrame(tree: Tree, reading: Reading): NonNullable<Window['frame']> {
  const [start, end] = ['start', 'end'].map((label) => {
    const bound = all(tree, 'frameBound')[label === 'start' ? 0 : 1];
    return bound && readBound(bound, reading);
  });
  return {
    mode: words(tree).includes('ROWS') ? 'rows' : 'range',
    start: start ?? { kind: 'unbounded preceding' },
    end: end ?? { kind: 'current row' },
  };
}

function readBound(tree: Tree, reading: Reading): FrameBound {
  if (has(tree, 'CURRENT')) return { kind: 'current row' };
  const direction = has(tree, 'PRECEDING') ? 'preceding' : 'following';
  if (has(tree, 'UNBOUNDED')) return { kind: `unbounded ${direction}` };
  return { kind: direction, offset: readExpression(need(tree, 'expr'), reading) };
}
