/** What alerts about usage share: measuring what is watched, and when that is an error. */
import { WHOLE_CLUSTERS } from '../clients/cloud/clusters.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { watchedClusters } from '../vocabulary/alerts.ts';
import {
  type Measured,
  type Measurement,
  measureClusters,
} from '../vocabulary/clusters/measure.ts';
import { isAlarm, isUnmeasured, noMeasureOf } from './unmeasured.ts';

/** Time for what is asked of a cluster before it is told. */
const KEEP_MS = 4_000;

/**
 * Everything that is watched, measured or with the reason why not. Those that had no time are left to another
 * poll; when none had, it is an error.
 */
export async function measureWatched(
  run: Run<unknown>,
  input: { cluster_id: string | undefined; organization_id: string | undefined },
  options: { withShards?: boolean } = {},
): Promise<{ measurements: Measurement[]; one: boolean }> {
  const { clusters, one } = await watchedClusters(run, input, WHOLE_CLUSTERS);
  const measurements = await measureClusters(run, clusters, { ...options, keepMs: KEEP_MS });
  if (measurements.length === 0 && clusters.length > 0) throw noTime();
  return { measurements, one };
}

/**
 * The clusters that were measured. Among several, one that was not is passed over, because Cluster Usage
 * Unavailable tells it. A single chosen one is an error, and so is an account where none can be measured: a
 * Zap that can never tell anything must not look as if all were well.
 */
export async function measuredOnly(
  run: Run<unknown>,
  input: { cluster_id: string | undefined; organization_id: string | undefined },
  options: { withShards?: boolean } = {},
): Promise<Measured[]> {
  const { measurements, one } = await measureWatched(run, input, options);
  const found = measurements.filter((each): each is Measured => !isUnmeasured(each));
  if (found.length > 0) return found;
  const why = one ? measurements.find(isUnmeasured) : measurements.find(isAlarm);
  if (!why) return [];
  if (one) throw noMeasureOf(why);
  throw refuse(`no cluster can be measured: ${why.why}`, why.next);
}

/** Nothing could be measured, or nothing told of it, in the time that a step has. */
export const noTime = () =>
  refuse(
    'CrateDB Cloud answers too slowly to measure anything in time',
    'Zapier tries again at the next poll. If it stays, watch fewer clusters.',
  );
