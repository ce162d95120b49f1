import { fromCluster } from '../../src/monitoring/chart-data.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const DAY = 86_400_000;

/** A run whose cluster holds a row of each node every five minutes, and answers as the statement asks. */
function runWith(nodes: number) {
  const asked: number[] = [];
  const read = async (statement: string, args: unknown[]) => {
    const slot = Number(/'(\d+) seconds'/.exec(statement)?.[1] ?? 0) * 1000;
    if (slot === 0) return { rows: [[1, 99, 50]] };
    asked.push(slot / 60_000);
    const most = Number(/LIMIT (\d+)/.exec(statement)?.[1]);
    const [from = 0, to = 0] = args.slice(3, 5).map((at) => Date.parse(String(at)));
    const rows: unknown[][] = [];
    for (
      let at = Math.floor(to / slot) * slot;
      at > from - slot && rows.length < most;
      at -= slot
    ) {
      for (let node = 0; node < nodes && rows.length < most; node += 1) {
        rows.push([`data-hot-${node}`, at, node]);
      }
    }
    return { rows };
  };
  const run = { now: () => NOW, sql: () => ({ read }) };
  return { run: run as never, asked };
}

const INPUT = {
  source: 'recorded',
  time_zone: 'UTC',
  metric: 'cpu_percent',
  node_names: [],
  window: '24 hours',
  history_table: 'doc.cluster_usage',
} as never;

const CLUSTER = { id: 'c', name: 'weather', crate_version: '6.2.1', health: {} } as never;

test.each([
  [3, [5]],
  [40, [5, 15]],
  [300, [5, 15, 30, 60, 120]],
])('%i nodes are drawn from the beginning of the window on', async (nodes, slots) => {
  const { run, asked } = runWith(nodes);
  const { series } = await fromCluster(run, CLUSTER, INPUT);
  expect(series).toHaveLength(nodes);
  const first = Math.min(...series.flatMap(({ points }) => points.map(([at]) => at)));
  // A slot begins at a round time, at or before the window.
  expect(first).toBeLessThanOrEqual(NOW.getTime() - DAY);
  expect(first).toBeGreaterThan(NOW.getTime() - DAY - 2 * 3_600_000);
  expect(asked.every((minutes) => slots.includes(minutes))).toBe(true);
});
