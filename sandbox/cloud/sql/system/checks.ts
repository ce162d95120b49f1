import type { SqlCluster, SqlNode } from '../types.ts';
import { BOOLEAN, INTEGER, TEXT } from '../values/type.ts';
import type { Definition } from './define.ts';
import { nodeId } from './nodes.ts';
import { openShards } from './shards.ts';

/** Severities as CrateDB numbers them. */
const [LOW, MEDIUM, HIGH] = [1, 2, 3];

const CHECKS = [
  {
    id: 2,
    severity: MEDIUM,
    description:
      'The total number of partitions of one or more partitioned tables should not be greater than 1000. A large amount of shards can significantly reduce performance. https://cr8.is/d-cluster-check-2',
  },
  {
    id: 3,
    severity: LOW,
    description:
      'The following tables need to be recreated for compatibility with future major versions of CrateDB: [] https://cr8.is/d-cluster-check-3',
  },
];

export const SYS_CHECKS: Definition = {
  columns: { id: INTEGER, severity: INTEGER, description: TEXT, passed: BOOLEAN },
  primaryKey: ['id'],
  rows({ database }) {
    const failed = database.cluster.failedChecks ?? [];
    const ids = new Set(failed.map(({ id }) => id));
    const passed = CHECKS.filter(({ id }) => !ids.has(id));
    return [
      ...passed.map((check) => ({ ...check, passed: true })),
      ...failed.map((check) => ({ ...check, passed: false })),
    ].sort((a, b) => a.id - b.id);
  },
};

const link = (id: number, text: string): string => `${text} https://cr8.is/d-node-check-${id}`;

/** API: 5, 6 and 7 are the high, low and flood-stage watermarks of the disk. */
const NODE_CHECKS = [
  {
    id: 1,
    severity: MEDIUM,
    text: "It has been detected that the 'gateway.expected_data_nodes' setting (or the deprecated 'gateway.recovery_after_nodes' setting) is not configured or it does not match the actual number of (data) nodes in the cluster.",
    passes: (_: SqlNode, { nodes, expectedNodes }: SqlCluster) =>
      nodes.filter((it) => it.role === 'data').length === expectedNodes,
  },
  {
    id: 2,
    severity: MEDIUM,
    text: "The cluster setting 'gateway.recover_after_data_nodes' (or the deprecated `gateway.recovery_after_nodes` setting) is not configured or it is set to a value that seems low in relation to the the maximum/expected number of (data) nodes in the cluster.",
    passes: () => true,
  },
  {
    id: 3,
    severity: MEDIUM,
    text: 'If any of the "expected data nodes" recovery settings are set (or the deprecated "expected nodes" settings),the value of \'gateway.recover_after_time\' must not be zero. Otherwise the "expected (data) nodes" setting wouldn\'t have any effect.',
    passes: () => true,
  },
  {
    id: 5,
    severity: HIGH,
    text: 'The high disk watermark is exceeded on the node. The cluster will attempt to relocate shards to another node. Please check the node disk usage.',
    passes: (node: SqlNode) => !node.past.high,
  },
  {
    id: 6,
    severity: HIGH,
    text: 'The low disk watermark is exceeded on the node. The cluster will not allocate new shards to the node. Please check the node disk usage.',
    passes: (node: SqlNode) => !node.past.low,
  },
  {
    id: 7,
    severity: HIGH,
    text: 'The flood stage disk watermark is exceeded on the node. Tables that reside on an affected disk on this node have been made read-only. Please check the node disk usage.',
    passes: (node: SqlNode) => !node.past.flood_stage,
  },
  {
    id: 8,
    severity: MEDIUM,
    text: 'The amount of shards on the node reached 90 % of the limit of the cluster setting `cluster.max_shards_per_node`. Creating new tables or partitions which would push the number of shards beyond 100 % of the limit will be rejected.',
    passes: (_: SqlNode, __: SqlCluster, fill: number) => fill < 0.9,
  },
];

export const SYS_NODE_CHECKS: Definition = {
  columns: {
    id: INTEGER,
    node_id: TEXT,
    severity: INTEGER,
    description: TEXT,
    passed: BOOLEAN,
    acknowledged: BOOLEAN,
  },
  primaryKey: ['id', 'node_id'],
  rows({ database }) {
    const { cluster } = database;
    const limit = Number(database.settings.get('cluster.max_shards_per_node') ?? 1000);
    const shards = openShards(database) / Math.max(1, cluster.nodes.length);
    return cluster.nodes.flatMap((node) => {
      const given = (cluster.failedNodeChecks ?? []).filter((it) => it.node === node.name);
      const ids = new Set(given.map(({ id }) => id));
      const rest = { node_id: nodeId(cluster, node.name), acknowledged: false };
      const own = NODE_CHECKS.filter(({ id }) => !ids.has(id)).map((it) => ({
        id: it.id,
        severity: it.severity,
        description: link(it.id, it.text),
        ...rest,
        passed: it.passes(node, cluster, shards / limit),
      }));
      const failed = given.map(({ id, severity, description }) => ({
        id,
        severity,
        description,
        ...rest,
        passed: false,
      }));
      return [...own, ...failed].sort((a, b) => a.id - b.id);
    });
  },
};
