/** What a poll costs in an account of 1,000 clusters. */
import { examples } from '../../examples/index.ts';
import type { BuiltApp } from '../zip/build-app.ts';
import { type Bench, type BenchCloud, CONNECTION_TEST, withCloud, withProcess } from './bench.ts';
import { besideFetch, besidePlain } from './cases.ts';
import { type Aim, interleave, type Measure, measure } from './pairs.ts';
import { startTape } from './tape.ts';

/** A poll against plain requests for the same, and the memory of whatever runs. */
export const MOST_OF_FLOOR: Aim = { of: 'ratio', most: 1.5 };
export const MOST_MEMORY: Aim = { of: 'value', most: 160 };

const CLUSTERS = 1_000;
const USERS = 10_000;

/** A constant number, and two of each cluster that is measured. */
const MOST_REQUESTS: Aim = { of: 'value', most: 25 + 2 * CLUSTERS };
const WARM_UP = 3;
const POLL = 'triggers.new_cluster.operation.perform';
const WITHOUT_NAMES = { with_names: 'false' };

/** New Cluster as it is set by default, against plain requests for the same, from a tape. */
export function poll(bench: Bench, pairs: number): Promise<Measure[]> {
  return withCloud(CLUSTERS, async (cloud) => {
    const tape = await startTape(cloud.control.origin);
    try {
      const subject = { bench, cloud, tape, one: { name: 'New Cluster', method: POLL } };
      const repeats = { warmUps: WARM_UP, pairs };
      const times = await besideFetch(subject, repeats);
      if (times.items < 1) throw new Error('New Cluster gave nothing');
      const beside = await besidePlain(subject, times, repeats);
      return [
        measure(`poll_${CLUSTERS}_clusters`, 'ms', times.pairs, MOST_OF_FLOOR),
        measure(`poll_${CLUSTERS}_clusters_beside_plain`, 'ms', beside),
      ];
    } finally {
      await tape.close();
    }
  });
}

/** New User, whose list has no dates and is given whole, against plain requests for the same, from a tape. */
export function users(bench: Bench, pairs: number): Promise<Measure[]> {
  return withCloud({ users: USERS }, async (cloud) => {
    const tape = await startTape(cloud.control.origin);
    try {
      const method = 'triggers.new_user.operation.perform';
      const subject = { bench, cloud, tape, one: { name: 'New User', method } };
      const repeats = { warmUps: WARM_UP, pairs };
      const times = await besideFetch(subject, repeats);
      if (times.items < USERS) throw new Error(`New User gave ${times.items}`);
      const beside = await besidePlain(subject, times, repeats);
      return [
        measure(`users_${USERS}`, 'ms', times.pairs, MOST_OF_FLOOR),
        measure(`users_${USERS}_beside_plain`, 'ms', beside),
      ];
    } finally {
      await tape.close();
    }
  });
}

/** Memory after the first answer and some polls, against the empty app after as many answers. */
export function memory({ app, empty }: Bench, pairs: number): Promise<Measure[]> {
  const POLLS = 10;
  return withCloud(CLUSTERS, async (cloud) => {
    const test = cloud.event(CONNECTION_TEST);
    const after = ({ folder }: BuiltApp, event: object) =>
      withProcess(async (process) => {
        await process.coldStart(folder, test);
        for (let count = 0; count < POLLS; count += 1) await process.call(event);
        return await process.memory();
      });
    const measured = await interleave(
      pairs,
      () => after(app, cloud.event(POLL, WITHOUT_NAMES)),
      () => after(empty, test),
    );
    return [measure('rss_mb', 'MiB', measured, MOST_MEMORY)];
  });
}

/** Requests of one poll of each trigger, as the cloud counts them, with the input left blank, or the example's where one is needed. */
export function requestsPerPoll({ app, progress }: Bench): Promise<Measure[]> {
  return withCloud(CLUSTERS, (cloud) =>
    withProcess(async (process) => {
      await cloud.control.startSql();
      await process.coldStart(app.folder, cloud.event(CONNECTION_TEST));
      const measures: Measure[] = [];
      for (const [key, trigger] of Object.entries(app.definition.triggers ?? {})) {
        const { display } = trigger as { display?: { hidden?: boolean } };
        if (display?.hidden) continue;
        const poll = (input: object) =>
          countRequests(cloud, () =>
            process.call(cloud.event(`triggers.${key}.operation.perform`, input)),
          );
        const blank = await poll({});
        const count = typeof blank === 'string' ? await poll({ ...examples[key]?.input }) : blank;
        if (typeof count === 'string') progress(`  ${key}: not counted, ${count}`);
        else
          measures.push(
            measure(`requests_per_poll:${key}`, 'requests', [[count, 1]], MOST_REQUESTS),
          );
      }
      return measures;
    }),
  );
}

/** How many requests a poll makes, or why it fails: a trigger may need an input. */
async function countRequests({ control }: BenchCloud, poll: () => Promise<unknown>) {
  await control.clearLogs();
  try {
    await poll();
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
  return (await control.requests()).length;
}
