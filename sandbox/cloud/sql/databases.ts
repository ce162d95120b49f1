/** The databases of the clusters: each cluster of each world has one, made and seeded at first use. */
import { runCall } from './call.ts';
import { createDatabase, type Database, ensureOwner } from './catalog/database.ts';
import { SEED_TABLES } from './seed.ts';
import { createSession } from './statements/session.ts';
import type { SqlCluster, SqlContext } from './types.ts';
import { fromJson } from './values/cast.ts';

type Databases = {
  of(cluster: SqlCluster, world: string, ctx: SqlContext): Promise<Database>;
  /** The one that is there already; undefined before its first use. */
  made(world: string, clusterId: string): Database | undefined;
  clear(): void;
};

const keyOf = (world: string, clusterId: string): string => JSON.stringify([world, clusterId]);

export function createDatabases(seeded: boolean): Databases {
  const known = new Map<string, Promise<Database>>();
  const made = new Map<string, Database>();

  async function make(key: string, cluster: SqlCluster, ctx: SqlContext): Promise<Database> {
    const database = createDatabase(cluster);
    ensureOwner(database);
    if (seeded && !cluster.empty) await seed(database, ctx);
    made.set(key, database);
    return database;
  }

  return {
    async of(cluster, world, ctx) {
      const key = keyOf(world, cluster.id);
      const making = known.get(key) ?? make(key, cluster, ctx);
      known.set(key, making);
      const database = await making;
      database.cluster = cluster;
      ensureOwner(database);
      return database;
    },
    made: (world, clusterId) => made.get(keyOf(world, clusterId)),
    clear() {
      known.clear();
      made.clear();
    },
  };
}

/** Makes all that was written seen by the next query. */
export function refreshAll(database: Database): void {
  for (const table of database.tables.values()) table.store.refresh(Number.POSITIVE_INFINITY);
}

async function seed(database: Database, ctx: SqlContext): Promise<void> {
  const session = createSession('doc');
  const { user, version } = database.cluster;
  const caller = { database, session, user, version, now: ctx.now.getTime(), fresh: true };
  for (const { statement, insert, rows } of SEED_TABLES) {
    await runCall(caller, { stmt: statement, args: [], bulkArgs: undefined });
    const bulkArgs = rows(ctx).map((row) => row.map(fromJson));
    await runCall(caller, { stmt: insert, args: [], bulkArgs });
  }
  refreshAll(database);
  database.jobsLog.length = 0;
}
