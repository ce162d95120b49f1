import {
  all,
  alternative,
  children,
  first,
  has,
  labeled,
  need,
  type Tree,
  words,
} from '../grammar/tree.ts';
import { readColumn, readPath, readProperties } from './columns.ts';
import { dotted, readCreateTable } from './create-table.ts';
import { type Reading, readExpression, readWhere, sourceOf } from './expressions.ts';
import { ident, qname, stringOf } from './literals.ts';
import type { Assignment, SelectItem, Statement, TableName } from './nodes.ts';
import { readAliased, readInBrackets, readItem, readQuery } from './queries.ts';

/** The statement that a tree stands for. `source` is its text. */
export function readStatement(tree: Tree, source: string): Statement {
  return read(tree, { source, placeholders: 0, query: readQuery });
}

type Read = (tree: Tree, reading: Reading) => Statement;

function read(tree: Tree, reading: Reading): Statement {
  const kind = alternative(tree);
  const [only] = children(tree);
  if (['Alter', 'Drop', 'Create'].includes(kind) && only) return read(only, reading);
  const known = READERS[kind];
  if (known) return known(tree, reading);
  const told = sourceOf(tree, reading).split(/\s+/).slice(0, 3).join(' ').toUpperCase();
  return { kind: 'unknown', words: told };
}

const tableOf = (tree: Tree): TableName => {
  const table = first(tree, 'table') ?? first(tree, 'alterTableDefinition') ?? tree;
  const inner = first(table, 'tableWithPartition') ?? table;
  return qname(need(inner, 'qname'));
};

const assignments = (tree: Tree, reading: Reading): Assignment[] =>
  all(tree, 'assignment').map((it) => ({
    target: readExpression(need(it, 'primaryExpression'), reading),
    value: readExpression(need(it, 'expr'), reading),
  }));

function returning(tree: Tree, reading: Reading): { returning?: SelectItem[] } {
  const clause = first(tree, 'returning');
  return clause ? { returning: all(clause, 'selectItem').map((it) => readItem(it, reading)) } : {};
}

function where(tree: Tree, reading: Reading) {
  const clause = first(tree, 'where');
  return clause ? { where: readWhere(clause, reading) } : {};
}

function target(tree: Tree, reading: Reading): { table: TableName; alias?: string } {
  const relation = readAliased(need(tree, 'aliasedRelation'), reading);
  if (relation.kind !== 'table') return { table: [''] };
  const { name: table, alias } = relation;
  return { table, ...(alias !== undefined && { alias }) };
}

const noEffect =
  (rowcount: number): Read =>
  () => ({ kind: 'noEffect', rowcount });

function readSet(tree: Tree): Statement {
  const values = all(tree, 'setExpr').map((it) => {
    const text = first(it, 'stringLiteral');
    const name = first(it, 'ident');
    return text ? stringOf(text) : name ? ident(name) : it.getText();
  });
  const name = qname(need(tree, 'qname')).join('.');
  const value = has(tree, 'DEFAULT') ? undefined : values.join(',');
  return { kind: 'set', name, value, global: false };
}

function readInsert(tree: Tree, reading: Reading): Statement {
  const columns = all(tree, 'ident').map(ident);
  const source = readInBrackets(need(tree, 'insertSource'), reading);
  const clause = first(tree, 'onConflict');
  const list = clause && first(clause, 'conflictTarget');
  const targets = list && all(list, 'subscriptSafe').map((it) => dotted(readPath(it, reading)));
  const conflict = clause && {
    ...(targets && { target: targets }),
    ...(has(clause, 'UPDATE') && { set: assignments(clause, reading) }),
  };
  return {
    kind: 'insert',
    table: tableOf(tree),
    source,
    ...(columns.length > 0 && { columns }),
    ...(conflict && { conflict }),
    ...returning(tree, reading),
  };
}

function readShow(what: 'tables' | 'schemas' | 'columns'): Read {
  return (tree, reading) => {
    const names = all(tree, 'qname').map((it) => qname(it));
    const like = labeled(tree, 'pattern');
    const from = names.flat();
    return {
      kind: 'show',
      what,
      ...(names.length > 0 && { from: what === 'columns' ? columnsFrom(names) : from }),
      ...(like && { like: stringOf(like) }),
      ...where(tree, reading),
    };
  };
}

/** SHOW COLUMNS FROM table [FROM schema]: schema first. */
const columnsFrom = ([table = [], schema]: string[][]): string[] =>
  schema ? [...schema, ...table] : table;

function readPrivileges(action: 'grant' | 'deny' | 'revoke'): Read {
  return (tree) => {
    const lists = all(tree, 'idents');
    const users = lists.at(-1);
    const named = lists.length > 1 ? lists[0] : undefined;
    const securable = first(tree, 'securable');
    const names = first(tree, 'qnames');
    return {
      kind: 'privileges',
      action,
      privileges: named ? all(named, 'ident').map((it) => ident(it).toUpperCase()) : 'all',
      users: users ? all(users, 'ident').map(ident) : [],
      ...(securable && {
        on: {
          securable: securable.getText().toUpperCase() as 'TABLE',
          names: names ? all(names, 'qname').map((it) => qname(it)) : [],
        },
      }),
    };
  };
}

function readExplain(tree: Tree, reading: Reading): Statement {
  const options = all(tree, 'explainOptions')
    .map((it) => it.getText().toUpperCase())
    .join();
  const told = `${words(tree).join()},${options}`;
  return {
    kind: 'explain',
    analyze: told.includes('ANALYZE') && !told.includes('ANALYZEFALSE'),
    verbose: told.includes('VERBOSE'),
    statement: read(need(tree, 'statement'), reading),
  };
}

/** `"cluster.max_shards_per_node"` and `cluster['max_shards_per_node']` alike. */
const settingName = (tree: Tree, reading: Reading): string => {
  const expression = readExpression(tree, reading);
  return expression.kind === 'name'
    ? expression.parts.join('.')
    : readPath(tree, reading).join('.');
};

const READERS: Record<string, Read> = {
  Default: (tree, reading) => ({ kind: 'query', query: readQuery(need(tree, 'query'), reading) }),
  Insert: readInsert,
  Update: (tree, reading) => ({
    kind: 'update',
    ...target(tree, reading),
    set: assignments(tree, reading),
    ...where(tree, reading),
    ...returning(tree, reading),
  }),
  Delete: (tree, reading) => ({
    kind: 'delete',
    ...target(tree, reading),
    ...where(tree, reading),
  }),
  CreateTable: readCreateTable,
  CreateTableAs: (tree, reading) => ({
    kind: 'createTableAs',
    table: tableOf(tree),
    ifNotExists: has(tree, 'EXISTS'),
    query: readInBrackets(need(tree, 'insertSource'), reading),
  }),
  CreateView: (tree, reading) => {
    const body = need(tree, 'queryOptParens');
    return {
      kind: 'createView',
      name: qname(need(tree, 'qname')),
      replace: has(tree, 'REPLACE'),
      query: readInBrackets(body, reading),
      text: sourceOf(body, reading),
    };
  },
  DropTable: (tree) => ({ kind: 'dropTable', table: tableOf(tree), ifExists: has(tree, 'EXISTS') }),
  DropView: (tree) => ({
    kind: 'dropView',
    names: all(need(tree, 'qnames'), 'qname').map((it) => qname(it)),
    ifExists: has(tree, 'EXISTS'),
  }),
  AddColumn: (tree, reading) => ({
    kind: 'addColumns',
    table: tableOf(tree),
    columns: all(tree, 'addColumnDefinition').map((it) => readColumn(it, reading)),
  }),
  DropColumn: (tree, reading) => ({
    kind: 'dropColumns',
    table: tableOf(tree),
    columns: all(tree, 'dropColumnDefinition').map((it) => ({
      name: readPath(need(it, 'subscriptSafe'), reading),
      ifExists: has(it, 'EXISTS'),
    })),
  }),
  DropCheckConstraint: (tree) => ({
    kind: 'dropConstraint',
    table: tableOf(tree),
    name: ident(need(tree, 'ident')),
  }),
  AlterTableProperties: (tree, reading) => ({
    kind: 'setProperties',
    table: tableOf(tree),
    properties: readProperties(first(tree, 'genericProperties'), reading),
    reset: has(tree, 'RESET') ? all(tree, 'ident').map(ident) : [],
  }),
  AlterTableOpenClose: (tree) => ({
    kind: 'openClose',
    table: tableOf(tree),
    closed: has(tree, 'CLOSE'),
  }),
  AlterTableRenameTable: (tree) => ({
    kind: 'renameTable',
    table: tableOf(tree),
    to: qname(need(tree, 'qname')),
  }),
  AlterTableRenameColumn: (tree, reading) => ({
    kind: 'renameColumn',
    table: tableOf(tree),
    from: readPath(labeled(tree, 'source') ?? tree, reading),
    to: readPath(labeled(tree, 'target') ?? tree, reading),
  }),
  RefreshTable: (tree) => ({ kind: 'refresh', tables: tablesOf(tree) }),
  Optimize: (tree) => ({ kind: 'optimize', tables: tablesOf(tree) }),
  Set: readSet,
  SetGlobal: (tree, reading) => ({
    kind: 'setGlobal',
    settings: all(tree, 'setGlobalAssignment').map((it) => ({
      name: settingName(labeled(it, 'name') ?? it, reading),
      value: readExpression(labeled(it, 'value') ?? it, reading),
    })),
  }),
  ResetGlobal: (tree, reading) => ({
    kind: 'resetGlobal',
    names: all(tree, 'primaryExpression').map((it) => settingName(it, reading)),
  }),
  SetTimeZone: noEffect(0),
  SetTransaction: noEffect(0),
  SetSessionAuthorization: () => ({ kind: 'unknown', words: 'SET SESSION AUTHORIZATION' }),
  Begin: noEffect(0),
  StartTransaction: noEffect(0),
  Commit: noEffect(0),
  Analyze: noEffect(1),
  Discard: noEffect(0),
  Deallocate: noEffect(0),
  ShowTables: readShow('tables'),
  ShowSchemas: readShow('schemas'),
  ShowColumns: readShow('columns'),
  ShowTransaction: () => ({ kind: 'showSetting', name: 'transaction_isolation' }),
  ShowSessionParameter: (tree) => {
    const name = first(tree, 'qname');
    return { kind: 'showSetting', ...(name && { name: qname(name).join('.') }) };
  },
  ShowCreateTable: (tree) => ({ kind: 'showCreateTable', table: tableOf(tree) }),
  Explain: readExplain,
  Kill: (tree, reading) => {
    const job = labeled(tree, 'jobId');
    return { kind: 'kill', ...(job && { job: readExpression(job, reading) }) };
  },
  CreateRole: (tree, reading) => ({
    kind: 'createRole',
    name: ident(labeled(tree, 'name') ?? need(tree, 'ident')),
    user: has(tree, 'USER'),
    properties: readProperties(first(tree, 'withProperties'), reading),
  }),
  DropRole: (tree) => ({
    kind: 'dropRole',
    name: ident(labeled(tree, 'name') ?? need(tree, 'ident')),
    ifExists: has(tree, 'EXISTS'),
    user: has(tree, 'USER'),
  }),
  AlterRoleSet: (tree, reading) => ({
    kind: 'alterRole',
    name: ident(labeled(tree, 'name') ?? need(tree, 'ident')),
    properties: readProperties(first(tree, 'genericProperties'), reading),
  }),
  AlterRoleReset: (tree) => {
    const property = labeled(tree, 'property');
    return {
      kind: 'alterRole',
      name: ident(labeled(tree, 'name') ?? need(tree, 'ident')),
      properties: new Map(),
      reset: property ? ident(property) : 'all',
    };
  },
  GrantPrivilege: readPrivileges('grant'),
  DenyPrivilege: readPrivileges('deny'),
  RevokePrivilege: readPrivileges('revoke'),
};

function tablesOf(tree: Tree): TableName[] {
  return all(need(tree, 'tableWithPartitions'), 'tableWithPartition').map((it) =>
    qname(need(it, 'qname')),
  );
}
