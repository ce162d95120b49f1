/** How what a poll costs grows with the account. */
import { type Bench, type BenchCloud, CONNECTION_TEST, withCloud, withProcess } from './bench.ts';
import { peakOf, timesOf } from './cases.ts';
import { type Measure, measure, perFurtherThing } from './pairs.ts';
import { MOST_MEMORY } from './polls.ts';
import { shrinkTo } from './shrink.ts';
import { startTape, type Tape } from './tape.ts';

/** Clusters, members and audit events of an account. */
const SIZES = [1, 10, 100, 1_000];
const REPEATS = { warmUps: 3, pairs: 5, polls: 10 };

const TRIGGERS = [
  'new_cluster',
  'cluster_unhealthy',
  'cluster_operation_finished',
  'cluster_upgrade_available',
  'backup_overdue',
  'new_user',
  'new_role_assignment',
  'new_audit_event',
];

/** These ask each cluster itself, for which each needs a token. `requests_per_poll` tells of 1,000. */
const MEASURING = ['storage_running_low', 'cluster_usage_unavailable'];
const MOST_MEASURED = 100;

/** Requests for each further thing. */
const MOST_REQUESTS = 2;

type Point = { size: number; requests: number; times?: [ms: number, floor: number][] };

export async function growth(bench: Bench): Promise<Measure[]> {
  const points = new Map<string, Point[]>();
  const rss = new Map<string, Measure[]>();
  for (const size of SIZES) {
    bench.progress(`  ${size} of each`);
    await withCloud({ clusters: size, users: size, auditEvents: size }, async (cloud) => {
      await shrinkTo(cloud, size);
      const tape = await startTape(cloud.control.origin);
      try {
        const test = cloud.event(CONNECTION_TEST, {}, tape.origin);
        const empty = await peakOf(REPEATS.polls, test, (process) =>
          process.coldStart(bench.empty.folder, test),
        );
        for (const key of TRIGGERS) {
          const { requests, plainly, peak } = await pollOf(bench, cloud, tape, key);
          add(points, key, { size, requests, times: plainly });
          add(
            rss,
            key,
            measure(`growth_rss:${key}:${size}`, 'MiB', [[peak[0], empty]], MOST_MEMORY),
          );
        }
      } finally {
        await tape.close();
      }
      if (size > MOST_MEASURED) return;
      for (const key of MEASURING) {
        add(points, key, { size, requests: await requestsOf(bench, cloud, key) });
      }
    });
  }
  return [...points].flatMap(([key, all]) => [...told(key, all), ...(rss.get(key) ?? [])]);
}

function pollOf(bench: Bench, cloud: BenchCloud, tape: Tape, key: string) {
  const method = `triggers.${key}.operation.perform`;
  return timesOf(bench, cloud, tape, { name: key, method }, REPEATS);
}

/** Requests of one poll, those to the clusters among them, which no tape can answer. */
function requestsOf({ app }: Bench, { control, event }: BenchCloud, key: string): Promise<number> {
  return withProcess(async (process) => {
    await control.startSql();
    await process.coldStart(app.folder, event(CONNECTION_TEST));
    await control.clearLogs();
    await process.call(event(`triggers.${key}.operation.perform`));
    return (await control.requests()).length;
  });
}

/** One step's requests and times at each size, and what each further thing adds at the end. */
function told(key: string, points: Point[]): Measure[] {
  const at = (what: string, { size }: Point) => `growth_${what}:${key}:${size}`;
  const [before, last] = points.slice(-2);
  if (!before || !last) return [];
  const more = perFurtherThing([before.size, before.requests], [last.size, last.requests]);
  return [
    ...points.map((one) => measure(at('requests', one), 'requests', [[one.requests, 1]])),
    measure(`growth_requests:${key}:each further`, 'requests', [[more, 1]], {
      of: 'value',
      most: MOST_REQUESTS,
    }),
    ...points.flatMap((one) => (one.times ? [measure(at('ms', one), 'ms', one.times)] : [])),
  ];
}

function add<T>(lists: Map<string, T[]>, key: string, one: T): void {
  lists.set(key, [...(lists.get(key) ?? []), one]);
}
