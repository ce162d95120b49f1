import { unsupported } from '../errors.ts';
import { DEFAULT_NAME } from '../grammar/parse.ts';
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
} from '../grammar/tree.ts';
import {
  type Reading,
  readAll,
  readExpression,
  readSort,
  readWhere,
  readWindow,
  sourceOf,
} from './expressions.ts';
import { ident, qname } from './literals.ts';
import type { Expression, Query, Relation, SelectItem, Term } from './nodes.ts';

export function readQuery(tree: Tree, reading: Reading): Query {
  const withs = first(tree, 'with');
  const named = withs ? all(withs, 'namedQuery') : [];
  const before = named.map((it) => {
    const columns = first(it, 'aliasedColumns');
    return {
      name: ident(labeled(it, 'name') ?? need(it, 'ident')),
      ...(columns && { columns: all(columns, 'ident').map(ident) }),
      query: readQuery(need(it, 'query'), reading),
    };
  });
  return { ...readNoWith(first(tree, 'queryNoWith') ?? tree, reading), with: before };
}

function readNoWith(tree: Tree, reading: Reading): Query {
  const term = readTerm(need(tree, 'queryTerm'), reading);
  const order = all(tree, 'sortItem').map((it) => readSort(it, reading));
  const query: Query = { with: [], term, order };
  // In the order they are written: placeholders are counted on the way.
  for (const clause of children(tree)) {
    const name = rule(clause);
    if (name === 'limitClause') {
      const limit = labeled(clause, 'limit');
      if (limit) query.limit = readExpression(limit, reading);
    }
    if (name === 'offsetClause') {
      const offset = labeled(clause, 'offset');
      if (offset) query.offset = readExpression(offset, reading);
    }
  }
  return query;
}

function readTerm(tree: Tree, reading: Reading): Term {
  if (alternative(tree) === 'SetOperation') {
    const left = labeled(tree, 'left') ?? labeled(tree, 'first');
    const right = labeled(tree, 'right') ?? labeled(tree, 'second');
    if (!left || !right) throw unsupported('The sandbox does not know this set operation');
    const word = tokenLabeled(tree, 'operator')?.text.toUpperCase();
    const quantifier = first(tree, 'setQuant');
    const operator =
      word === 'UNION' ? (quantifier && has(quantifier, 'ALL') ? 'UNION ALL' : 'UNION') : word;
    return {
      kind: 'set',
      operator: operator as 'UNION',
      left: readTerm(left, reading),
      right: readTerm(right, reading),
    };
  }
  if (rule(tree) === 'queryTerm') return readTerm(need(tree, 'querySpec'), reading);
  if (alternative(tree) === 'ValuesRelation') {
    const rows = all(tree, 'values').map((row) =>
      readAll(
        children(row).filter((it) => !it.symbol),
        reading,
      ).map(
        (it): Expression =>
          it.kind === 'name' && it.parts[0] === DEFAULT_NAME ? { kind: 'default' } : it,
      ),
    );
    return { kind: 'values', rows };
  }
  return readSelect(tree, reading);
}

function readSelect(tree: Tree, reading: Reading): Term {
  const quantifier = first(tree, 'setQuant');
  const items = all(tree, 'selectItem').map((it) => readItem(it, reading));
  const from = all(tree, 'relation').map((it) => readRelation(it, reading));
  const where = first(tree, 'where');
  const condition = where && readWhere(where, reading);
  const groups = all(tree, 'expr');
  const grouped = has(tree, 'GROUP');
  const groupBy: Expression[] | 'all' | undefined = grouped
    ? groups.length === 0
      ? 'all'
      : readAll(groups, reading)
    : undefined;
  const having = labeled(tree, 'having');
  const windows = ((tree as unknown as { windows?: Tree[] }).windows ?? []).map(
    (it) =>
      [
        ident(labeled(it, 'name') ?? it),
        readWindow(need(it, 'windowDefinition'), reading),
      ] as const,
  );
  return {
    kind: 'select',
    distinct: quantifier !== undefined && has(quantifier, 'DISTINCT'),
    items,
    from,
    windows: new Map(windows),
    ...(condition && { where: condition }),
    ...(groupBy && { groupBy }),
    ...(having && { having: readExpression(having, reading) }),
  };
}

export function readItem(tree: Tree, reading: Reading): SelectItem {
  if (alternative(tree) === 'SelectAll') {
    const relation = first(tree, 'qname');
    return { kind: 'all', ...(relation && { relation: qname(relation) }) };
  }
  const expression = need(tree, 'expr');
  const alias = first(tree, 'ident');
  return {
    kind: 'value',
    value: readExpression(expression, reading),
    text: sourceOf(expression, reading),
    ...(alias && { alias: ident(alias) }),
  };
}

const JOINS = ['left', 'right', 'full'] as const;

function readRelation(tree: Tree, reading: Reading): Relation {
  if (alternative(tree) !== 'JoinRelation')
    return readAliased(need(tree, 'aliasedRelation'), reading);
  const [leftTree, rightTree] = [
    labeled(tree, 'left'),
    labeled(tree, 'right') ?? labeled(tree, 'rightRelation'),
  ];
  if (!leftTree || !rightTree) throw unsupported('The sandbox does not know this join');
  const left = readRelation(leftTree, reading);
  const right =
    rule(rightTree) === 'aliasedRelation'
      ? readAliased(rightTree, reading)
      : readRelation(rightTree, reading);
  if (has(tree, 'CROSS')) return { kind: 'join', type: 'cross', left, right };
  const joinType = first(tree, 'joinType');
  const type = JOINS.find((it) => joinType && has(joinType, it.toUpperCase())) ?? 'inner';
  const criteria = first(tree, 'joinCriteria');
  const on = criteria && first(criteria, 'booleanExpression');
  return {
    kind: 'join',
    type,
    left,
    right,
    ...(has(tree, 'NATURAL') && { natural: true }),
    ...(on && { on: readExpression(on, reading) }),
    ...(criteria && has(criteria, 'USING') && { using: all(criteria, 'ident').map(ident) }),
  };
}

export function readAliased(tree: Tree, reading: Reading): Relation {
  const alias = first(tree, 'ident');
  const columns = first(tree, 'aliasedColumns');
  const named = {
    ...(alias && { alias: ident(alias) }),
    ...(columns && { columns: all(columns, 'ident').map(ident) }),
  };
  const primary = need(tree, 'relationPrimary');
  const query = first(primary, 'query');
  if (query) return { kind: 'subquery', query: readQuery(query, reading), ...named };
  const inner = first(primary, 'relation');
  if (inner) return readRelation(inner, reading);
  const table = need(primary, 'table');
  const name = qname(need(table, 'qname'));
  if (alternative(table) === 'TableName') return { kind: 'table', name, ...named };
  const args = readAll(all(table, 'valueExpression'), reading);
  const schema = name.length > 1 ? name[0] : undefined;
  const call = {
    kind: 'call' as const,
    name: name.at(-1) ?? '',
    args,
    ...(schema !== undefined && { schema }),
  };
  return { kind: 'function', call, ...named };
}

/** A query, however many brackets stand around it. */
export function readInBrackets(tree: Tree, reading: Reading): Query {
  const query = first(tree, 'query');
  if (query) return readQuery(query, reading);
  return readInBrackets(need(tree, 'queryOptParens'), reading);
}
