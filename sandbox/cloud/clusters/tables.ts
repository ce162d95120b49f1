import { SEED_SPACE } from '../sql/seed.ts';
import type { SqlTable } from '../sql/types.ts';
import type { Cluster } from '../state/types.ts';
import type { World } from '../world/world.ts';
import { turnBackupPeriod } from './snapshots.ts';

/** The tables of a cluster as the last statement left them; asking costs no statement. */
export function tablesOf(world: World, cluster: Cluster): SqlTable[] {
  const known = world.sql.tables(world.id, cluster.id);
  return known ?? (cluster.sandbox.empty ? [] : SEED_SPACE);
}

/** To be called after a statement: backups hold the tables that are there from now on. */
export function noteTables(world: World, cluster: Cluster): void {
  const { sandbox } = cluster;
  if (sandbox.tables_given) return;
  const present = tablesOf(world, cluster).map(({ schema, name }) => `${schema}.${name}`);
  const tables = [...new Set([...present, ...sandbox.restored_tables])].sort();
  if (tables.join() === [...sandbox.tables].sort().join()) return;
  sandbox.tables = tables;
  turnBackupPeriod(cluster, world.clock.now().getTime());
}
