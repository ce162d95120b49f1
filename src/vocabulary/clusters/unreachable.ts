/** What becomes of a reason why a cluster cannot be asked: the same for everybody who asks one. */
import type { Problem } from '../../base/problem.ts';
import { busy, missing, passing, type Refusal, refuse } from '../../kit/errors.ts';
import type { Reason, Unreachable } from './reach.ts';

/** It passes by itself, and nobody needs to change anything. */
const PASSING: readonly Reason[] = [
  'throttled',
  'overloaded',
  'intercepted',
  'no_answer',
  'silent',
  'error',
];

/** As an obstacle, of the class that fits: what a person has to change first, or what may pass by itself. */
export function refusalOf({ reason, why, next }: Unreachable): Refusal {
  if (reason === 'gone') return missing(why, next);
  if (reason === 'changing') return busy(why, next);
  return PASSING.includes(reason) ? passing(why, next) : refuse(why, next);
}

/** As an error. What was met and passes by itself stays as it is, for it knows when to try again. */
export function errorOf(unreachable: Unreachable, problem: Problem | null = null): Error {
  return problem !== null && PASSING.includes(unreachable.reason)
    ? problem
    : refusalOf(unreachable);
}
