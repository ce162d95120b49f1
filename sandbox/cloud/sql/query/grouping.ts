import { pathOf } from '../ast/columns.ts';
import { dotted } from '../ast/create-table.ts';
import type { Expression, Select, SortItem } from '../ast/nodes.ts';
import { parseError } from '../errors.ts';
import { bind } from '../expressions/bind.ts';
import type { Bound } from '../expressions/bound.ts';
import type { Scope } from '../expressions/context.ts';
import { isAggregate } from '../functions/aggregates.ts';
import type { AliasLookup } from './aliases.ts';

/** Throws for what is neither grouped by nor inside of an aggregate. */
export function checkGrouped(
  select: Select,
  order: SortItem[],
  groups: Bound[],
  scope: Scope,
  lookup: AliasLookup,
): void {
  const texts = new Set(groups.map((it) => it.text));
  const check = (expression: Expression): void => {
    if (expression.kind === 'call' && !expression.over && isAggregate(expression.name)) return;
    const text = textOf(expression, scope);
    if (text !== undefined && texts.has(text)) return;
    if (expression.kind === 'name') {
      if (!belongsHere(expression, scope)) return;
      throw parseError(
        `'${text}' must appear in the GROUP BY clause or be used in an aggregation function. Perhaps you grouped by an alias that clashes with a column in the relations`,
      );
    }
    if (expression.kind === 'subscript' && text !== undefined && isColumn(expression, scope)) {
      if (within(expression, texts, scope)) return;
      throw parseError(
        `'${text}' must appear in the GROUP BY clause or be used in an aggregation function. Perhaps you grouped by an alias that clashes with a column in the relations`,
      );
    }
    for (const part of partsOf(expression)) check(part);
  };
  for (const item of select.items) {
    if (item.kind === 'value') check(item.value);
    else checkAll(scope, texts);
  }
  if (select.having) check(lookup.through(select.having));
  for (const { value } of order) check(lookup.resolve(value, 'ORDER BY'));
}

function checkAll(scope: Scope, texts: Set<string>): void {
  for (const { fields } of scope.relations) {
    for (const { name, hidden } of fields) {
      if (!hidden && !texts.has(name)) {
        throw parseError(
          `'${name}' must appear in the GROUP BY clause or be used in an aggregation function. Perhaps you grouped by an alias that clashes with a column in the relations`,
        );
      }
    }
  }
}

/** A key of an object that is itself grouped by. */
function within(expression: Expression, texts: Set<string>, scope: Scope): boolean {
  if (expression.kind !== 'subscript') return false;
  const base = textOf(expression.base, scope);
  return (base !== undefined && texts.has(base)) || within(expression.base, texts, scope);
}

function textOf(expression: Expression, scope: Scope): string | undefined {
  try {
    return bind(expression, { ...scope, aggregates: [], windows: [] }).text;
  } catch {
    return undefined;
  }
}

function isColumn(expression: Expression, scope: Scope): boolean {
  return bind(expression, scope).column !== undefined;
}

/** Whether a name is of this query, and not of the one around it. */
function belongsHere(expression: Expression, scope: Scope): boolean {
  const { outer: _, ...own } = scope;
  try {
    bind(expression, own);
    return true;
  } catch {
    return false;
  }
}

/** The columns and keys of objects that an expression names. */
export function columnsIn(expression: Expression): string[] {
  return isPath(expression) ? [dotted(pathOf(expression))] : partsOf(expression).flatMap(columnsIn);
}

const isPath = (expression: Expression): boolean =>
  expression.kind === 'name' ||
  (expression.kind === 'subscript' &&
    expression.index.kind === 'literal' &&
    typeof expression.index.value === 'string' &&
    isPath(expression.base));

/** The expressions an expression is made of; queries inside of it stand for themselves. */
export function partsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'subscript':
      return [expression.base, expression.index];
    case 'slice':
      return [
        expression.base,
        ...(expression.from ? [expression.from] : []),
        ...(expression.to ? [expression.to] : []),
      ];
    case 'field':
      return [expression.base];
    case 'call':
      return [
        ...expression.args,
        ...(expression.filter ? [expression.filter] : []),
        ...(expression.over?.partitions ?? []),
        ...(expression.over?.order.map((it) => it.value) ?? []),
      ];
    case 'binary':
    case 'logical':
    case 'compare':
    case 'quantified':
    case 'distinct':
      return [expression.left, expression.right];
    case 'negate':
    case 'not':
    case 'isNull':
    case 'cast':
      return [expression.value];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'in':
      return [expression.value, ...expression.list];
    case 'like':
      return [expression.value, expression.pattern];
    case 'arrayLike':
      return [expression.value, expression.patterns];
    case 'case':
      return [
        ...(expression.operand ? [expression.operand] : []),
        ...expression.whens.flat(),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case 'if':
      return [
        expression.condition,
        expression.value,
        ...(expression.otherwise ? [expression.otherwise] : []),
      ];
    case 'array':
      return expression.items;
    case 'object':
      return expression.entries.map(([, value]) => value);
    default:
      return [];
  }
}
