/** What the nodes of a cluster use, told by the cluster itself. */
import { Problem } from '../../base/problem.ts';
import type { SqlClient } from './client.ts';

/** Bytes of one disk, or of several together. */
export type DiskUsage = { size: number; used: number; available: number | null };

/** What one node uses. Sizes in bytes, percentages 0 to 100; null where the node did not say. */
export type NodeUsage = {
  name: string;
  /** A dedicated master: it holds no data, and its disk is small. */
  isMaster: boolean;
  /** False for a node that hangs: its name is known, and nothing else. */
  answers: boolean;
  /** Of all data paths of the node together. */
  diskSize: number | null;
  diskUsed: number | null;
  diskAvailable: number | null;
  /** The data path that is fullest in percent. CrateDB's watermarks are about each path. */
  fullestDisk: DiskUsage | null;
  cpuPercent: number | null;
  heapUsed: number | null;
  heapMax: number | null;
  /** Processes waiting, averaged over a minute. */
  load: number | null;
  processors: number | null;
  shards: number | null;
};

/**
 * CrateDB: documented columns of `sys.nodes`. A node that does not answer has null in all but id and
 * name; what a node cannot tell is -1. `fs['disks']` has an entry for each data path.
 */
const NODES = `SELECT name, fs['total']['size'], fs['total']['used'], fs['total']['available'],
  process['cpu']['percent'], heap['used'], heap['max'], load['1'], os_info['available_processors'],
  fs['disks'] FROM sys.nodes ORDER BY name`;

const SHARDS = `SELECT node['name'], COUNT(*) FROM sys.shards GROUP BY node['name']`;

/** CrateDB Cloud's operator names dedicated masters so; `roles` is not in all supported versions. */
const MASTER = /^master(-|$)/i;

/** Usage of every node of a cluster, by name, dedicated masters too. */
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
    const [name, size, used, available, cpu, heapUsed, heapMax, load, processors, disks] = row;
    const nodeName = typeof name === 'string' ? name : 'node';
    const total = diskOf({ size, used, available });
    const paths = Array.isArray(disks) ? disks.map(diskOf).filter((disk) => disk !== null) : [];
    const said = {
      diskSize: positive(size),
      diskUsed: numberOf(used),
      diskAvailable: numberOf(available),
      cpuPercent: numberOf(cpu),
      heapUsed: numberOf(heapUsed),
      heapMax: positive(heapMax),
      load: numberOf(load),
      processors: positive(processors),
    };
    return {
      name: nodeName,
      isMaster: MASTER.test(nodeName),
      answers: Object.values(said).some((value) => value !== null),
      ...said,
      fullestDisk: fullest([...paths, ...(total ? [total] : [])]),
      shards: shards ? shardsOf(shards, nodeName) : null,
    };
  });
}

/** One disk out of what CrateDB says of it; null when its size or use is not known. */
function diskOf(value: unknown): DiskUsage | null {
  if (typeof value !== 'object' || value === null) return null;
  const disk: { size?: unknown; used?: unknown; available?: unknown } = value;
  const [size, used] = [positive(disk.size), numberOf(disk.used)];
  return size === null || used === null
    ? null
    : { size, used, available: numberOf(disk.available) };
}

function fullest(disks: readonly DiskUsage[]): DiskUsage | null {
  return disks.reduce<DiskUsage | null>(
    (worst, disk) => (worst && worst.used / worst.size >= disk.used / disk.size ? worst : disk),
    null,
  );
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

/** A size that is 0 is a size that is not known. */
function positive(value: unknown): number | null {
  return numberOf(value) || null;
}
