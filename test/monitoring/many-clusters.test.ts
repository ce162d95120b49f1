/** Which clusters are meant, and what becomes of those that cannot be measured. */
import { Problem } from '../../src/base/problem.ts';
import { makeAlerts } from '../../src/monitoring/alerting.ts';
import { measureAll, wantedClusters } from '../../src/monitoring/many-clusters.ts';
import { measuredOnly, measureWatched } from '../../src/monitoring/watched-usage.ts';
import { clusterWith, runOn } from '../vocabulary/run.ts';

const NAMES = ['weather', 'iot', 'snow'];

const ROW = ['data-hot-0', 100, 50, 50, 7, 1, 2, 0.5, 2, []];

type World = {
  /** Facts of a cluster by its name, beside those of all. */
  facts?: Record<string, object>;
  /** Names of those whose SQL answers with nothing good. */
  dead?: string[];
  names?: string[];
  leftMs?: number;
};

function worldOf({ facts = {}, dead = [], names = NAMES, leftMs = 30_000 }: World) {
  const clusters = names.map((name, index) => ({
    id: `c-${index}`,
    name,
    fqdn: `${index}.example.com`,
    url: 'https://example.com',
    num_nodes: 1,
    crate_version: '6.2.1',
    gc_available: true,
    health: { status: 'GREEN' },
    ...facts[name],
  }));
  const sql = ({ name }: { name: string }) => ({
    read: async () => {
      if (dead.includes(name)) throw new Problem('no_answer', 'silence', { source: 'cluster' });
      return { rows: [ROW] };
    },
  });
  const deadline = { remainingMs: () => leftMs, end: () => {} };
  const { run } = runOn(
    { '/clusters/': clusters, '/organizations/': [], '/projects/': [], '/regions/': [] },
    { sql, deadline, isSample: false },
  );
  return { run, clusters: clusters.map((one) => clusterWith(one)) };
}

const namesOf = (found: { name: string | null }[]) => found.map(({ name }) => name);

const NO_FILTER = { organization_id: undefined, project_id: undefined };

describe('the clusters that are wanted', () => {
  const wanted = (cluster_ids: string[], world: World = {}) =>
    wantedClusters(worldOf(world).run, { ...NO_FILTER, cluster_ids } as never);

  test('are all, or those that are named, in their order and each once', async () => {
    expect(namesOf(await wanted([]))).toEqual(NAMES);
    expect(namesOf(await wanted(['SNOW', 'c-0', 'snow', 'weather']))).toEqual(['snow', 'weather']);
  });

  test('have to be there, or it is said what is', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    await expect(wanted(['n0', 'gone'], { names })).rejects.toMatchObject({
      message: 'there is no cluster “gone” that this API key can see',
      next: 'Choose one of: n1, n2, n3, n4, n5, n6, n7, n8, n9, n10.',
    });
  });

  test('have to be told apart', async () => {
    await expect(wanted(['iot'], { names: ['iot', 'iot'] })).rejects.toMatchObject({
      message: '2 clusters are named “iot”',
      next: 'Choose one in the dropdown: c-0 (0.example.com), c-1 (1.example.com).',
    });
  });
});

const SUSPENDED = { suspended: true, health: { status: 'SUSPENDED' } };

test('each has its numbers, or a sentence why not', async () => {
  const { run, clusters } = worldOf({ facts: { iot: SUSPENDED }, dead: ['snow'] });
  const counted = await measureAll(run, clusters);
  expect(counted.map(({ reason, message }) => [reason, message])).toEqual([
    [null, null],
    ['suspended', 'Cluster “iot” is suspended. Resume it with “Resume Cluster” first.'],
    ['no_answer', expect.stringMatching(/^Cluster “snow” .*\. /)],
  ]);
  expect(counted.map(({ measured }) => measured?.usage.length)).toEqual([1, undefined, undefined]);
});

test('one for which there is no time says so', async () => {
  const { run, clusters } = worldOf({ leftMs: 1_000 });
  const [first] = await measureAll(run, clusters);
  expect(first).toMatchObject({
    measured: null,
    reason: 'not_reached',
    message: 'There was no time left to measure cluster “weather”.',
  });
});

describe('of clusters that are watched', () => {
  const ALL = { cluster_id: undefined, organization_id: undefined };
  const measured = async (world: World, cluster_id?: string) => {
    const found = await measuredOnly(worldOf(world).run, { ...ALL, cluster_id });
    return namesOf(found.map(({ cluster }) => cluster));
  };
  const asleep = Object.fromEntries(NAMES.map((name) => [name, SUSPENDED]));

  test('those that can be measured hide behind no other', async () => {
    expect(await measured({ facts: { iot: SUSPENDED }, dead: ['snow'] })).toEqual(['weather']);
    expect(await measured({ names: [] })).toEqual([]);
  });

  test('all may sleep, but where one should answer and none does, it is an error', async () => {
    expect(await measured({ facts: asleep })).toEqual([]);
    const { weather: _running, ...others } = asleep;
    await expect(measured({ facts: others, dead: ['weather'] })).rejects.toThrow(
      /^no cluster can be measured: cluster “weather” /,
    );
  });

  test('the one that is chosen has to answer', async () => {
    expect(await measured({}, 'iot')).toEqual(['iot']);
    await expect(measured({ facts: asleep }, 'iot')).rejects.toThrow('cluster “iot” is suspended');
    await expect(measured({ dead: ['iot'] }, 'iot')).rejects.toThrow('silence');
  });

  test('it is known whether one is chosen', async () => {
    const one = async (cluster_id?: string) =>
      (await measureWatched(worldOf({}).run, { ...ALL, cluster_id })).one;
    expect([await one(), await one('iot')]).toEqual([false, true]);
  });
});

describe('alerts', () => {
  const alertsOf = async (over: number, leftMs?: number) => {
    const { run, clusters } = worldOf(leftMs === undefined ? {} : { leftMs });
    const daily = { ...run, input: { repeat: 'day' } } as never;
    const told = clusters.slice(0, over).map((cluster) => ({ cluster }));
    return makeAlerts(daily, told, async ({ cluster }, { failed, at }) => [
      `${cluster.name} ${failed} ${at.toISOString()}`,
      'again',
    ]);
  };

  test('are all that is made of each', async () => {
    expect(await alertsOf(2)).toEqual([
      'weather null 2026-03-02T09:00:00.000Z',
      'again',
      'iot null 2026-03-02T09:00:00.000Z',
      'again',
    ]);
    expect(await alertsOf(0, 0)).toEqual([]);
  });

  test('are an error where there is no time left to ask about one', async () => {
    await expect(alertsOf(1, 2_999)).rejects.toThrow('too slowly');
    expect(await alertsOf(1, 3_000)).toHaveLength(2);
  });
});
