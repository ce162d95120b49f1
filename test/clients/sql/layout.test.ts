import fc from 'fast-check';
import {
  readMaxShardsPerNode,
  readReplicas,
  readTableLayouts,
  readUnwellTables,
  shardCopiesOn,
} from '../../../src/clients/sql/layout.ts';

const answering = (rowsOf: (statement: string) => unknown[][]) => ({
  read: async (statement: string) => {
    const rows = rowsOf(statement);
    return { columns: [], types: [], rows, rowCount: rows.length };
  },
});

test.each([
  ['2', 2, 2],
  ['0-1', 0, 1],
  ['1-all', 1, Number.POSITIVE_INFINITY],
  [' 0 ', 0, 0],
  ['3-1', 3, 3],
  ['many', 0, 0],
  [null, 0, 0],
])('number_of_replicas %j is at least %s and at most %s', (setting, least, most) => {
  expect(readReplicas(setting)).toEqual({ leastReplicas: least, mostReplicas: most });
});

test('tables come with their replicas and the primaries of all their partitions', async () => {
  const sql = answering((statement) =>
    statement.includes('sys.shards')
      ? [
          ['doc', 'orders', 12],
          ['doc', 'gone', 4],
        ]
      : [
          ['doc', 'orders', '1-2'],
          ['lab', 'empty', '0'],
        ],
  );
  expect(await readTableLayouts(sql)).toEqual([
    { name: 'doc.orders', leastReplicas: 1, mostReplicas: 2, primaries: 12 },
    { name: 'lab.empty', leastReplicas: 0, mostReplicas: 0, primaries: 0 },
  ]);
});

test('copies follow the number of nodes as far as the setting lets them', () => {
  const table = (mostReplicas: number) => ({
    name: 'doc.t',
    leastReplicas: 0,
    mostReplicas,
    primaries: 10,
  });
  expect(shardCopiesOn(3, [table(1)])).toBe(20);
  expect(shardCopiesOn(1, [table(1)])).toBe(10);
  expect(shardCopiesOn(3, [table(Number.POSITIVE_INFINITY), table(0)])).toBe(40);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 9 }), (nodes, most) => {
      const copies = shardCopiesOn(nodes, [table(most)]);
      expect(copies).toBeGreaterThanOrEqual(10);
      expect(copies).toBeLessThanOrEqual(10 * nodes);
    }),
  );
});

test.each([
  [500, 500],
  ['2000', 2_000],
  [null, 1_000],
  [-1, 1_000],
])('at most %j shards a node are %i', async (setting, expected) => {
  expect(await readMaxShardsPerNode(answering(() => [[setting]]))).toBe(expected);
});

test('tables that are not well are named, and none is nothing', async () => {
  const rows = [['doc', 'orders', 'RED']];
  expect(await readUnwellTables(answering(() => rows))).toEqual([
    { name: 'doc.orders', health: 'RED' },
  ]);
  expect(await readUnwellTables(answering(() => []))).toEqual([]);
});
