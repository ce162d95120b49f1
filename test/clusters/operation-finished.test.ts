import app from '../../index.ts';
import { type Asked, startDirectZapier } from '../../sandbox/zapier/index.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const minutesAgo = (minutes: number) => {
  const at = new Date(NOW - minutes * 60_000).toISOString();
  return { created: at, modified: at };
};

const ended = (id: string, minutes: number) => ({
  id,
  type: 'SCALE',
  status: 'SUCCEEDED',
  dc: minutesAgo(minutes),
});

/** More clusters than are asked at once: of each but the last the log lists five operations twice. */
const fleet = Array.from({ length: 13 }, (_, cluster) =>
  cluster === 12
    ? [ended('the-last', 55)]
    : Array.from({ length: 5 }, (_one, index) =>
        ended(`${cluster}-${index}`, cluster + 12 * index),
      ),
);

// As a server of development: the clock of any other is believed within a day of the machine's only.
beforeAll(() => {
  process.env.CRATEDB_CLOUD_URL = 'https://simulation.cratedb.net';
});

afterAll(() => {
  delete process.env.CRATEDB_CLOUD_URL;
});

/** Answers of the last cluster, which is asked after all others have answered. */
let lastFails: number | null = null;

let logs: object[][] = fleet;

afterEach(() => {
  lastFails = null;
  logs = fleet;
});

function answer({ url }: Asked) {
  const { pathname } = new URL(url);
  const cluster = /clusters\/c(\d+)\/operations/.exec(pathname)?.[1];
  const isList = /\/(clusters|projects|organizations|regions)\/$/.exec(pathname)?.[1];
  const body =
    isList !== undefined && isList !== 'clusters'
      ? []
      : cluster === undefined
        ? logs.map(([last], index) => ({ id: `c${index}`, last_async_operation: last }))
        : { operations: logs[Number(cluster)]?.flatMap((one) => [one, one]) };
  const headers = { date: new Date(NOW).toUTCString() };
  if (cluster === '12' && lastFails !== null) {
    return { status: lastFails, headers, text: '{"message":"No."}' };
  }
  return { status: 200, headers, text: JSON.stringify(body) };
}

const authData = { api_key: 'key', api_secret: 'secret' };

async function poll(meta: { isPopulatingDedupe?: boolean } = {}): Promise<string[]> {
  const zapier = startDirectZapier({ app, answer, authData });
  const method = 'triggers.cluster_operation_finished.operation.perform';
  const told = (await zapier.step(method, { meta })) as { operation_id: string }[];
  return told.map(({ operation_id }) => operation_id);
}

test('operations that a log lists twice take nobody’s place', async () => {
  const told = await poll();
  expect(told).toHaveLength(61);
  expect(told).toContain('the-last');
});

test.each([403, 404, 503])('one that answers %i hides none of the others', async (status) => {
  lastFails = status;
  const told = await poll();
  expect(told).toHaveLength(60);
  expect(told).not.toContain('the-last');
});

test('that it is asked too often is told although the others have answered', async () => {
  lastFails = 429;
  await expect(poll()).rejects.toMatchObject({ kind: 'throttled' });
});

test('while a Zap is switched on, all have to answer', async () => {
  lastFails = 503;
  await expect(poll({ isPopulatingDedupe: true })).rejects.toMatchObject({ kind: 'error' });
});

test('what ended within seven days is told, and of what ended before no cluster is asked', async () => {
  // The clock runs on while a step does.
  const [week, hour] = [7 * 24 * 60, 60];
  logs = [[ended('in time', week - hour)], [ended('too late', week + hour)]];
  expect(await poll()).toEqual(['in time']);
});

test('the newest is first, whichever cluster it is of, and what runs is not told', async () => {
  const running = { ...ended('running', 1), status: 'IN_PROGRESS' };
  logs = [
    [ended('old', 30), ended('older', 40)],
    [running, ended('new', 20)],
  ];
  expect(await poll()).toEqual(['new', 'old', 'older']);
});
