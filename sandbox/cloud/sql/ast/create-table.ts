import { all, alternative, first, has, labeled, need, type Tree } from '../grammar/tree.ts';
import { pathOf, readCheck, readColumn, readProperties } from './columns.ts';
import { type Reading, readExpression } from './expressions.ts';
import { ident, qname } from './literals.ts';
import type { Statement } from './nodes.ts';

type CreateTable = Extract<Statement, { kind: 'createTable' }>;

export function readCreateTable(tree: Tree, reading: Reading): CreateTable {
  const made: CreateTable = {
    kind: 'createTable',
    table: qname(need(need(tree, 'table'), 'qname')),
    ifNotExists: has(tree, 'EXISTS'),
    columns: [],
    checks: [],
    partitionedBy: [],
    properties: new Map(),
  };
  for (const element of all(tree, 'tableElement')) readElement(element, made, reading);
  readPlacing(need(tree, 'partitionedByOrClusteredInto'), made, reading);
  made.properties = readProperties(first(tree, 'withProperties'), reading);
  return made;
}

const columnPaths = (tree: Tree, reading: Reading): string[] =>
  all(need(tree, 'columns'), 'primaryExpression').map((it) =>
    dotted(pathOf(readExpression(it, reading))),
  );

/** `o['p']` as CrateDB names it: o['p']. */
export const dotted = ([name = '', ...path]: string[]): string =>
  name + path.map((key) => `['${key}']`).join('');

function readElement(tree: Tree, made: CreateTable, reading: Reading): void {
  switch (alternative(tree)) {
    case 'ColumnDefinitionDefault':
      made.columns.push(readColumn(need(tree, 'columnDefinition'), reading));
      break;
    case 'PrimaryKeyConstraintTableLevel': {
      const name = labeled(need(tree, 'primaryKeyContraint'), 'name');
      made.primaryKey = {
        columns: columnPaths(tree, reading),
        ...(name && { constraint: ident(name) }),
      };
      break;
    }
    case 'TableCheckConstraint':
      made.checks.push(readCheck(need(tree, 'checkConstraint'), reading));
      break;
    default:
  }
}

function readPlacing(tree: Tree, made: CreateTable, reading: Reading): void {
  const partitioned = first(tree, 'partitionedBy');
  if (partitioned) made.partitionedBy = columnPaths(partitioned, reading);
  const clustered = first(tree, 'clusteredBy');
  if (!clustered) return;
  const [routing, shards] = [labeled(clustered, 'routing'), labeled(clustered, 'numShards')];
  if (routing) made.clusteredBy = dotted(pathOf(readExpression(routing, reading)));
  if (shards) made.shards = readExpression(shards, reading);
}
