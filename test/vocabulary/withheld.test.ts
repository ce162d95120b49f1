import { Problem, type ProblemKind, type ProblemSource } from '../../src/base/problem.ts';
import { afterChange, ifKnown, unlessWithheld } from '../../src/vocabulary/withheld.ts';

const met = (kind: ProblemKind, source: ProblemSource = 'cloud') =>
  new Problem(kind, 'words', { source });

test.each([
  // withheld, an extra, told after a change
  [met('forbidden'), true, true, true],
  [met('not_found'), true, true, true],
  [met('unavailable'), false, true, true],
  [met('throttled', 'cluster'), false, true, true],
  [met('throttled'), false, false, true],
  [met('unauthorized'), false, false, true],
  [new TypeError('a fault of our own'), false, false, false],
])('%p is left out where it may be: %p, %p, %p', async (error, ...left) => {
  for (const [index, way] of [unlessWithheld, ifKnown, afterChange].entries()) {
    const answer = way(Promise.reject(error), 'instead');
    if (left[index]) expect(await answer).toBe('instead');
    else await expect(answer).rejects.toBe(error);
    expect(await way(Promise.resolve('an answer'), 'instead')).toBe('an answer');
  }
});
