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
const logs = Array.from({ length: 13 }, (_, cluster) =>
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

function answer({ url }: Asked) {
  const { pathname } = new URL(url);
  const cluster = /clusters\/c(\d+)\/operations/.exec(pathname)?.[1];
  const body =
    cluster === undefined
      ? logs.map(([last], index) => ({ id: `c${index}`, last_async_operation: last }))
      : { operations: logs[Number(cluster)]?.flatMap((one) => [one, one]) };
  const headers = { date: new Date(NOW).toUTCString() };
  return { status: 200, headers, text: JSON.stringify(body) };
}

test('operations that a log lists twice take nobody’s place', async () => {
  const authData = { api_key: 'key', api_secret: 'secret' };
  const zapier = startDirectZapier({ app, answer, authData });
  const told = (await zapier.step('triggers.cluster_operation_finished.operation.perform')) as {
    operation_id: string;
  }[];
  expect(told).toHaveLength(61);
  expect(told.map(({ operation_id }) => operation_id)).toContain('the-last');
});
