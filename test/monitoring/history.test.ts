/** The recorded history: its table, its window, what is written and what is read. */
import { Problem, type ProblemKind } from '../../src/base/problem.ts';
import { readGrowth } from '../../src/monitoring/history/growth.ts';
import { readHistory } from '../../src/monitoring/history/read.ts';
import { readSeries, type SeriesInput } from '../../src/monitoring/history/source.ts';
import { monthBefore, readTable, tableWord } from '../../src/monitoring/history/table.ts';
import { windowOf } from '../../src/monitoring/history/window.ts';
import { dropOlder, rowsOf, slotOf, writeRows } from '../../src/monitoring/history/write.ts';

const NOW = new Date('2026-03-02T09:00:30.500Z');
const AT = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const TABLE = '"doc"."cluster_usage"';
const CLUSTER = {
  id: 'c-1',
  name: 'weather',
  crate_version: '6.2.1',
  health: { status: 'GREEN' },
  last_async_operation: { id: null, status: null, dc: {} },
} as never;

type Reply = unknown[][] | ProblemKind;

/** A run whose cluster answers with one reply after the other, and keeps what it was asked. */
function runWith(...replies: Reply[]) {
  const asked: { sql: string; args: unknown }[] = [];
  const answer = async (sql: string, args: unknown = []) => {
    asked.push({ sql, args });
    const reply = replies.shift() ?? [];
    if (typeof reply === 'string') throw new Problem(reply, 'it said no', { source: 'cluster' });
    return reply;
  };
  const client = {
    read: async (sql: string, args?: unknown) => ({ rows: await answer(sql, args) }),
    write: answer,
    writeMany: answer,
  };
  return { run: { now: () => NOW, sql: () => client } as never, asked };
}

describe('the window', () => {
  const meant = (input: object) =>
    windowOf({ window: '24 hours', time_zone: 'UTC', ...input } as never, NOW);
  const iso = (input: object) => {
    const { from, to } = meant(input);
    return [from.toISOString(), to.toISOString()];
  };

  test.each<[object, string, string]>([
    [{}, '2026-03-01T09:00:00.000Z', '2026-03-02T09:00:00.000Z'],
    [{ to_time: '2026-02-10T12:00:00Z' }, '2026-02-09T12:00:00.000Z', '2026-02-10T12:00:00.000Z'],
    [{ from_time: '2026-03-02T08:00:00Z' }, '2026-03-02T08:00:00.000Z', '2026-03-02T09:00:00.000Z'],
    [
      { from_time: '2026-01-01T00:00:00Z', to_time: '2026-01-02T00:00:00Z' },
      '2026-01-01T00:00:00.000Z',
      '2026-01-02T00:00:00.000Z',
    ],
    [
      { window: 'yesterday', time_zone: ' Europe/Berlin ' },
      '2026-02-28T23:00:00.000Z',
      '2026-03-01T23:00:00.000Z',
    ],
    [
      { window: 'yesterday', to_time: '2026-03-02T05:00:00Z' },
      '2026-03-01T00:00:00.000Z',
      '2026-03-02T05:00:00.000Z',
    ],
  ])('%j', (input, from, to) => {
    expect(iso(input)).toEqual([from, to]);
  });

  test.each<[object, string]>([
    [{ time_zone: 'Mars' }, '“Mars” is not a time zone'],
    [{ window: 'soon' }, '“Time Window” cannot be “soon”'],
    [{ time_zone: 'z'.repeat(50) }, `“${'z'.repeat(40)}”`],
    [{ window: 'w'.repeat(50) }, `“${'w'.repeat(40)}”`],
    [{ from_time: '2026-03-02T09:00:00Z' }, 'the time window ends before it begins'],
    [{ from_time: '2026-03-03T00:00:00Z' }, 'the time window ends before it begins'],
  ])('%j is refused', (input, why) => {
    expect(() => meant(input)).toThrow(why);
  });
});

describe('the name of the table', () => {
  test.each([
    ['usage', '"doc"."usage"', 'doc.usage'],
    [' metrics.usage_2 ', '"metrics"."usage_2"', 'metrics.usage_2'],
    ['"My-Schema"."Usage"', '"My-Schema"."Usage"', '"My-Schema"."Usage"'],
    ['metrics."Usage"', '"metrics"."Usage"', '"metrics"."Usage"'],
  ])('%s', (text, inStatements, word) => {
    expect(readTable(text)).toBe(inStatements);
    expect(tableWord(inStatements)).toBe(word);
    expect(readTable(word)).toBe(inStatements);
  });

  test.each(['', 'Usage', '9usage', 'a.b.c', '"a.b"', 'sys.nodes', '"blob"."usage"', 'x; DROP'])(
    '%j cannot be one',
    (text) => {
      expect(() => readTable(text)).toThrow('is not the name of a table that can be written to');
    },
  );
});

test('months are counted back over the year’s end, and slots begin at round times', () => {
  expect([0, 2, 3, 15].map((months) => monthBefore(NOW, months))).toEqual([
    '2026-03',
    '2026-01',
    '2025-12',
    '2024-12',
  ]);
  const slots = [5, 15, 60].map((minutes) => slotOf(new Date('2026-03-02T09:59:59Z'), minutes));
  expect(slots.map((slot) => slot.toISOString().slice(11, 16))).toEqual([
    '09:55',
    '09:45',
    '09:00',
  ]);
});

describe('writing', () => {
  const ROWS = [{ node: 'a' }, { node: 'b' }] as never;
  const counts = (...rowCounts: number[]) => rowCounts.map((rowCount) => ({ rowCount })) as never;
  const written = (...replies: Reply[]) => {
    const { run, asked } = runWith(...replies);
    const words = () => asked.map(({ sql }) => sql.split(' ')[0]);
    return { done: writeRows(run, CLUSTER, TABLE, ROWS), words };
  };

  test('says of each row whether it is new', async () => {
    const { done, words } = written(counts(1, 0));
    expect(await done).toEqual([true, false]);
    expect(words()).toEqual(['INSERT']);
  });

  test('makes the table only where there is none', async () => {
    const { done, words } = written('not_found', [], counts(1, 1));
    expect(await done).toEqual([true, true]);
    expect(words()).toEqual(['INSERT', 'CREATE', 'INSERT']);
  });

  test.each<[string, Reply[], string[]]>([
    ['at once', ['refused'], ['INSERT']],
    [
      'although there is one of that name',
      ['not_found', [], 'conflict'],
      ['INSERT', 'CREATE', 'INSERT'],
    ],
  ])('what does not fit another’s table is said, %s', async (_what, replies, words) => {
    const tried = written(...replies);
    await expect(tried.done).rejects.toThrow(
      'doc.cluster_usage of cluster “weather” is not a table that this step made: it said no',
    );
    expect(tried.words()).toEqual(words);
  });

  test('what else goes wrong is told as it is, and who is known to sleep is not asked', async () => {
    const full = written('storage_full');
    await expect(full.done).rejects.toThrow('weather');
    await expect(full.done).rejects.not.toThrow('is not a table that this step made');
    const { run, asked } = runWith();
    const asleep = { ...(CLUSTER as object), suspended: true } as never;
    await expect(writeRows(run, asleep, TABLE, ROWS)).rejects.toThrow('“weather” is suspended');
    expect(asked).toEqual([]);
  });

  test('a row has the numbers of its node, and null for what it did not say', () => {
    const node = { name: 'data-hot-0', diskUsed: 5, diskSize: null, cpuPercent: 7, shards: 3 };
    const unsaid = { fullestDisk: null, heapUsed: null, heapMax: null, load: 1, processors: 4 };
    const measured = { cluster: CLUSTER, usage: [{ ...node, ...unsaid }] } as never;
    expect(rowsOf(measured, new Date(AT), NOW)).toEqual([
      {
        month: '2026-03',
        time: '2026-03-02T09:00:00.000Z',
        cluster_id: 'c-1',
        node: 'data-hot-0',
        cluster_name: 'weather',
        measured_at: '2026-03-02T09:00:30.500Z',
        storage_used_percent: null,
        storage_used_bytes: 5,
        storage_size_bytes: null,
        cpu_percent: 7,
        heap_used_percent: null,
        load_per_core: 0.25,
        shards: 3,
      },
    ]);
  });

  test('one row that was not taken is an error, with the first reason', async () => {
    const refused = (message: string) => ({ rowCount: -2, reason: { message } });
    await expect(
      written([{ rowCount: 1 }, refused('a'), refused('b')] as never).done,
    ).rejects.toThrow('rows could not be written to doc.cluster_usage: a');
    await expect(written(counts(-2)).done).rejects.toThrow('the cluster gave no reason');
  });
});

test.each<[unknown, boolean]>([
  ['2026-01', false],
  ['2025-12', true],
  [null, false],
])('where the oldest month is %s and two are kept, some are dropped: %s', async (oldest, drops) => {
  const { run, asked } = runWith([[oldest]]);
  expect(await dropOlder(run, CLUSTER, TABLE, 2)).toBe(drops);
  expect(asked.map(({ sql }) => sql.split(' ')[0])).toEqual(
    drops ? ['SELECT', 'DELETE'] : ['SELECT'],
  );
  expect(asked[1]?.args).toEqual(drops ? ['2026-01'] : undefined);
});

describe('reading', () => {
  const window = { from: new Date(AT - 24 * HOUR), to: new Date(AT) };
  const query = { clusterId: 'c-1', metric: 'cpu_percent', nodes: [], window, points: 24 } as const;
  const read = (run: never, more: object = {}) =>
    readHistory(run, { target: CLUSTER, table: TABLE }, { ...query, ...more });
  const MONTHS = ['2026-03', '2026-03', '2026-03-01T09:00:00.000Z', '2026-03-02T09:00:00.000Z'];

  test('gives the oldest first, and null for what is no number', async () => {
    const { run, asked } = runWith(
      [
        ['n1', AT, 7],
        ['n0', '2026-03-02T08:00:00Z', null],
        ['n0', 'never', 3],
      ],
      [[1, 9, 4.567]],
    );
    expect(await read(run)).toEqual({
      points: [
        { at: AT - HOUR, node: 'n0', value: null },
        { at: AT, node: 'n1', value: 7 },
      ],
      lowest: 1,
      highest: 9,
      average: 4.57,
      slotMs: HOUR,
      cut: false,
    });
    expect(asked.map(({ args }) => args)).toEqual([
      ['c-1', ...MONTHS],
      ['c-1', ...MONTHS],
    ]);
    expect(asked[0]?.sql).toContain("DATE_BIN('3600 seconds'::INTERVAL");
    expect(asked[0]?.sql).toMatch(/ORDER BY 2 DESC, 1 DESC LIMIT 5001$/);
    expect(asked[0]?.sql).not.toContain('"node" =');
  });

  test('nothing is no value', async () => {
    expect(await read(runWith([], [[null, null, null]]).run)).toMatchObject({
      points: [],
      lowest: null,
      highest: null,
      average: null,
    });
    expect(await read(runWith().run)).toMatchObject({ lowest: null, average: null });
  });

  test('of nodes that are named only those are asked for', async () => {
    const { run, asked } = runWith([['data-hot-0'], ['data-hot-1']]);
    await read(run, { nodes: ['1'] });
    expect(asked.slice(1).map(({ args }) => args)).toEqual([
      ['c-1', ...MONTHS, ['data-hot-1']],
      ['c-1', ...MONTHS, ['data-hot-1']],
    ]);
    expect(asked[1]?.sql).toContain('AND "node" = ANY(?)');
  });

  test.each([
    [5_000, false],
    [5_001, true],
  ])('of %d points the oldest beyond 5,000 are left out', async (count, cut) => {
    const rows = Array.from({ length: count }, (_, back) => ['n0', AT - back, 1]);
    const { points, ...history } = await read(runWith(rows).run);
    expect(history.cut).toBe(cut);
    expect(points).toHaveLength(5_000);
    expect(points.at(-1)?.at).toBe(AT);
  });

  test('a table that is not there has no history; another failure is told as it is', async () => {
    await expect(read(runWith('not_found').run)).rejects.toThrow(
      'there is no history in doc.cluster_usage of cluster “weather”',
    );
    await expect(read(runWith('refused').run)).rejects.toThrow('it said no');
  });

  test('growth is that of each cluster by itself', async () => {
    const rows = [0, 12, 24].flatMap((hours) => [
      ['c-1', AT - (24 - hours) * HOUR, 70 + hours / 8],
      ['c-2', new Date(AT - (24 - hours) * HOUR).toISOString(), 50],
      ['c-3', AT - (24 - hours) * HOUR, 'none'],
    ]);
    const { run, asked } = runWith(rows);
    const clusters = ['c-1', 'c-2', 'c-3'].map((id) => ({ id })) as never;
    const growth = await readGrowth(run, { target: CLUSTER, table: TABLE }, clusters, window);
    expect([...growth]).toEqual([
      ['c-1', { perDay: 3, daysLeft: 4 }],
      ['c-2', { perDay: 0, daysLeft: null }],
    ]);
    expect(asked[0]?.args).toEqual([['c-1', 'c-2', 'c-3'], ...MONTHS]);
    expect(asked[0]?.sql).toContain("DATE_BIN('3600 seconds'::INTERVAL");
  });
});

describe('CrateDB Cloud’s own metrics', () => {
  const inputOf = (more: object = {}) =>
    ({
      source: 'cloud',
      time_zone: 'UTC',
      cloud_metric: 'crate_query_count',
      node_names: [],
      window: '24 hours',
      ...more,
    }) as unknown as SeriesInput;
  const series = (answer: unknown, more: object = {}) => {
    const run = { now: () => NOW, cloud: { get: async () => answer } } as never;
    return readSeries(run, CLUSTER, inputOf(more), 24);
  };

  test('only what lies in the window counts, its ends too', async () => {
    const values = { n0: [-25, -24, -1, 0, 1].map((hour) => [AT + hour * HOUR, hour + 30]) };
    expect(await series(values)).toMatchObject({
      name: 'Query Count',
      unit: null,
      raw: null,
      points: [-24, -1, 0].map((hour) => ({ at: AT + hour * HOUR, node: 'n0', value: hour + 30 })),
      lowest: 6,
      highest: 30,
      average: 21.67,
      slotMs: HOUR,
      cut: false,
    });
  });

  test('of nodes that are named only those', async () => {
    const values = { 'data-hot-0': [[AT, 1]], 'data-hot-1': [[AT, 2]] };
    expect((await series(values)).points).toHaveLength(2);
    expect(await series(values, { node_names: ['1'] })).toMatchObject({
      points: [{ node: 'data-hot-1', value: 2 }],
      lowest: 2,
      highest: 2,
      average: 2,
    });
  });

  test('no data are no values, and an answer of unknown shape is passed on', async () => {
    const none = { points: [], lowest: null, highest: null, average: null };
    expect(await series(null)).toMatchObject({ ...none, raw: null });
    expect(await series({ n0: 'off' })).toMatchObject({ ...none, raw: { n0: 'off' } });
  });
});
