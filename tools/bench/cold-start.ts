import type { BuiltApp } from '../zip/build-app.ts';
import { type Bench, CONNECTION_TEST, withCloud, withProcess } from './bench.ts';
import { interleave, type Measure, measure } from './pairs.ts';

/**
 * From a fresh process to the answer of the first step, the connection's test: what a user waits for
 * when Lambda has no warm process. Node's own start is not in it.
 */
export function coldStart({ app, empty }: Bench, pairs: number): Promise<Measure[]> {
  return withCloud(0, async (cloud) => {
    const first = cloud.event(CONNECTION_TEST);
    const once = ({ folder }: BuiltApp) =>
      withProcess((process) => process.coldStart(folder, first));
    // Both once for the disk's cache.
    await once(app);
    await once(empty);
    const measured = await interleave(
      pairs,
      () => once(app),
      () => once(empty),
    );
    return [measure('cold_start', 'ms', measured, { of: 'ratio', most: 1.15 })];
  });
}
