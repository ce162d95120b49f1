import { concernsAll, isProblem, isWithheld, Problem } from '../../src/base/problem.ts';

test('what is not told of a problem is not known', () => {
  expect(new Problem('refused', 'why')).toMatchObject({
    name: 'Problem',
    kind: 'refused',
    message: 'why',
    source: 'cloud',
    status: null,
    code: null,
    serverMessage: null,
    retryAfterSeconds: null,
    maybeDone: false,
  });
  const facts = {
    source: 'cluster',
    status: 400,
    code: 4_091,
    serverMessage: 'words',
    retryAfterSeconds: 7,
    maybeDone: true,
  } as const;
  expect(new Problem('conflict', 'why', facts)).toMatchObject(facts);
});

test('a problem is known by its kind, or by being one', () => {
  const problem = new Problem('busy', 'why');
  expect(isProblem(problem)).toBe(true);
  expect(isProblem(problem, 'refused', 'busy')).toBe(true);
  expect(isProblem(problem, 'refused')).toBe(false);
  expect([isProblem(new Error('busy')), isProblem(null, 'busy')]).toEqual([false, false]);
});

test('what concerns all that is asked, and what is withheld from this user', () => {
  const of = (kind: Problem['kind'], source: Problem['source'] = 'cloud') =>
    new Problem(kind, 'why', { source });
  expect([of('unauthorized'), of('throttled')].map(concernsAll)).toEqual([true, true]);
  const others = [of('throttled', 'cluster'), of('unauthorized', 'cluster'), of('forbidden'), null];
  expect(others.map(concernsAll)).toEqual([false, false, false, false]);
  expect([of('forbidden'), of('not_found'), of('unavailable')].map(isWithheld)).toEqual([
    true,
    true,
    false,
  ]);
});
