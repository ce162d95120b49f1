/** How what a poll costs grows with the account. */
import { type Bench, type BenchCloud, CONNECTION_TEST, withCloud, withProcess } from './bench.ts';
import { besideFetch, peakOf, peakOfEmpty } from './cases.ts';
import { type Measure, measure, perFurtherThing } from './pairs.ts';
import { MOST_MEMORY } from './polls.ts';
import { shrinkTo } from './shrink.ts';
import { startTape } from './tape.ts';

/** Clusters, members and audit events of an account. */
const MOST_SIZE = 1_000;
const SIZES = [1, 10, 100, MOST_SIZE];
const REPEATS = { warmUps: 2, pairs: 4 };
const POLLS = 10;

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
  const rss: Measure[] = [];
  let empty: number | undefined;
  for (const size of SIZES) {
    bench.progress(`  ${size} of each`);
    await withCloud({ clusters: size, users: size, auditEvents: size }, async (cloud) => {
      await shrinkTo(cloud, size);
      const tape = await startTape(cloud.control.origin);
      try {
        for (const key of TRIGGERS) {
          const one = { name: key, method: `triggers.${key}.operation.perform` };
          const subject = { bench, cloud, tape, one };
          const { urls, pairs } = await besideFetch(subject, REPEATS);
          add(points, key, { size, requests: urls.length, times: pairs });
          if (size < MOST_SIZE) continue;
          empty ??= await peakOfEmpty(subject, POLLS);
          const peak = await peakOf(subject, POLLS);
          rss.push(measure(`growth_rss:${key}:${size}`, 'MiB', [[peak, empty]], MOST_MEMORY));
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
  return [...[...points].flatMap(([key, all]) => told(key, all)), ...rss];
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
