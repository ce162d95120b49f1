import type { Database } from '../catalog/database.ts';
import type { Table } from '../catalog/table.ts';
import type { CallContext } from '../expressions/context.ts';
import type { SqlShard, SqlTable } from '../types.ts';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  INTEGER,
  REAL,
  SMALLINT,
  TEXT,
  TIMESTAMPTZ,
} from '../values/type.ts';
import type { Definition, Row } from './define.ts';
import { nodeId } from './nodes.ts';

export { replicasOf as replicaCount };

/** `0-1`, `0-all`, `2`: how many copies beside the primary, of which the highest number does not fit. */
function replicasOf(text: string, nodes: number): number {
  const [, low = '0', high] = /^(\d+)(?:-(\d+|all))?$/.exec(text.trim()) ?? [];
  if (high === undefined) return Number(low);
  const most = high === 'all' ? nodes - 1 : Math.min(Number(high), nodes - 1);
  return Math.max(Number(low), most);
}

const dataNodes = ({ cluster }: Database): number =>
  Math.max(1, cluster.nodes.filter((it) => it.role === 'data').length);

const partitionsOf = (table: Table): string[] =>
  table.partitionedBy.length > 0 ? [...table.store.partitions.keys()] : [''];

/** What the rows of each partition take: an estimate by the length of their JSON. */
export function spaceOf({ tables }: Database): SqlTable[] {
  return [...tables.values()].map((table) => {
    const loads = new Map(
      partitionsOf(table).map((ident) => [ident, { ident, docs: 0, bytes: 0 }]),
    );
    for (const doc of table.store.all()) {
      const load = loads.get(doc.partition);
      if (!load) continue;
      load.docs += 1;
      load.bytes += doc.bytes;
    }
    const { schema, name, shards, replicas } = table;
    return { schema, name, shards, replicas, partitions: [...loads.values()] };
  });
}

const copiesOf = (database: Database): SqlShard[] =>
  database.cluster.placeShards(spaceOf(database));

/** Open shards as the limit counts them: all copies that are wanted, also those that no node can hold. */
export function openShards(database: Database): number {
  let count = 0;
  for (const table of database.tables.values()) {
    if (table.closed) continue;
    count +=
      partitionsOf(table).length *
      table.shards *
      (1 + replicasOf(table.replicas, dataNodes(database)));
  }
  return count;
}

function shardRows({ database, now }: CallContext): Row[] {
  const { cluster, tables } = database;
  return copiesOf(database).map((copy) => {
    const last = copy.docs - 1;
    return {
      schema_name: copy.schema,
      table_name: copy.table,
      partition_ident: copy.partition,
      id: copy.id,
      node: copy.node === null ? null : { id: nodeId(cluster, copy.node), name: copy.node },
      primary: copy.primary,
      state: copy.state,
      routing_state: copy.state,
      closed: tables.get(`${copy.schema}.${copy.table}`)?.closed ?? false,
      orphan_partition: false,
      size: copy.size,
      num_docs: copy.docs,
      recovery: {
        stage: 'DONE',
        type: copy.primary ? 'EMPTY_STORE' : 'PEER',
        total_time: 10,
        size: { used: 0, reused: 0, recovered: 0, percent: 100 },
        files: { used: 0, reused: 0, recovered: 0, percent: 100 },
      },
      path: `/data/data/nodes/0/indices/${copy.table}/${copy.id}`,
      seq_no_stats: { max_seq_no: last, local_checkpoint: last, global_checkpoint: last },
      translog_stats: {
        size: 55,
        uncommitted_size: 55,
        number_of_operations: 0,
        uncommitted_operations: 0,
      },
      retention_leases: { primary_term: 1, version: 1, leases: [] },
      last_write_before: now,
    };
  });
}

export const SHARDS: Definition = {
  columns: {
    schema_name: TEXT,
    table_name: TEXT,
    id: INTEGER,
    partition_ident: TEXT,
    num_docs: BIGINT,
    primary: BOOLEAN,
    relocating_node: TEXT,
    size: BIGINT,
    state: TEXT,
    closed: BOOLEAN,
    routing_state: TEXT,
    orphan_partition: BOOLEAN,
    'recovery.stage': TEXT,
    'recovery.type': TEXT,
    'recovery.total_time': BIGINT,
    'recovery.size.used': BIGINT,
    'recovery.size.reused': BIGINT,
    'recovery.size.recovered': BIGINT,
    'recovery.size.percent': REAL,
    'recovery.files.used': INTEGER,
    'recovery.files.reused': INTEGER,
    'recovery.files.recovered': INTEGER,
    'recovery.files.percent': REAL,
    path: TEXT,
    blob_path: TEXT,
    min_lucene_version: TEXT,
    'node.id': TEXT,
    'node.name': TEXT,
    'seq_no_stats.max_seq_no': BIGINT,
    'seq_no_stats.local_checkpoint': BIGINT,
    'seq_no_stats.global_checkpoint': BIGINT,
    'translog_stats.size': BIGINT,
    'translog_stats.uncommitted_size': BIGINT,
    'translog_stats.number_of_operations': INTEGER,
    'translog_stats.uncommitted_operations': INTEGER,
    'retention_leases.primary_term': BIGINT,
    'retention_leases.version': BIGINT,
    'retention_leases.leases[].id': TEXT,
    last_write_before: TIMESTAMPTZ,
  },
  rows: shardRows,
};

export const ALLOCATIONS: Definition = {
  columns: {
    table_schema: TEXT,
    table_name: TEXT,
    partition_ident: TEXT,
    shard_id: INTEGER,
    node_id: TEXT,
    primary: BOOLEAN,
    current_state: TEXT,
    explanation: TEXT,
    'decisions[].node_id': TEXT,
    'decisions[].node_name': TEXT,
    'decisions[].explanations': arrayOf(TEXT),
  },
  rows: ({ database }) =>
    copiesOf(database).map((copy) => ({
      table_schema: copy.schema,
      table_name: copy.table,
      partition_ident: copy.partition,
      shard_id: copy.id,
      node_id: copy.node === null ? null : nodeId(database.cluster, copy.node),
      primary: copy.primary,
      current_state: copy.state,
      explanation:
        copy.node === null
          ? 'cannot allocate because allocation is not permitted to any of the nodes'
          : null,
      decisions: null,
    })),
};

/** Health of each table and partition: red without a primary, yellow without one of the other copies. */
function tableHealth({ database }: CallContext): Row[] {
  const copies = copiesOf(database);
  return [...database.tables.values()].flatMap((table) =>
    partitionsOf(table).map((partition) => {
      const lost = copies.filter(
        (it) =>
          it.schema === table.schema &&
          it.table === table.name &&
          it.partition === partition &&
          it.node === null,
      );
      const missing = lost.filter((it) => it.primary).length;
      const underreplicated = lost.length - missing;
      const severity = missing > 0 ? 3 : underreplicated > 0 ? 2 : 1;
      return {
        table_schema: table.schema,
        table_name: table.name,
        // API: null for a table without partitions; in sys.shards it is ''.
        partition_ident: partition === '' ? null : partition,
        health: ['GREEN', 'YELLOW', 'RED'][severity - 1],
        severity,
        missing_shards: missing,
        underreplicated_shards: underreplicated,
      };
    }),
  );
}

export const HEALTH: Definition = {
  columns: {
    table_schema: TEXT,
    table_name: TEXT,
    partition_ident: TEXT,
    health: TEXT,
    severity: SMALLINT,
    missing_shards: BIGINT,
    underreplicated_shards: BIGINT,
  },
  rows: tableHealth,
};

export const CLUSTER_HEALTH: Definition = {
  columns: {
    description: TEXT,
    health: TEXT,
    missing_shards: BIGINT,
    pending_tasks: BIGINT,
    severity: SMALLINT,
    underreplicated_shards: BIGINT,
  },
  rows(context) {
    const all = tableHealth(context);
    const sum = (key: string) => all.reduce((total, it) => total + Number(it[key]), 0);
    const severity = Math.max(1, ...all.map((it) => Number(it.severity)));
    const told = [
      '',
      'One or more tables have underreplicated shards',
      'One or more tables are missing shards',
    ];
    return [
      {
        description: told[severity - 1],
        health: ['GREEN', 'YELLOW', 'RED'][severity - 1],
        missing_shards: sum('missing_shards'),
        pending_tasks: 0,
        severity,
        underreplicated_shards: sum('underreplicated_shards'),
      },
    ];
  },
};
