/** When a cluster cannot be measured: whether that is an alarm, and what error it is. */
import type { Measured, Measurement } from '../vocabulary/clusters/measure.ts';
import type { Reason } from '../vocabulary/clusters/reach.ts';
import { errorOf } from '../vocabulary/clusters/unreachable.ts';

export type Unmeasured = Exclude<Measurement, Measured>;

/** A cluster that is away on purpose, gone, or only too busy to answer us is no alarm. */
const EXPECTED: readonly Reason[] = ['suspended', 'changing', 'gone', 'throttled'];

export const isUnmeasured = (measured: Measurement): measured is Unmeasured =>
  'unmeasured' in measured;

/** True for a cluster that should have been measured and was not. */
export const isAlarm = (measured: Measurement): measured is Unmeasured =>
  isUnmeasured(measured) && !EXPECTED.includes(measured.unmeasured);

/** Why a cluster has no numbers, as an error of the class that fits. */
export const noMeasureOf = ({ unmeasured, why, next, problem }: Unmeasured): Error =>
  errorOf({ reason: unmeasured, why, next }, problem);
