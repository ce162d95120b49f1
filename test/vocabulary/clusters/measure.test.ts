import { Problem } from '../../../src/base/problem.ts';
import type { NodeUsage } from '../../../src/clients/sql/usage.ts';
import {
  incompleteRefusal,
  measureCluster,
  measureClusters,
  watermarksOf,
} from '../../../src/vocabulary/clusters/measure.ts';
import { clusterWith, runOn } from '../run.ts';

const row = (name: string, used: number | null) => [
  name,
  used && 100,
  used,
  null,
  1,
  1,
  2,
  1,
  1,
  null,
];

/** A run on a cluster whose nodes are these rows, or that fails. */
const withNodes = (answer: unknown[][] | Error, over: object = {}) => {
  const read = async () => {
    if (answer instanceof Error) throw answer;
    return { rows: answer };
  };
  return runOn({ '/clusters/c1/': { id: 'c1' } }, { sql: () => ({ read }), ...over }).run;
};

const three = clusterWith({ num_nodes: 3 });

describe('what nodes say of themselves', () => {
  test('is told with masters apart, and with who is silent or missing', async () => {
    const rows = [row('data-1', 50), row('data-2', null), row('master-0', 10)];
    const measured = await measureCluster(withNodes(rows), three);
    expect(measured).toMatchObject({
      cluster: three,
      usage: [{ name: 'data-1' }, { name: 'data-2' }],
      masters: [{ name: 'master-0' }],
      silent: ['data-2'],
      missing: 1,
    });
  });

  test('more nodes than it should have are none too few', async () => {
    const rows = ['a', 'b', 'c', 'd'].map((name) => row(name, 1));
    expect(await measureCluster(withNodes(rows), three)).toMatchObject({ missing: 0 });
    const unknown = clusterWith({ num_nodes: null });
    expect(await measureCluster(withNodes(rows), unknown)).toMatchObject({ missing: 0 });
  });

  test.each([
    ['all data nodes are silent', [row('a', null), row('master-0', 10)]],
    ['there are masters only', [row('master-0', 10)]],
  ])('is nothing where %s', async (_what, rows) => {
    expect(await measureCluster(withNodes(rows), three)).toMatchObject({
      unmeasured: 'silent',
      problem: null,
    });
  });
});

describe('a cluster that cannot be measured', () => {
  test('is not asked where that is known', async () => {
    const sql = () => {
      throw new Error('nobody is asked');
    };
    const suspended = clusterWith({ suspended: true });
    expect(await measureCluster(runOn({}, { sql }).run, suspended)).toEqual({
      cluster: suspended,
      unmeasured: 'suspended',
      why: 'cluster “weather” is suspended',
      next: 'Resume it with “Resume Cluster” first.',
      problem: null,
    });
  });

  test('is told with what was met', async () => {
    const problem = new Problem('no_answer', 'silence', { source: 'cluster' });
    expect(await measureCluster(withNodes(problem), three)).toMatchObject({
      unmeasured: 'no_answer',
      problem,
    });
  });

  test('may refuse what every cluster takes', async () => {
    const problem = new Problem('refused', 'no such column.', { source: 'cluster' });
    expect(await measureCluster(withNodes(problem), three)).toMatchObject({
      unmeasured: 'error',
      why: 'cluster “weather” could not be measured: no such column',
      problem,
    });
  });

  test('that no time is left for is not among the measured', async () => {
    const late = { remainingMs: () => 8_999, end: () => {} };
    const run = withNodes([row('a', 1)], { deadline: late });
    expect(await measureClusters(run, [three], { keepMs: 1_000 })).toEqual([]);
    expect(await measureClusters(run, [three], { keepMs: 999 })).toMatchObject([{ silent: [] }]);
    expect(await measureClusters(run, [three])).toHaveLength(1);
  });

  test('that has not answered when its time is over is given no token', async () => {
    let left = 20_000;
    const sql = () => {
      left = 1_001;
      return { read: () => new Promise(() => {}) };
    };
    const { run } = runOn({}, { sql, deadline: { remainingMs: () => left, end: () => {} } });
    expect(await measureClusters(run, [three], { keepMs: 1_000 })).toMatchObject([
      {
        unmeasured: 'error',
        why: 'CrateDB Cloud gave no token for cluster “weather”: CrateDB Cloud did not answer in time',
        problem: { kind: 'no_answer' },
      },
    ]);
  });
});

const measuredWith = (facts: { silent?: string[]; missing?: number }) => ({
  cluster: three,
  usage: [] as NodeUsage[],
  masters: [],
  silent: [],
  missing: 0,
  ...facts,
});

test.each([
  [{ silent: ['a'], missing: 1 }, 'a of cluster “weather” does not report what is stored there'],
  [{ silent: ['a', 'b'] }, 'a, b of cluster “weather” do not report what is stored there'],
  [{ missing: 2 }, 'cluster “weather” has 3 nodes, and only 1 answer'],
])('a change that depends on all nodes waits: %j', (facts, message) => {
  expect(incompleteRefusal(measuredWith(facts))).toMatchObject({ kind: 'passing', message });
});

test('where all have told, nothing stands in its way', () => {
  expect(incompleteRefusal(measuredWith({}))).toBeNull();
});

test('watermarks that are not told are CrateDB’s own', async () => {
  const silent = withNodes(new Problem('unavailable', 'down', { source: 'cluster' }));
  expect(await watermarksOf(silent, three)).toEqual({
    low: { percent: 85 },
    high: { percent: 90 },
    floodStage: { percent: 95 },
  });
});
