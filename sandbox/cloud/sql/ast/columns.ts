import { parseError } from '../errors.ts';
import { all, alternative, first, labeled, need, rule, type Tree } from '../grammar/tree.ts';
import { type Reading, readExpression, sourceOf } from './expressions.ts';
import { ident } from './literals.ts';
import type { Check, ColumnDefinition, Expression, Properties } from './nodes.ts';
import { objectDefinition, readType } from './types.ts';

/** The path of a column as DDL names it: `o['p']['q']` is o, p, q. */
export function pathOf(expression: Expression): string[] {
  if (expression.kind === 'name') return expression.parts.slice(-1);
  if (expression.kind === 'subscript' && expression.index.kind === 'literal') {
    return [...pathOf(expression.base), String(expression.index.value)];
  }
  throw parseError('Invalid column reference');
}

export const readPath = (tree: Tree, reading: Reading): string[] =>
  pathOf(readExpression(tree, reading));

export function readProperties(tree: Tree | undefined, reading: Reading): Properties {
  const generic =
    tree && (rule(tree) === 'genericProperties' ? tree : first(tree, 'genericProperties'));
  if (!generic) return new Map();
  return new Map(
    all(generic, 'genericProperty').map((it) => [
      ident(need(it, 'ident')),
      readExpression(need(it, 'expr'), reading),
    ]),
  );
}

export function readCheck(tree: Tree, reading: Reading): Check {
  const name = labeled(tree, 'name');
  const condition = labeled(tree, 'expression') ?? need(tree, 'booleanExpression');
  return {
    value: readExpression(condition, reading),
    text: sourceOf(condition, reading),
    ...(name && { name: ident(name) }),
  };
}

/** A column of CREATE TABLE, of an object in it, or of ADD COLUMN (where a path may be given). */
export function readColumn(tree: Tree, reading: Reading): ColumnDefinition {
  const path = first(tree, 'subscriptSafe');
  const typeTree = first(tree, 'dataType');
  const column: ColumnDefinition = {
    name: path ? readPath(path, reading) : [ident(need(tree, 'ident'))],
    checks: [],
  };
  if (typeTree) {
    column.type = readType(typeTree);
    const object = objectDefinition(typeTree);
    if (object)
      column.children = all(object, 'columnDefinition').map((it) => readColumn(it, reading));
  }
  for (const constraint of all(tree, 'columnConstraint'))
    readConstraint(constraint, column, reading);
  return column;
}

function readConstraint(tree: Tree, column: ColumnDefinition, reading: Reading): void {
  switch (alternative(tree)) {
    case 'ColumnConstraintPrimaryKey': {
      const name = labeled(need(tree, 'primaryKeyContraint'), 'name');
      column.primaryKey = name ? { constraint: ident(name) } : {};
      break;
    }
    case 'ColumnConstraintNotNull':
      column.notNull = true;
      break;
    case 'ColumnDefaultConstraint':
      column.default = readExpression(labeled(tree, 'defaultExpr') ?? need(tree, 'expr'), reading);
      break;
    case 'ColumnGeneratedConstraint':
      column.generated = readExpression(
        labeled(tree, 'generatedExpr') ?? need(tree, 'expr'),
        reading,
      );
      break;
    case 'ColumnCheckConstraint':
      column.checks.push(readCheck(need(tree, 'checkConstraint'), reading));
      break;
    case 'ColumnIndexOff':
      column.index = 'off';
      break;
    case 'ColumnIndexConstraint':
      column.index = ident(labeled(tree, 'method') ?? need(tree, 'ident'));
      break;
    case 'ColumnStorageDefinition':
      column.storage = readProperties(need(tree, 'withProperties'), reading);
      break;
    default:
  }
}
