/** How much storage it takes until no node is too full; what was bought counts, though it is not to be seen. */
import { inGib, neededStorage } from '../../src/clusters/needed-storage.ts';

const GIB = 1024 ** 3;
const NOW = new Date('2026-03-02T09:00:00Z');
const HOUR_MS = 3_600_000;

type Node = { used: number; size: number; paths?: { used: number; size: number }[] };

type World = {
  nodes: Node[];
  /** GiB for each node; null: it is not told. */
  provisioned?: number | null;
  disks?: number | null;
  /** How many there should be. */
  count?: number;
  suspended?: boolean;
  expandedHoursAgo?: number | null;
  last?: object;
};

const inBytes = ({ used, size }: { used: number; size: number }) => ({
  size: size * GIB,
  used: used * GIB,
  available: (size - used) * GIB,
});

function need(percent: number, world: World) {
  const { nodes, provisioned = 64, disks = 1, count = nodes.length, expandedHoursAgo } = world;
  const rows = nodes.map(({ paths = [], ...node }, index) => {
    const { size, used, available } = inBytes(node);
    const rest = [5, GIB, 4 * GIB, 1, 4];
    return [`data-hot-${index}`, size, used, available, ...rest, paths.map(inBytes)];
  });
  const operation = (type: string, status: string, hoursAgo: number) => {
    const at = new Date(NOW.getTime() - hoursAgo * HOUR_MS).toISOString();
    return {
      id: `${type} ${status}`,
      type,
      status,
      entity_id: 'c',
      feedback_data: null,
      non_sensitive_data: {},
      // It begins long before it ends.
      dc: { created: '2026-03-01T00:00:00.000Z', modified: at },
    };
  };
  const operations = [
    operation('SCALE', 'SUCCEEDED', 0.1),
    operation('EXPAND_STORAGE', 'FAILED', 0.2),
    ...(expandedHoursAgo == null
      ? []
      : [
          operation('EXPAND_STORAGE', 'SUCCEEDED', expandedHoursAgo),
          { ...operation('EXPAND_STORAGE', 'SUCCEEDED', 90), id: 'older' },
        ]),
  ];
  const run = {
    now: () => NOW,
    sql: () => ({ read: async () => ({ rows }) }),
    cloud: { get: async () => operations },
  };
  const cluster = {
    id: 'c',
    name: 'weather',
    num_nodes: count,
    crate_version: '6.2.1',
    suspended: world.suspended ?? false,
    health: { status: 'GREEN', running_operation: null },
    last_async_operation: world.last ?? { id: null, type: null, status: null, dc: {} },
    hardware_specs: {
      disk_size_per_node_bytes: provisioned === null ? null : provisioned * GIB,
      disks_per_node: disks,
    },
  };
  return neededStorage(run as never, cluster as never, percent);
}

const bytes = (gib: number) => ({ kind: 'bytes', bytes: gib * GIB });

test.each<[string, number, World, object]>([
  ['as full as it may be', 75, { nodes: [{ used: 48, size: 64 }] }, { kind: 'enough' }],
  ['a little fuller', 75, { nodes: [{ used: 48.1, size: 64 }] }, bytes(65)],
  ['much fuller', 70, { nodes: [{ used: 56, size: 64 }] }, bytes(80)],
  [
    'the fullest of several',
    50,
    {
      nodes: [
        { used: 40, size: 64 },
        { used: 10, size: 64 },
        { used: 36, size: 64 },
      ],
    },
    bytes(80),
  ],
  // What a file system shows less than its disk has, it shows less of a larger one as well.
  ['of a disk that shows less', 50, { nodes: [{ used: 40, size: 60 }] }, bytes(86)],
  ['of a disk that shows more', 50, { nodes: [{ used: 40, size: 66 }] }, bytes(82)],
  [
    'of two disks',
    70,
    { disks: 2, nodes: [{ used: 60, size: 128, paths: [{ used: 56, size: 64 }] }] },
    bytes(80),
  ],
  ['of two disks that show as one', 50, { disks: 2, nodes: [{ used: 40, size: 64 }] }, bytes(80)],
  [
    'of a number of disks that is not told',
    50,
    { disks: null, nodes: [{ used: 80, size: 128 }] },
    bytes(164),
  ],
])('a node %s', async (_what, percent, world, needed) => {
  expect(await need(percent, world)).toEqual(needed);
});

describe('while a disk has not followed what was bought', () => {
  const late = (used: number, size = 100): World => ({ provisioned: 128, nodes: [{ used, size }] });

  test.each<[string, number, World, object]>([
    ['what is enough is waited for', 80, late(90), { kind: 'on its way', isEnough: true }],
    ['what is just enough, too', 80, late(99.6), { kind: 'on its way', isEnough: true }],
    [
      'a little less than the disk has is late',
      80,
      { provisioned: 115, nodes: [{ used: 85, size: 100 }] },
      { kind: 'on its way', isEnough: true },
    ],
    [
      'two disks are late together',
      80,
      { disks: 2, nodes: [{ used: 90, size: 100 }] },
      { kind: 'on its way', isEnough: true },
    ],
    ['what is nearly so is, too', 70, late(99), { kind: 'on its way', isEnough: false }],
    ['only much more is bought', 60, late(99), bytes(170)],
    [
      'a tenth less is what a file system takes',
      80,
      { provisioned: 110, nodes: [{ used: 90, size: 100 }] },
      bytes(124),
    ],
  ])('%s', async (_what, percent, world, needed) => {
    expect(await need(percent, world)).toEqual(needed);
  });

  test('one of several that is late is enough to wait', async () => {
    const nodes = [
      { used: 90, size: 100 },
      { used: 110, size: 126 },
    ];
    expect(await need(85, { provisioned: 128, nodes })).toEqual({
      kind: 'on its way',
      isEnough: false,
    });
  });
});

test.each<[string, number, number | null, object]>([
  ['a little', 48.1, 5.9, { kind: 'too soon', hoursAgo: 5.9 }],
  ['a little', 48.1, 6, bytes(65)],
  ['a little', 48.1, null, bytes(65)],
  ['much', 60, 1, bytes(80)],
])('%s more, of %f GiB, %f hours after the last expansion', async (_what, used, hours, needed) => {
  const found = await need(75, { nodes: [{ used, size: 64 }], expandedHoursAgo: hours });
  expect(found).toEqual(
    'hoursAgo' in needed ? { ...needed, hoursAgo: expect.closeTo(5.9, 5) } : needed,
  );
});

describe('where it cannot be told', () => {
  const NODES = [{ used: 60, size: 64 }];
  const expanding = {
    id: 'o-1',
    type: 'EXPAND_STORAGE',
    status: 'IN_PROGRESS',
    dc: { created: '2026-03-02T08:50:00.000Z', modified: '2026-03-02T08:50:00.000Z' },
  };

  test.each<[string, World, string]>([
    ['a node is missing', { nodes: NODES, count: 2 }, 'has 2 nodes, and only 1 answer'],
    [
      'its size is not told',
      { nodes: NODES, provisioned: null },
      'does not show its provisioned storage',
    ],
    ['it is suspended', { nodes: NODES, suspended: true }, 'is suspended'],
    [
      'it is suspended while something else is done',
      { nodes: NODES, suspended: true, last: { ...expanding, type: 'SCALE' } },
      'is suspended',
    ],
  ])('%s', async (_what, world, why) => {
    const found = await need(75, world);
    expect(found).toMatchObject({
      kind: 'unknown',
      refusal: { message: expect.stringContaining(why) },
    });
  });

  test('but it is being expanded', async () => {
    expect(await need(75, { nodes: NODES, suspended: true, last: expanding })).toEqual({
      kind: 'on its way',
      isEnough: false,
    });
  });
});

test('sizes in words', () => {
  expect([inGib(null), inGib(1.5 * GIB)]).toEqual(['an unknown size', '1.5 GiB']);
});
