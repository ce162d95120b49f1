/** What happens most often: a poll of a small account, in a process that is warm. */
import { type Bench, type BenchCloud, withCloud, withProcess } from './bench.ts';
import { eventOf, plainEvent, startOurs } from './cases.ts';
import { type Aim, interleave, type Measure, measure } from './pairs.ts';
import type { AppProcess } from './process.ts';
import { type Keeps, startTape, type Tape, type TapeOptions } from './tape.ts';

/** As many as the seed has; an account of a few. */
const CLUSTERS = 16;
const POLL = 'triggers.new_cluster.operation.perform';
const WARM_UPS = 30;
const CALLS = 20;

/** The half of a poll's way over an ocean, and back. */
const ROUND_TRIP_MS = 40;
/** Over a distance, most of a call is waiting. */
const FAR_CALLS = 10;

const atMost = (most: number): Aim => ({ of: 'value', most });

/** New Cluster as it is set by default, against a plain app with as many requests, both from a tape. */
export async function small(bench: Bench, pairs: number): Promise<Measure[]> {
  return withCloud(CLUSTERS, async (cloud) => [
    ...(await besidePlain(bench, cloud, pairs)),
    ...(await overTls(bench, cloud, pairs)),
  ]);
}

function besidePlain(bench: Bench, cloud: BenchCloud, pairs: number): Promise<Measure[]> {
  return withPoll(bench, cloud, {}, ({ tape, ours, event, items, urls, cold, warm }) =>
    withProcess(async (plainly) => {
      const plain = plainEvent({ cloud, tape }, urls, items);
      await plainly.coldStart(bench.plain.folder, plain);
      tape.connections();
      await plainly.call(plain);
      const ofPlain = tape.connections().made;
      await ours.cpu(event, WARM_UPS);
      await plainly.cpu(plain, WARM_UPS);
      const cpu = await interleave(
        pairs,
        () => ours.cpu(event, CALLS),
        () => plainly.cpu(plain, CALLS),
      );
      const wall = await interleave(
        pairs * CALLS,
        async () => (await ours.call(event)).ms,
        async () => (await plainly.call(plain)).ms,
      );
      const allocated = await interleave(
        pairs,
        () => ours.allocation(event),
        () => plainly.allocation(plain),
      );
      return [
        measure('poll_small_cpu', 'ms', cpu, { of: 'ratio', most: 1.05 }),
        measure('poll_small_ms', 'ms', wall),
        measure('poll_small_requests', 'requests', [[urls.length, 1]], atMost(1)),
        measure('poll_small_alloc_mib', 'MiB', allocated, atMost(0.8)),
        measure('poll_small_connections', 'connections', [[warm, ofPlain]], atMost(0)),
        measure('poll_small_connections_cold', 'connections', [[cold, 1]], atMost(1)),
      ];
    }),
  );
}

/**
 * The same poll over TLS and from afar, against itself with a server that lets it keep nothing: a connection
 * and a whole handshake for each request, as it was before connections were kept.
 */
function overTls(bench: Bench, cloud: BenchCloud, pairs: number): Promise<Measure[]> {
  const tls = { roundTripMs: ROUND_TRIP_MS };
  const open = (keeps: Keeps, task: (poll: Poll) => Promise<Measure[]>) =>
    withPoll(bench, cloud, { tls, keeps }, task);
  return open('connection', (kept) =>
    open('session', (resumed) =>
      open('nothing', async (today) => {
        const rows: Measure[] = [];
        for (const { ours, event } of [kept, resumed, today]) await ours.cpu(event, WARM_UPS);
        for (const [name, poll] of [
          ['poll_small_tls', kept],
          ['poll_small_tls_resumed', resumed],
        ] as const) {
          poll.tape.connections();
          const cpu = await interleave(
            pairs,
            () => poll.ours.cpu(poll.event, FAR_CALLS),
            () => today.ours.cpu(today.event, FAR_CALLS),
          );
          const { made, resumed: resumptions } = poll.tape.connections();
          const wall = await interleave(
            pairs,
            async () => (await poll.ours.call(poll.event)).ms,
            async () => (await today.ours.call(today.event)).ms,
          );
          const aim: Aim | undefined = poll === kept ? { of: 'ratio', most: 0.6 } : undefined;
          rows.push(measure(`${name}_cpu`, 'ms', cpu, aim), measure(`${name}_ms`, 'ms', wall, aim));
          const calls = pairs * FAR_CALLS;
          rows.push(
            poll === kept
              ? measure(`${name}_connections`, 'per poll', [[made / calls, 1]], atMost(0))
              : measure(
                  `${name}_handshakes`,
                  'per poll',
                  [[(made - resumptions) / calls, 1]],
                  atMost(0),
                ),
          );
        }
        return rows;
      }),
    ),
  );
}

/** New Cluster in a process that has polled already. */
type Poll = {
  tape: Tape;
  ours: AppProcess;
  event: object;
  /** What a warm poll asks for, and how much it gives. */
  urls: string[];
  items: number;
  /** Connections that the first poll made, and a later one. */
  cold: number;
  warm: number;
};

async function withPoll<T>(
  bench: Bench,
  cloud: BenchCloud,
  options: TapeOptions,
  task: (poll: Poll) => Promise<T>,
): Promise<T> {
  const tape = await startTape(cloud.control.origin, options);
  try {
    return await withProcess(async (ours) => {
      const subject = { bench, cloud, tape, one: { name: 'New Cluster', method: POLL } };
      const event = eventOf(subject);
      await startOurs(subject)(ours);
      const { result: items } = await ours.call(event);
      const cold = tape.connections().made;
      tape.taken();
      await ours.call(event);
      const urls = tape.taken().map((path) => tape.origin + path);
      const warm = tape.connections().made;
      return await task({ tape, ours, event, urls, items, cold, warm });
    });
  } finally {
    await tape.close();
  }
}
