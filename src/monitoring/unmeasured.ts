/** When a cluster cannot be measured: what becomes of the reason. */
import { Problem } from '../base/problem.ts';
import { busy, missing, refuse } from '../kit/errors.ts';
import type { Measured, Measurement } from '../vocabulary/clusters/measure.ts';
import type { Reason, Unreachable } from '../vocabulary/clusters/reach.ts';

export type Unmeasured = Exclude<Measurement, Measured>;

/** A cluster that is away on purpose, gone, or only too busy to answer us is no alarm. */
const EXPECTED: readonly Reason[] = ['suspended', 'changing', 'gone', 'throttled'];

/** What passes by itself keeps the problem as it is, which says whether to try again. */
const PASSING: readonly Reason[] = ['throttled', 'overloaded', 'intercepted', 'no_answer', 'error'];

export const isUnmeasured = (measured: Measurement): measured is Unmeasured =>
  'unmeasured' in measured;

/** True for a cluster that should have been measured and was not. */
export const isAlarm = (measured: Measurement): measured is Unmeasured =>
  isUnmeasured(measured) && !EXPECTED.includes(measured.unmeasured);

/** Why a cluster has no numbers, as an error of the class that fits. */
export function noMeasure(
  { reason, why, next }: Unreachable,
  problem: Problem | null = null,
): Error {
  if (reason === 'gone') return missing(why, next);
  if (reason === 'changing') return busy(why, next);
  if (reason === 'silent') return new Problem('unavailable', why, { source: 'cluster' });
  return problem !== null && PASSING.includes(reason) ? problem : refuse(why, next);
}

export const noMeasureOf = ({ unmeasured, why, next, problem }: Unmeasured): Error =>
  noMeasure({ reason: unmeasured, why, next }, problem);
