import { SEED_SPACE } from '../sql/seed.ts';
import type { SqlTable } from '../sql/types.ts';
import type { Cluster } from '../state/types.ts';
import type { World } from '../world/world.ts';

/** The tables of a cluster as the last statement left them; asking does not start the SQL engine. */
export function tablesOf(world: World, cluster: Cluster): SqlTable[] {
  return world.sql.tables?.(world.id, cluster.id) ?? SEED_SPACE;
}
