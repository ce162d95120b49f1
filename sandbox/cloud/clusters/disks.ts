import type { Cluster, DiskUsage, NodeUsage } from '../state/types.ts';
import { HOUR } from '../world/times.ts';

/*
 * Disks as the file system of a node shows them. What is paid for (`hardware_specs`) is another thing:
 * the file system follows an expansion, sometimes hours later.
 */

/** One disk of a node: one data path of the database. */
export type Disk = { dev: string; path: string; size: number; used: number };

/** Bytes of disk that one data node has been given, over all its disks. */
export function provisionedBytes(cluster: Cluster): number {
  const { disk_size_per_node_bytes, disks_per_node } = cluster.hardware_specs;
  return (disk_size_per_node_bytes ?? 0) * disks_per_node;
}

/** Bytes that the file systems of one data node show in all. */
export function fileSystemBytes(cluster: Cluster, now: number, ordinal = 0): number {
  const own = cluster.sandbox.usage.nodes[ordinal]?.size_bytes;
  if (own !== undefined) return own;
  const { file_system: late } = cluster.sandbox;
  const waits = late !== null && (late.follows_at === null || now < late.follows_at);
  return waits ? late.bytes : provisionedBytes(cluster);
}

/**
 * Bytes used on one data node, before what SQL has written: grows evenly, stands still while suspended.
 */
export function filledBytes(cluster: Cluster, now: number, ordinal = 0): number {
  const { usage } = cluster.sandbox;
  const node = usage.nodes[ordinal] ?? {};
  const start = sumOfDisks(node) ?? node.used_bytes ?? usage.used_bytes;
  const used = Math.round(start + grownBytes(cluster, now));
  return Math.max(0, Math.min(used, fileSystemBytes(cluster, now, ordinal)));
}

function grownBytes(cluster: Cluster, now: number): number {
  const { since, growth_bytes_per_hour } = cluster.sandbox.usage;
  const hours = cluster.suspended ? 0 : Math.max(0, now - since) / HOUR;
  return growth_bytes_per_hour * hours;
}

function sumOfDisks({ disks }: NodeUsage): number | undefined {
  if (!disks?.some((it) => it.used_bytes !== undefined)) return undefined;
  return disks.reduce((sum, it) => sum + (it.used_bytes ?? 0), 0);
}

/** The disks of one data node; `written` bytes of SQL lie evenly on them. */
export function disksOf(cluster: Cluster, now: number, ordinal: number, written = 0): Disk[] {
  const { hardware_specs, sandbox } = cluster;
  const own: DiskUsage[] = sandbox.usage.nodes[ordinal]?.disks ?? [];
  const count = Math.max(1, own.length || hardware_specs.disks_per_node);
  const even = fileSystemBytes(cluster, now, ordinal) / count;
  const filled = filledBytes(cluster, now, ordinal) / count;
  const grown = grownBytes(cluster, now) / count;
  return Array.from({ length: count }, (_, index) => {
    const disk = own[index] ?? {};
    const size = Math.round(disk.size_bytes ?? even);
    const before = disk.used_bytes === undefined ? filled : disk.used_bytes + grown;
    const used = Math.max(0, Math.min(size, Math.round(before + written / count)));
    const dev = `/dev/sd${String.fromCharCode(97 + index)}`;
    return { dev, path: `/data/data${index}`, size, used };
  });
}

/** The disk of a dedicated master: small, for it holds no data. */
export function masterDisk(usage: NodeUsage): Disk {
  const size = usage.size_bytes ?? MASTER_BYTES;
  const used = Math.min(size, usage.used_bytes ?? Math.round(MASTER_BYTES * 0.05));
  return { dev: '/dev/sda', path: '/data/data0', size, used };
}

const MASTER_BYTES = 16 * 1024 ** 3;

/** Makes the numbers of `now` the new starting point; `factor` spreads the data over other nodes. */
export function rebaseUsage(cluster: Cluster, now: number, factor = 1): void {
  const { usage } = cluster.sandbox;
  const level = (ordinal: number) => Math.round(filledBytes(cluster, now, ordinal) * factor);
  const grown = grownBytes(cluster, now);
  const nodes = usage.nodes.map((node, ordinal): NodeUsage => {
    if (node.disks?.some((it) => it.used_bytes !== undefined)) {
      const share = grown / node.disks.length;
      const disks = node.disks.map(({ used_bytes, ...disk }) =>
        used_bytes === undefined
          ? disk
          : { ...disk, used_bytes: Math.round((used_bytes + share) * factor) },
      );
      return { ...node, disks };
    }
    return node.used_bytes === undefined ? node : { ...node, used_bytes: level(ordinal) };
  });
  // Read the common level with the nodes' own values out of the way.
  usage.nodes = [];
  usage.used_bytes = level(0);
  usage.nodes = nodes;
  usage.since = now;
}

/**
 * To be called when the provisioned size has grown from `before` bytes a node, with the time (ms): the
 * file system follows `hours` later, at once for 0, and never by itself for less.
 */
export function delayFileSystem(
  cluster: Cluster,
  now: number,
  before: number,
  hours: number,
): void {
  if (hours === 0) {
    cluster.sandbox.file_system = null;
    return;
  }
  const follows_at = hours < 0 ? null : now + hours * HOUR;
  cluster.sandbox.file_system = { bytes: before, follows_at };
}
