import { randomUUID } from 'node:crypto';
import type { Statement, TableName } from '../ast/nodes.ts';
import { readStatement } from '../ast/statements.ts';
import { checkRelationName } from '../catalog/names.ts';
import { hasPrivilege, seesSchema } from '../catalog/roles.ts';
import { fqn, type Table } from '../catalog/table.ts';
import {
  CrateError,
  missingPrivilege,
  notAllowed,
  parseError,
  schemaUnknown,
  unsupported,
} from '../errors.ts';
import { bind } from '../expressions/bind.ts';
import type { CallContext, Prepared } from '../expressions/context.ts';
import { parseStatement } from '../grammar/parse.ts';
import { findRelation } from '../query/relations.ts';
import { isClusterSetting } from '../system/sys.ts';
import { TEXT } from '../values/type.ts';
import { atLeast } from '../version.ts';
import { writable } from '../write/blocks.ts';
import { prepareInsert } from '../write/insert.ts';
import { isDropped } from '../write/objects.ts';
import { prepareDelete, prepareUpdate } from '../write/update.ts';
import {
  addTableColumns,
  dropConstraint,
  dropTableColumns,
  renameColumn,
  renameTable,
  setProperties,
} from './alter-table.ts';
import { alreadyExists, createTable, propertyValue } from './create-table.ts';
import { explain } from './explain.ts';
import { alterRole, changePrivileges, checkMayManage, createRole, dropRole } from './roles.ts';
import { createTableText, prepareShow, prepareShowSetting } from './show.ts';
import type { CreateTableAs, Result } from './types.ts';

/** API: a statement may be so long since 6.0. */
const LONGEST = 262_144;

/** So many statements are kept, and none longer than this: a step sends the same short ones again and again. */
const MOST_KEPT = 500;
const LONGEST_KEPT = 4_000;

/** Statements read lately, by version and text. Reading takes longer than running; nobody changes one. */
const kept = new Map<string, Statement>();

/** Reads a statement's text; undefined for one that holds nothing. */
export function readText(text: string, version: string): Statement | undefined {
  if (text.length > LONGEST_KEPT) return readAnew(text, version);
  const key = `${version} ${text}`;
  const statement = kept.get(key) ?? readAnew(text, version);
  kept.delete(key);
  if (statement) kept.set(key, statement);
  const [oldest] = kept.size > MOST_KEPT ? kept.keys() : [];
  if (oldest !== undefined) kept.delete(oldest);
  return statement;
}

function readAnew(text: string, version: string): Statement | undefined {
  if (atLeast(version, '6.0.0') && text.length > LONGEST) {
    throw parseError(
      `Statement exceeds \`statement_max_length\` (${LONGEST} allowed, ${text.length} provided). Try replacing inline values with parameter placeholders (\`?\`)`,
    );
  }
  const tree = parseStatement(text, version);
  return tree && readStatement(tree, text);
}

const rowsOf = (prepared: Prepared): Result => ({
  columns: prepared.columns,
  rows: prepared.run(),
});

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;
type Runner<K extends Statement['kind']> = (statement: Of<K>, context: CallContext) => Result;

const done = (rowcount = 1): Result => ({ rowcount });

/** A table that a statement changes the definition of. */
function altered(name: TableName, context: CallContext, closedToo = false): Table {
  const found = findRelation(name, context);
  if (closedToo && found.kind === 'table' && found.closed) {
    requireDdl(found, context);
    return found;
  }
  return writable(found, 'ALTER', 'DDL', context);
}

function requireDdl(
  table: { schema: string; name: string },
  { database, user }: CallContext,
): void {
  if (!hasPrivilege(database.roles, user, 'DDL', { securable: 'TABLE', ident: fqn(table) })) {
    throw missingPrivilege('DDL', user);
  }
}

/** Schema and name of something that is made. */
function newName(name: TableName, { session }: CallContext): [string, string] {
  const [relation = '', schema = session.currentSchema()] = [...name].reverse();
  return [schema, relation];
}

function requireSchemaDdl(schema: string, { database, user }: CallContext): void {
  if (!hasPrivilege(database.roles, user, 'DDL', { securable: 'SCHEMA', ident: schema })) {
    throw seesSchema(database.roles, user, schema)
      ? missingPrivilege('DDL', user)
      : schemaUnknown(schema);
  }
}

/** A name that may be missing: undefined when it is, and that is allowed. */
function ifThere<T>(find: () => T, ifExists: boolean): T | undefined {
  try {
    return find();
  } catch (error) {
    const missing = error instanceof CrateError && [4041, 4045].includes(error.code);
    if (missing && ifExists) return undefined;
    throw error;
  }
}

function runInsert(statement: Of<'insert'>, context: CallContext): Result {
  const insert = prepareInsert(statement, context);
  const outcomes = insert.evaluate().map((row) => insert.write(row));
  for (const outcome of outcomes) {
    if (insert.single && 'error' in outcome && !isDropped(outcome.error)) throw outcome.error;
  }
  const docs = outcomes.flatMap((it) => ('doc' in it ? [it.doc] : []));
  const { returning } = insert;
  if (!returning) return done(docs.length);
  return { columns: returning.columns, rows: docs.map((doc) => returning.of(doc)) };
}

function runUpdate(statement: Of<'update'>, context: CallContext): Result {
  const update = prepareUpdate(statement, context);
  const { docs, count } = update.run();
  const { returning } = update;
  if (!returning) return done(count);
  return { columns: returning.columns, rows: docs.map((doc) => returning.of(doc)) };
}

function runCreateTable(statement: Of<'createTable'>, context: CallContext): Result {
  const [schema, name] = newName(statement.table, context);
  requireSchemaDdl(schema, context);
  const key = `${schema}.${name}`;
  if (statement.ifNotExists && context.database.tables.has(key)) return done(0);
  createTable(statement, schema, context);
  return done();
}

function runCreateTableAs(statement: CreateTableAs, context: CallContext): Result {
  const [schema, name] = newName(statement.table, context);
  requireSchemaDdl(schema, context);
  if (statement.ifNotExists && context.database.tables.has(`${schema}.${name}`)) return done(0);
  const prepared = context.prepare(statement.query);
  createTable(
    {
      kind: 'createTable',
      table: [schema, name],
      ifNotExists: false,
      columns: prepared.columns.map((it) => ({ name: [it.name], type: it.type, checks: [] })),
      checks: [],
      partitionedBy: [],
      properties: new Map(),
    },
    schema,
    context,
  );
  return runInsert({ kind: 'insert', table: [schema, name], source: statement.query }, context);
}

function runCreateView(statement: Of<'createView'>, context: CallContext): Result {
  const [schema, name] = newName(statement.name, context);
  requireSchemaDdl(schema, context);
  checkRelationName(schema, name);
  const key = `${schema}.${name}`;
  const { views, tables } = context.database;
  if (tables.has(key) || (views.has(key) && !statement.replace)) throw alreadyExists(key);
  const { columns } = context.prepare(statement.query);
  const names = columns.map((it) => it.name);
  const twice = names.find((it, i) => names.indexOf(it) !== i);
  if (twice !== undefined)
    throw parseError('Query in CREATE VIEW must not have duplicate column names');
  views.set(key, { kind: 'view', schema, name, text: statement.text, owner: context.user });
  return done();
}

function runDropView({ names, ifExists }: Of<'dropView'>, context: CallContext): Result {
  const { views } = context.database;
  const found = names.map((name) => ifThere(() => findRelation(name, context), true));
  const there = found.flatMap((it) => (it?.kind === 'view' ? [it] : []));
  const missing = names.filter((_, i) => found[i]?.kind !== 'view');
  if (missing.length > 0 && !ifExists)
    throw relationsUnknown(missing.map((it) => newName(it, context)));
  for (const view of there) views.delete(fqn(view));
  return done(there.length);
}

const relationsUnknown = (names: Array<[string, string]>): CrateError =>
  new CrateError(
    4041,
    'RelationsUnknown',
    `Relations not found: ${names.map((it) => it.join('.')).join(', ')}`,
  );

function runDropTable({ table, ifExists }: Of<'dropTable'>, context: CallContext): Result {
  const found = ifThere(() => findRelation(table, context), ifExists);
  if (!found) return done(0);
  if (found.kind !== 'table') throw notAllowed(fqn(found), 'DROP');
  if (!found.closed) writable(found, 'DROP', 'DDL', context);
  else requireDdl(found, context);
  context.database.tables.delete(fqn(found));
  return done();
}

function runRefresh({ kind, tables }: Of<'refresh' | 'optimize'>, context: CallContext): Result {
  const found = tables.map((name) => findRelation(name, context));
  for (const relation of found) {
    if (relation.kind !== 'table')
      throw notAllowed(fqn(relation), kind === 'refresh' ? 'REFRESH' : 'OPTIMIZE');
  }
  const own = found.map((it) =>
    writable(
      it,
      kind === 'refresh' ? 'REFRESH' : 'OPTIMIZE',
      kind === 'refresh' ? 'DQL' : 'DDL',
      context,
    ),
  );
  for (const table of own) table.store.refresh(Number.POSITIVE_INFINITY);
  return done(own.length);
}

function runKill({ job }: Of<'kill'>, context: CallContext): Result {
  const { jobs } = context.database;
  const id = job && String(bind(job, { context, relations: [] }).evaluate({ values: [] }));
  if (id !== undefined && !/^[0-9a-f-]{36}$/i.test(id))
    throw parseError(`Can not parse job ID: ${id}`);
  const wanted = [...jobs.values()].filter((it) => id === undefined || it.id === id);
  const killed = wanted.filter(
    (it) => it.kill && (it.username === context.user || mayKill(context)),
  );
  for (const it of killed) it.kill?.(context.user);
  return done(killed.length);
}

const mayKill = ({ database, user }: CallContext): boolean =>
  hasPrivilege(database.roles, user, 'AL', { securable: 'CLUSTER', ident: null });

function runSetGlobal({ settings }: Of<'setGlobal'>, context: CallContext): Result {
  checkMayManage(context);
  for (const { name, value } of settings) {
    if (
      !isClusterSetting(name) &&
      !/^(cluster|indices|bulk|stats|udc|gateway|overload_protection|logger|memory|replication|statement_timeout)(\.|$)/.test(
        name,
      )
    ) {
      throw parseError(`Can't find setting: ${name}`);
    }
    context.database.settings.set(name, propertyValue(value, context));
  }
  return done();
}

function runResetGlobal({ names }: Of<'resetGlobal'>, context: CallContext): Result {
  checkMayManage(context);
  for (const name of names) context.database.settings.delete(name);
  return done();
}

function runShowCreate({ table }: Of<'showCreateTable'>, context: CallContext): Result {
  const found = findRelation(table, context);
  if (found.kind !== 'table') throw notAllowed(fqn(found), 'SHOW CREATE');
  return {
    columns: [{ name: `SHOW CREATE TABLE ${fqn(found)}`, type: TEXT }],
    rows: [[createTableText(found)]],
  };
}

const alter =
  <K extends Statement['kind']>(
    change: (statement: Of<K>, table: Table, context: CallContext) => void,
    closedToo = false,
  ): Runner<K> =>
  (statement, context) => {
    change(
      statement,
      altered((statement as unknown as { table: TableName }).table, context, closedToo),
      context,
    );
    return done(-1);
  };

const RUNNERS: { [K in Statement['kind']]: Runner<K> } = {
  query: ({ query }, context) => rowsOf(context.prepare(query)),
  insert: runInsert,
  update: runUpdate,
  delete: (statement, context) => done(prepareDelete(statement, context).run().count),
  createTable: runCreateTable,
  createTableAs: runCreateTableAs,
  createView: runCreateView,
  dropTable: runDropTable,
  dropView: runDropView,
  addColumns: alter<'addColumns'>(addTableColumns),
  dropColumns: alter<'dropColumns'>(dropTableColumns),
  dropConstraint: alter<'dropConstraint'>(dropConstraint),
  renameTable: alter<'renameTable'>(renameTable, true),
  renameColumn: alter<'renameColumn'>(renameColumn),
  openClose: alter<'openClose'>(({ closed }, table) => {
    table.closed = closed;
  }, true),
  setProperties: (statement, context) => {
    // A block must not keep the table from taking it off again.
    const found = findRelation(statement.table, context);
    if (found.kind !== 'table') throw notAllowed(fqn(found), 'ALTER');
    requireDdl(found, context);
    setProperties(statement, found, context);
    return done(-1);
  },
  refresh: runRefresh as Runner<'refresh'>,
  optimize: runRefresh as Runner<'optimize'>,
  set: ({ name, value }, { session }) => {
    session.set(name, value);
    return done(0);
  },
  setGlobal: runSetGlobal,
  resetGlobal: runResetGlobal,
  show: (statement, context) => rowsOf(prepareShow(statement, context)),
  showCreateTable: runShowCreate,
  showSetting: ({ name }, context) => rowsOf(prepareShowSetting(name, context)),
  explain: (statement, context) => explain(statement, context, run),
  kill: runKill,
  createRole: (statement, context) => {
    createRole(statement, context);
    return done();
  },
  dropRole: (statement, context) => done(dropRole(statement, context)),
  alterRole: (statement, context) => {
    alterRole(statement, context);
    return done();
  },
  privileges: (statement, context) => done(changePrivileges(statement, context)),
  noEffect: ({ rowcount }) => done(rowcount),
  unknown: ({ words }) => {
    throw unsupported(`The sandbox does not know ${words}`);
  },
};

/** Runs one statement to its end. */
export function run(statement: Statement, context: CallContext): Result {
  return (RUNNERS[statement.kind] as Runner<Statement['kind']>)(statement as never, context);
}

export const jobId = (): string => randomUUID();
