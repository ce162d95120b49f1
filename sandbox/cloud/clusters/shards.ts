import type { SqlShard, SqlTable } from '../sql/types.ts';

/** A data node as far as shards are concerned: `filled` bytes on it that no SQL here has written. */
export type ShardNode = { name: string; present: boolean; filled: number };

/** The share of what fills a disk that lies in shards; the rest is logs and the like. */
const SHARE_IN_SHARDS = 0.96;

/**
 * Where every copy of every shard lies: dealt out in turn, so that all nodes have about as many, the
 * copies of one shard on different nodes. Adding a node or taking one away moves copies, and changes
 * their number only where a table has as many replicas as fit (`0-1`, `0-all`).
 *
 * What fills the disks was not written by SQL here; it counts as the contents of the shards that are
 * there. `extra` copies more are old, empty partitions of the first table.
 */
export function placeShards(tables: SqlTable[], nodes: ShardNode[], extra = 0): SqlShard[] {
  let next = 0;
  const shards: SqlShard[] = [];
  for (const table of withPartitions(tables, extra)) {
    const copies = 1 + replicasOf(table.replicas, nodes.length);
    for (const partition of table.partitions) {
      for (let id = 0; id < table.shards; id += 1) {
        const placed = Array.from({ length: copies }, (_, copy) =>
          copy < nodes.length ? nodes[next++ % nodes.length] : undefined,
        );
        shards.push(...copiesOf(table, partition, id, placed));
      }
    }
  }
  return withContents(shards, nodes);
}

/** `0-1`, `0-all`, `2`: how many copies beside the primary, of which the highest number does not fit. */
export function replicasOf(text: string, nodes: number): number {
  const [, low = '0', high] = /^(\d+)(?:-(\d+|all))?$/.exec(text.trim()) ?? [];
  if (high === undefined) return Number(low);
  const most = high === 'all' ? nodes - 1 : Math.min(Number(high), nodes - 1);
  return Math.max(Number(low), most);
}

function withPartitions(tables: SqlTable[], extra: number): SqlTable[] {
  const [first] = tables;
  if (!first || extra <= 0) return tables;
  const partitions = Array.from({ length: extra }, (_, index) => ({
    ident: `04${index.toString(36).padStart(10, '0')}`,
    docs: 0,
    bytes: 0,
  }));
  return [...tables, { ...first, shards: 1, replicas: '0', partitions }];
}

function copiesOf(
  table: SqlTable,
  partition: SqlTable['partitions'][number],
  id: number,
  placed: Array<ShardNode | undefined>,
): SqlShard[] {
  // The first copy whose node is there is the primary; if none is, the shard is lost for now.
  const leader = Math.max(
    0,
    placed.findIndex((node) => node?.present),
  );
  const share = (whole: number) => {
    const even = Math.floor(whole / table.shards);
    return even + (id < whole % table.shards ? 1 : 0);
  };
  return placed.map((node, copy) => ({
    schema: table.schema,
    table: table.name,
    partition: partition.ident,
    id,
    primary: copy === leader,
    node: node?.present ? node.name : null,
    state: node?.present ? 'STARTED' : 'UNASSIGNED',
    docs: node?.present ? share(partition.docs) : 0,
    size: node?.present ? share(partition.bytes) : 0,
  }));
}

/** What a node's disk holds beside the rows lies evenly in the shards of that node. */
function withContents(shards: SqlShard[], nodes: ShardNode[]): SqlShard[] {
  const counts = new Map<string | null, number>();
  for (const { node } of shards) counts.set(node, (counts.get(node) ?? 0) + 1);
  const filled = new Map(nodes.map((node) => [node.name, node.filled]));
  return shards.map((shard) => {
    const bytes = shard.node === null ? 0 : (filled.get(shard.node) ?? 0);
    const each = Math.floor((bytes * SHARE_IN_SHARDS) / (counts.get(shard.node) ?? 1));
    return { ...shard, size: shard.size + each };
  });
}

/** Bytes of rows on each node, by its name. */
export function writtenBytes(tables: SqlTable[], nodes: ShardNode[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { node, size } of placeShards(
    tables,
    nodes.map((it) => ({ ...it, filled: 0 })),
  )) {
    if (node !== null) sums.set(node, (sums.get(node) ?? 0) + size);
  }
  return sums;
}
