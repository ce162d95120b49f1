/** What happens most often: a poll of a small account, in a process that is warm. */
import { type Bench, withCloud, withProcess } from './bench.ts';
import { eventOf, plainEvent, startOurs } from './cases.ts';
import { interleave, type Measure, measure } from './pairs.ts';
import { startTape } from './tape.ts';

const CLUSTERS = 10;
const POLL = 'triggers.new_cluster.operation.perform';
const WARM_UPS = 30;
const CALLS = 20;

/** New Cluster as it is set by default, against a plain app with as many requests, both from a tape. */
export function small(bench: Bench, pairs: number): Promise<Measure[]> {
  return withCloud(CLUSTERS, async (cloud) => {
    const tape = await startTape(cloud.control.origin);
    const subject = { bench, cloud, tape, one: { name: 'New Cluster', method: POLL } };
    try {
      return await withProcess((ours) =>
        withProcess(async (plainly) => {
          await startOurs(subject)(ours);
          const event = eventOf(subject);
          const { result: items } = await ours.call(event);
          tape.taken();
          tape.connections();
          await ours.call(event);
          const urls = tape.taken().map((path) => tape.origin + path);
          const connections = tape.connections();
          const plain = plainEvent(subject, urls, items);
          await plainly.coldStart(bench.plain.folder, plain);
          tape.connections();
          await plainly.call(plain);
          const plainConnections = tape.connections();
          await ours.cpu(event, WARM_UPS);
          await plainly.cpu(plain, WARM_UPS);
          const cpu = await interleave(
            pairs,
            () => ours.cpu(event, CALLS),
            () => plainly.cpu(plain, CALLS),
          );
          const allocated = await interleave(
            pairs,
            () => ours.allocation(event),
            () => plainly.allocation(plain),
          );
          return [
            measure('poll_small_cpu', 'ms', cpu, { of: 'ratio', most: 1.05 }),
            measure('poll_small_requests', 'requests', [[urls.length, 1]], {
              of: 'value',
              most: 1,
            }),
            measure('poll_small_alloc_mib', 'MiB', allocated, { of: 'value', most: 0.8 }),
            measure('poll_small_connections', 'connections', [[connections, plainConnections]], {
              of: 'value',
              most: 0,
            }),
          ];
        }),
      );
    } finally {
      await tape.close();
    }
  });
}
