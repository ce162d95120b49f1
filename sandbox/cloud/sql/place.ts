import { createHash } from 'node:crypto';
import { quote } from './dialect.ts';
import type { Run } from './engine.ts';
import { CrateError } from './errors.ts';
import type { Relation } from './rewriter.ts';
import { SEED_SPACE } from './seed.ts';
import { SYS_TABLES, systemRows } from './system-tables.ts';
import type { Environment } from './translate.ts';
import type { SqlCluster, SqlContext, SqlTable } from './types.ts';

/** Where a call runs: a cluster, in a world (the time between two resets), with its default schema. */
export type Place = { world: string; cluster: SqlCluster; defaultSchema: string; ctx: SqlContext };

const LONGEST_SCHEMA_NAME = 40;

/** Begins the names of the engine's schemas of one world and cluster, and of no other. */
export function prefixOf({ world, cluster }: Place): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([world, cluster.id]))
    .digest('hex');
  return `c${hash.slice(0, 16)}_`;
}

function engineSchema(prefix: string, schema: string): string {
  if (schema === 'sys') return 'sys';
  if (schema === 'information_schema') return 'crate_information_schema';
  if (Buffer.byteLength(schema) > LONGEST_SCHEMA_NAME || schema === '') {
    throw new CrateError(4002, 'InvalidSchemaNameException', `schema name "${schema}" is invalid.`);
  }
  return prefix + schema;
}

export function environment(
  place: Place,
  args: readonly unknown[],
  objectType: Environment['objectType'] = () => undefined,
  typed: Environment['typed'] = new Set(),
): Environment {
  const prefix = prefixOf(place);
  return {
    engineSchema: (schema) => engineSchema(prefix, schema),
    user: place.cluster.user,
    defaultSchema: place.defaultSchema,
    objectType,
    args,
    typed,
  };
}

/** Tells the engine for this transaction whose turn it is, and what the named `sys` tables hold. */
export async function settle(run: Run, place: Place, named: Relation[]): Promise<void> {
  const { cluster, ctx, defaultSchema } = place;
  const prefix = prefixOf(place);
  const settings: Record<string, string> = {
    search_path: quote(engineSchema(prefix, defaultSchema)),
    'crate.prefix': prefix,
    'crate.now': ctx.now.toISOString(),
    'crate.version': cluster.version,
  };
  const inSys = named.filter(({ schema }) => (schema ?? defaultSchema) === 'sys');
  const wanted = new Set(inSys.map(({ name }) => name));
  // A view of the cluster's own may read what the statement does not name.
  if (inSys.length < named.length) for (const table of ABOUT_NODES) wanted.add(table);
  for (const table of ABOUT_NODES.filter((name) => wanted.has(name))) {
    settings[`crate.sys_${table}`] = JSON.stringify(systemRows(table, cluster, [], ctx));
  }
  await set(run, settings);
  const aboutTables = ABOUT_TABLES.filter((name) => wanted.has(name));
  if (aboutTables.length === 0) return;
  const tables = await tablesNow(run);
  const rows = (table: string) => systemRows(table, cluster, tables, ctx);
  await set(
    run,
    Object.fromEntries(
      aboutTables.map((table) => [`crate.sys_${table}`, JSON.stringify(rows(table))]),
    ),
  );
}

async function tablesNow(run: Run): Promise<SqlTable[]> {
  const own = await run(
    `SELECT table_schema, table_name, options ->> 'shards', options ->> 'replicas', oid::regclass::text
     FROM crate.relations WHERE relkind = 'r'`,
  );
  const tables: SqlTable[] = [];
  for (const [schema, name, shards, replicas, relation] of own.rows) {
    const { rows } = await run(
      `SELECT count(*)::text, coalesce(sum(length(t::text)), 0)::text FROM ${String(relation)} t`,
    );
    const [docs, bytes] = rows[0] ?? [];
    tables.push({
      schema: String(schema),
      name: String(name),
      shards: Number(shards ?? 4),
      replicas: String(replicas ?? '0-1'),
      partitions: [{ ident: '', docs: Number(docs), bytes: Number(bytes) }],
    });
  }
  return tables.length > 0 ? tables : SEED_SPACE;
}

const ABOUT_TABLES = ['shards', 'health'];
const ABOUT_NODES = Object.keys(SYS_TABLES).filter((name) => !ABOUT_TABLES.includes(name));

async function set(run: Run, settings: Record<string, string>): Promise<void> {
  const calls = Object.keys(settings).map((key, i) => `set_config('${key}', $${i + 1}, true)`);
  await run(`SELECT ${calls.join(', ')}`, Object.values(settings));
}
