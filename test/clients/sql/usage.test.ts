import { readNodeUsage } from '../../../src/clients/sql/usage.ts';

/** One answer for the nodes, and one for their shards. */
const sqlWith = (nodes: unknown[][], shards: unknown[][] = []) => ({
  read: async (statement: string) => {
    const rows = statement.includes('sys.shards') ? shards : nodes;
    return { columns: [], types: [], rows, rowCount: rows.length };
  },
});

const disk = (size: number, used: number) => ({
  dev: '/dev/sda',
  size,
  used,
  available: size - used,
});
const node = (name: string, disks: ReturnType<typeof disk>[] = [disk(100, 50)]) => {
  const sum = (key: 'size' | 'used' | 'available') =>
    disks.reduce((total, one) => total + one[key], 0);
  return [name, sum('size'), sum('used'), sum('available'), 1, 1, 2, 0.5, 4, disks];
};

test('shards are a whole number, none where a node has none, and null where it cannot be read', async () => {
  const nodes = ['a', 'b', 'c', 'd'].map((name) => node(name));
  const shards = [
    ['a', 96],
    ['b', 5e-324],
    ['c', null],
  ];
  const usage = await readNodeUsage(sqlWith(nodes, shards), { withShards: true });
  expect(usage.map((one) => one.shards)).toEqual([96, null, null, 0]);
});

test('of several data paths the fullest in percent counts, beside their sums', async () => {
  const [usage] = await readNodeUsage(sqlWith([node('a', [disk(400, 100), disk(100, 93)])]));
  expect(usage).toMatchObject({ diskSize: 500, diskUsed: 193, diskAvailable: 307 });
  const { size, used, available } = disk(100, 93);
  expect(usage?.fullestDisk).toEqual({ size, used, available });
});

test.each([
  ['null', null],
  ['-1', -1],
])('a node that says %s is silent, whatever its name is', async (_what, nothing) => {
  const hung = ['data-hot-1', ...Array.from({ length: 9 }, () => nothing)];
  const usage = await readNodeUsage(sqlWith([node('data-hot-0'), hung]));
  expect(usage.map(({ answers, fullestDisk }) => [answers, fullestDisk?.used])).toEqual([
    [true, 50],
    [false, undefined],
  ]);
  expect(usage[1]).toMatchObject({ diskSize: null, diskUsed: null, cpuPercent: null, load: null });
});

test('data paths that say nothing leave the sums, and a disk without a size is no disk', async () => {
  const [mute, empty] = await readNodeUsage(
    sqlWith([
      [...node('a').slice(0, 9), [{ size: -1, used: -1, available: -1 }, null]],
      ['b', 0, 0, 0, 1, 1, 2, 0.5, 4, [disk(0, 0)]],
    ]),
  );
  expect(mute?.fullestDisk).toEqual({ size: 100, used: 50, available: 50 });
  expect(empty).toMatchObject({ diskSize: null, fullestDisk: null, answers: true });
});

test('dedicated masters are told apart from nodes with data', async () => {
  const names = ['data-hot-0', 'master-0', 'master', 'masterpiece-1'];
  const usage = await readNodeUsage(sqlWith(names.map((name) => node(name))));
  expect(usage.map((one) => one.isMaster)).toEqual([false, true, true, false]);
});

test('one statement for each cluster, and a second one only where shards are wanted', async () => {
  const asked: string[] = [];
  const { read } = sqlWith([node('a')]);
  const sql = {
    read: (statement: string) => {
      asked.push(/FROM (sys\.\w+)/.exec(statement)?.[1] ?? statement);
      return read(statement);
    },
  };
  const [usage] = await readNodeUsage(sql);
  expect(asked).toEqual(['sys.nodes']);
  expect(usage?.shards).toBeNull();
  await readNodeUsage(sql, { withShards: true });
  expect(asked).toEqual(['sys.nodes', 'sys.nodes', 'sys.shards']);
});
