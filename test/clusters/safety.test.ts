/** When a cluster can spare nodes: both sides of what its data, its copies and its shards need. */
import { Problem, type ProblemKind, type ProblemSource } from '../../src/base/problem.ts';
import { fewerNodesRefusal, healthRefusal } from '../../src/clusters/safety.ts';

const GIB = 1024 ** 3;

type World = {
  status?: string | null;
  /** GiB used, and of how many, for each node. */
  nodes?: [used: number, size: number][];
  /** By name: number_of_replicas and primary shards. */
  tables?: Record<string, [replicas: string, primaries: number]>;
  unwell?: [name: string, health: string][];
  mostShards?: number | null;
  count?: number;
  suspended?: boolean;
  /** What the statement that holds this text meets. */
  fails?: [text: string, kind: ProblemKind, source?: ProblemSource];
};

function worldOf(world: World) {
  const { status = 'GREEN', tables = {}, unwell = [], mostShards = 1000, fails } = world;
  const {
    nodes = [
      [20, 100],
      [20, 100],
      [20, 100],
    ],
  } = world;
  const entries = Object.entries(tables);
  const rowsFor = (sql: string): unknown[][] => {
    if (sql.includes('sys.nodes')) {
      return nodes.map(([used, size], index) => {
        const disk = [size * GIB, used * GIB, (size - used) * GIB];
        return [`data-hot-${index}`, ...disk, 5, GIB, 4 * GIB, 1, 4, []];
      });
    }
    if (sql.includes('sys.health')) return unwell.map(([name, health]) => ['doc', name, health]);
    if (sql.includes('sys.shards')) return entries.map(([name, [, count]]) => ['doc', name, count]);
    if (sql.includes('max_shards')) return [[mostShards]];
    if (sql.includes('information_schema')) return entries.map(([name, [n]]) => ['doc', name, n]);
    return [];
  };
  const read = async (sql: string) => {
    if (fails && sql.includes(fails[0])) {
      throw new Problem(fails[1], 'it said no', { source: fails[2] ?? 'cluster' });
    }
    return { rows: rowsFor(sql) };
  };
  const run = { now: () => new Date('2026-03-02T09:00:00Z'), sql: () => ({ read }) } as never;
  const cluster = {
    id: 'c-1',
    name: 'weather',
    num_nodes: world.count ?? nodes.length,
    suspended: world.suspended ?? false,
    crate_version: '6.2.1',
    url: null,
    ip_whitelist: [],
    health: { status, running_operation: null, last_seen: null },
    last_async_operation: { id: null, type: null, status: null, dc: {} },
    hardware_specs: {},
  } as never;
  return { run, cluster };
}

async function toNodes(nodes: number, world: World): Promise<string | null> {
  const { run, cluster } = worldOf(world);
  return (await fewerNodesRefusal(run, cluster, nodes))?.message ?? null;
}

async function forRestart(world: World): Promise<string | null> {
  const { run, cluster } = worldOf(world);
  return (await healthRefusal(run, cluster))?.message ?? null;
}

test('one that is well, has room, and copies enough can', async () => {
  expect(await toNodes(2, { tables: { t: ['1', 6] } })).toBeNull();
  expect(await forRestart({ tables: { t: ['1', 6] } })).toBeNull();
});

test.each<[string, number, World, string | null]>([
  [
    'as full as allowed',
    2,
    {
      nodes: [
        [50, 100],
        [50, 100],
        [50, 100],
      ],
    },
    null,
  ],
  [
    'a little fuller',
    2,
    {
      nodes: [
        [50, 100],
        [50, 100],
        [50.2, 100],
      ],
    },
    'the data of cluster “weather” would fill 2 nodes to 75.1 percent, and 75 are allowed',
  ],
  [
    'on one node',
    1,
    {
      nodes: [
        [40, 100],
        [40, 100],
      ],
    },
    'the data of cluster “weather” would fill 1 node to 80 percent, and 75 are allowed',
  ],
  // Which nodes go is not known: those with the largest disks may.
  [
    'where the smaller disks stay',
    2,
    {
      nodes: [
        [20, 200],
        [30, 40],
        [30, 40],
      ],
    },
    'the data of cluster “weather” would fill 2 nodes to 100 percent, and 75 are allowed',
  ],
  ['as many copies as nodes', 2, { tables: { t: ['1', 1] } }, null],
  [
    'more copies than nodes',
    2,
    { tables: { s: ['2', 1], t: ['3', 1], u: ['0-all', 1] } },
    'table doc.t has 3 replicas, which need 4 nodes',
  ],
  ['as many shards as allowed', 2, { mostShards: 10, tables: { t: ['1', 10] } }, null],
  [
    'more shards than allowed',
    2,
    { mostShards: 10, tables: { t: ['1', 10], u: ['0', 1] } },
    '2 nodes of cluster “weather” would have 11 shards each, and 10 are allowed',
  ],
])('a cluster %s', async (_what, nodes, world, why) => {
  expect(await toNodes(nodes, world)).toBe(why);
});

test.each<[string, World, string, string]>([
  ['is not GREEN', { status: 'YELLOW' }, 'is YELLOW', 'is YELLOW'],
  ['is in no known state', { status: null }, 'is in an unknown state', 'is in an unknown state'],
  [
    'has an unwell table, whatever its status says',
    {
      unwell: [
        ['t', 'RED'],
        ['u', 'YELLOW'],
      ],
    },
    'table doc.t of cluster “weather” is RED',
    'table doc.t of cluster “weather” is RED',
  ],
])('a cluster that %s can spare none', async (_what, world, fewer, restart) => {
  expect(await toNodes(2, world)).toContain(fewer);
  expect(await forRestart(world)).toContain(restart);
});

test.each<[string, World, string]>([
  [
    'is suspended',
    { suspended: true },
    'whether the data would fit is not known: cluster “weather” is suspended',
  ],
  [
    'does not answer',
    { fails: ['sys.nodes', 'no_answer'] },
    'whether the data would fit is not known',
  ],
  [
    'does not show its tables',
    { fails: ['sys.shards', 'refused'] },
    'whether the data would fit is not known: cluster “weather” does not show its tables',
  ],
  [
    'lets nobody see its tables',
    { fails: ['sys.shards', 'forbidden'] },
    'whether the data would fit is not known',
  ],
  ['misses a node', { count: 4 }, 'has 4 nodes, and only 3 answer'],
])('one that %s keeps its nodes, and may restart one', async (_what, world, why) => {
  expect(await toNodes(2, world)).toContain(why);
  expect(await forRestart(world)).toBeNull();
});

test('where the API is asked too often nothing is decided', async () => {
  const world: World = { fails: ['sys.health', 'throttled', 'cloud'] };
  await expect(forRestart(world)).rejects.toThrow('it said no');
  await expect(toNodes(2, world)).rejects.toThrow('it said no');
});
