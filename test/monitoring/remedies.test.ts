/** A change that was to end an alert and failed makes it news again, within its period. */
import { Problem, type ProblemKind } from '../../src/base/problem.ts';
import { failedRemedy } from '../../src/monitoring/remedies.ts';

const AT = new Date('2026-03-02T09:30:00Z');

/** An operation that ended then, and began then as well unless something else is said. */
type Told = {
  id: string;
  type: string | null;
  status: string | null;
  at: string | null;
  begun?: string;
};

const toldOf = (id: string, type: string | null, at: string | null, status = 'FAILED'): Told => ({
  id,
  type,
  status,
  at,
});

const operationOf = ({ id, type, status, at, begun }: Told) => ({
  id,
  type,
  status,
  entity_id: 'c-1',
  feedback_data: null,
  non_sensitive_data: {},
  dc: { created: begun ?? at, modified: at },
});

/** A cluster by what it says of its last operation, and what its list of operations gives or meets. */
function worldOf(
  last: Told | null,
  list: Told[] | ProblemKind,
  memory: Record<string, unknown> = {},
) {
  const asked: object[] = [];
  const run = {
    memory: {
      get: async (key: string) => memory[key] ?? null,
      set: async (key: string, value: unknown) => {
        memory[key] = value;
      },
    },
    cloud: {
      get: async (_path: string, query: object) => {
        asked.push(query);
        if (typeof list === 'string') throw new Problem(list, 'no');
        return list.map(operationOf);
      },
    },
  } as never;
  const none = toldOf('', null, null);
  const { id, ...operation } = operationOf(last ?? none);
  const cluster = { id: 'c-1', last_async_operation: { ...operation, id: last ? id : null } };
  const failed = async (period: 'day' | 'hour' = 'day') => {
    const found = await failedRemedy(run, cluster as never, { at: AT, period });
    return found && { id: found.id, type: found.type };
  };
  return { failed, asked, memory };
}

const EXPANSION = toldOf('o-1', 'EXPAND_STORAGE', '2026-03-02T09:10:00.000Z');

test.each(['EXPAND_STORAGE', 'SCALE', 'CHANGE_COMPUTE'])('%s is a remedy', async (type) => {
  const { failed } = worldOf(EXPANSION, [{ ...EXPANSION, type }]);
  expect(await failed()).toEqual({ id: 'o-1', type });
});

test.each<[string, Told]>([
  ['another change', { ...EXPANSION, type: 'UPGRADE' }],
  ['no kind of change', { ...EXPANSION, type: null }],
  ['one that succeeded', { ...EXPANSION, status: 'SUCCEEDED' }],
  ['one of unknown end', { ...EXPANSION, status: null }],
  ['one of yesterday', { ...EXPANSION, at: '2026-03-01T23:59:59.000Z' }],
  ['one of no time', { ...EXPANSION, at: null }],
])('%s is no failed remedy', async (_what, told) => {
  const { failed, memory } = worldOf(EXPANSION, [told]);
  expect(await failed()).toBeNull();
  expect(memory).toEqual({});
});

test('the latest counts, whatever came after it, by the period of the alert', async () => {
  const { failed, asked } = worldOf(EXPANSION, [
    toldOf('o-3', 'SCALE', '2026-03-02T09:20:00.000Z', 'SUCCEEDED'),
    toldOf('o-0', 'SCALE', '2026-03-02T08:50:00.000Z'),
    EXPANSION,
  ]);
  expect(await failed()).toEqual({ id: 'o-1', type: 'EXPAND_STORAGE' });
  expect(await failed('hour')).toEqual({ id: 'o-1', type: 'EXPAND_STORAGE' });
  expect(asked).toEqual([{ start: '2026-02-28T09:30:00Z' }, { start: '2026-02-28T09:30:00Z' }]);
});

test('one that hung counts by its end, though another was begun later', async () => {
  const hung = {
    ...toldOf('o-4', 'SCALE', '2026-03-02T09:25:00.000Z'),
    begun: '2026-03-02T05:00:00.000Z',
  };
  expect(await worldOf(hung, [EXPANSION, hung]).failed()).toEqual({ id: 'o-4', type: 'SCALE' });
});

test('an hour ago is another hour, and the same day', async () => {
  const { failed } = worldOf(EXPANSION, [toldOf('o-0', 'SCALE', '2026-03-02T08:50:00.000Z')]);
  expect(await failed()).toEqual({ id: 'o-0', type: 'SCALE' });
  expect(await failed('hour')).toBeNull();
});

test('a cluster that never did anything, or nothing in this period, is not asked', async () => {
  for (const last of [null, { ...EXPANSION, at: '2026-03-01T23:59:59.000Z' }]) {
    const { failed, asked } = worldOf(last, [EXPANSION]);
    expect(await failed()).toBeNull();
    expect(asked).toEqual([]);
  }
  const { failed, asked } = worldOf({ ...EXPANSION, at: null }, [EXPANSION]);
  expect(await failed()).toEqual({ id: 'o-1', type: 'EXPAND_STORAGE' });
  expect(asked).toHaveLength(1);
});

test('where the list cannot be read, the cluster’s last operation has to do, or an earlier poll', async () => {
  const first = worldOf(EXPANSION, [EXPANSION]);
  await first.failed();
  expect(await worldOf(EXPANSION, 'unavailable').failed()).toEqual({
    id: 'o-1',
    type: 'EXPAND_STORAGE',
  });
  const running = { ...EXPANSION, id: 'o-2', status: 'IN_PROGRESS' };
  expect(await worldOf(running, 'unavailable', first.memory).failed()).toEqual({
    id: 'o-1',
    type: 'EXPAND_STORAGE',
  });
  // Of another period nothing is remembered.
  expect(await worldOf(running, 'unavailable', first.memory).failed('hour')).toBeNull();
  expect(await worldOf(running, 'unavailable').failed()).toBeNull();
  await expect(worldOf(EXPANSION, 'unauthorized').failed()).rejects.toThrow('no');
});
