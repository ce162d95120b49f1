import { type Bench, type BenchCloud, CONNECTION_TEST, withCloud, withProcess } from './bench.ts';
import { type Measure, measure } from './pairs.ts';

const CLUSTERS = 200;
const LATENCY_MS = 150;
const SLOW_MS = 3_000;

/** The aim: a poll of all of them within so many seconds. */
const AIM_SECONDS = 12;

/**
 * Storage Running Low over 200 clusters at 150 ms a request, with ten that are slow and ten that never
 * answer. The floor is no measurement but the aim.
 */
export function storage({ app, progress }: Bench, times: number): Promise<Measure[]> {
  return withCloud(CLUSTERS, (cloud) =>
    withProcess(async (process) => {
      const healthy = await prepare(cloud);
      await process.coldStart(app.folder, cloud.event(CONNECTION_TEST));
      const event = cloud.event('triggers.storage_running_low.operation.perform', {
        // All that can be measured are told, up to the 100 of one poll.
        limit_percent: '1',
      });
      const seconds: number[] = [];
      for (let time = 0; time < times; time += 1) {
        await cloud.control.clearLogs();
        const { ms, result } = await process.call(event);
        const answered = await answeredClusters(cloud);
        const left = healthy.filter((name) => !answered.has(name));
        if (left.length > 0) throw new Error(`Not measured: ${left.join(', ')}`);
        progress(`  ${(ms / 1000).toFixed(1)} s, ${answered.size} measured, ${result} told`);
        seconds.push(ms / 1000);
      }
      const pairs = seconds.map((value): [number, number] => [value, AIM_SECONDS]);
      return [
        measure(`storage_${CLUSTERS}_clusters_${LATENCY_MS}ms`, 's', pairs, {
          of: 'value',
          most: AIM_SECONDS,
        }),
      ];
    }),
  );
}

/** Makes some clusters slow and some dead; returns the names of those that must be measured. */
async function prepare({ control, headers }: BenchCloud): Promise<string[]> {
  const reply = await fetch(`${control.origin}/api/v2/clusters/`, { headers });
  const clusters = (await reply.json()) as { name: string }[];
  const fleet = clusters.map(({ name }) => name).filter((name) => name.startsWith('fleet-'));
  const [slow, dead] = [fleet.slice(0, 10), fleet.slice(10, 20)];
  for (const name of slow) await control.cluster(name, { sql: 'slow', sql_delay_ms: SLOW_MS });
  await control.startSql();
  for (const name of dead) await control.cluster(name, { sql: 'dead' });
  await control.fault({ route: '*', latencyMs: LATENCY_MS });
  return fleet.filter((name) => !dead.includes(name));
}

/** Names of the clusters whose SQL was asked and answered. */
async function answeredClusters({ control }: BenchCloud): Promise<Set<string>> {
  const requests = await control.requests();
  return new Set(
    requests.flatMap(({ path, status }) => {
      const name = /^\/sql\/([^/]+)\/_sql$/.exec(path)?.[1];
      return name !== undefined && status === 200 ? [name] : [];
    }),
  );
}
