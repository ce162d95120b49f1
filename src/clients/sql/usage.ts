import { Problem } from '../../base/problem.ts';
import type { SqlClient } from './client.ts';

/** What one node uses. Sizes in bytes, percentages 0 to 100; null where the node did not say. */
export type NodeUsage = {
  name: string;
  diskSize: number | null;
  diskUsed: number | null;
  diskAvailable: number | null;
  cpuPercent: number | null;
  heapUsed: number | null;
  heapMax: number | null;
  /** Processes waiting, averaged over a minute. */
  load: number | null;
  processors: number | null;
  shards: number | null;
};

/** CrateDB: documented columns of `sys.nodes`; a node that is silent for 3 seconds has nulls. */
const NODES = `SELECT name, fs['total']['size'], fs['total']['used'], fs['total']['available'],
  process['cpu']['percent'], heap['used'], heap['max'], load['1'], os_info['available_processors']
  FROM sys.nodes ORDER BY name`;

const SHARDS = `SELECT node['name'], COUNT(*) FROM sys.shards GROUP BY node['name']`;

/** Usage of every node of a cluster, by name. */
export async function readNodeUsage(
  sql: Pick<SqlClient, 'read'>,
  { withShards = false }: { withShards?: boolean } = {},
): Promise<NodeUsage[]> {
  const { rows } = await sql.read(NODES);
  if (rows.length === 0) {
    throw new Problem('unavailable', 'the cluster reports no nodes', { source: 'cluster' });
  }
  const shards = withShards ? await readShards(sql) : null;
  return rows.map((row) => {
    const [name, size, used, available, cpu, heapUsed, heapMax, load, processors] = row;
    const nodeName = typeof name === 'string' ? name : 'node';
    return {
      name: nodeName,
      diskSize: numberOf(size),
      diskUsed: numberOf(used),
      diskAvailable: numberOf(available),
      cpuPercent: numberOf(cpu),
      heapUsed: numberOf(heapUsed),
      heapMax: numberOf(heapMax),
      load: numberOf(load),
      processors: numberOf(processors),
      shards: shards ? shardsOf(shards, nodeName) : null,
    };
  });
}

async function readShards(sql: Pick<SqlClient, 'read'>): Promise<Map<string, number | null>> {
  const { rows } = await sql.read(SHARDS);
  return new Map(rows.map(([node, count]) => [String(node), countOf(count)]));
}

/** A node without shards is not in the list. */
function shardsOf(shards: ReadonlyMap<string, number | null>, node: string): number | null {
  return shards.has(node) ? (shards.get(node) ?? null) : 0;
}

function countOf(value: unknown): number | null {
  const number = numberOf(value);
  return Number.isInteger(number) ? number : null;
}

/** CrateDB sends -1 for what a node cannot tell. */
function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}
