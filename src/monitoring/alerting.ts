/** What becomes of clusters that are over a limit: what is asked of each before it is told. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import type { Period } from '../kit/identity.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import { inPool } from '../kit/run/pool.ts';
import type { Run } from '../kit/run/run.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { type Names, namesFor } from '../vocabulary/names.ts';
import { type FailedRemedy, failedRemedy } from './remedies.ts';
import { noTime } from './watched-usage.ts';

/** As in measuring: side by side, and no flood. */
const CONCURRENCY = 24;

/** Time that must be left to ask about one more; the others have their turn at another poll. */
const LEAST_MS = 3_000;

export type Context = { at: Date; names: Names; failed: FailedRemedy | null };

/**
 * Makes alerts of what is over a limit, with the remedy that failed and the names of places. Those for which
 * there is no time now are the first of the next poll; when there is time for none, it is an error. A sample
 * asks for no operations.
 */
export async function makeAlerts<Over extends { cluster: Cluster }, Alert>(
  run: Run<{ repeat: Period }>,
  over: readonly Over[],
  make: (over: Over, context: Context) => Promise<Alert[]>,
): Promise<Alert[]> {
  if (over.length === 0) return [];
  const at = run.now();
  const period = run.input.repeat;
  const names = await namesFor(
    run,
    over.map(({ cluster }) => cluster),
  );
  if (!run.isSample && run.deadline.remainingMs() < LEAST_MS) throw noTime();
  const { answers: known } = await eachInTime(
    run,
    over,
    async ({ cluster }) => (run.isSample ? null : failedRemedy(run, cluster, { at, period })),
    { nameOf: ({ cluster }) => nameOf(cluster), concurrency: CONCURRENCY, lastStartMs: LEAST_MS },
  );
  // Made when all was asked: a poll that fails on the way remembers nothing of what it saw.
  const made = await inPool(
    known,
    ({ thing, result: failed }) => make(thing, { at, names, failed }),
    { deadline: run.deadline, most: CONCURRENCY, lastStartMs: 0 },
  );
  return made.flatMap((alerts) => alerts ?? []);
}
