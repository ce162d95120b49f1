import { readNodeUsage } from '../../../src/clients/sql/usage.ts';

/** One answer for the nodes, and one for their shards. */
const sqlWith = (nodes: unknown[][], shards: unknown[][]) => ({
  read: async (statement: string) => {
    const rows = statement.includes('sys.shards') ? shards : nodes;
    return { columns: [], types: [], rows, rowCount: rows.length };
  },
});

test('shards are a whole number, none where a node has none, and null where it cannot be read', async () => {
  const nodes = ['a', 'b', 'c', 'd'].map((name) => [name, 100, 50, 50, 1, 1, 2, 0.5, 4]);
  const shards = [
    ['a', 96],
    ['b', 5e-324],
    ['c', null],
  ];
  const usage = await readNodeUsage(sqlWith(nodes, shards), { withShards: true });
  expect(usage.map((node) => node.shards)).toEqual([96, null, null, 0]);
});
