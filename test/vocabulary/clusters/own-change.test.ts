import {
  asAsked,
  forgetAsked,
  hasAsked,
  isOwnChange,
  mayBeOwn,
  noteAsked,
  rememberTarget,
  targetOf,
} from '../../../src/vocabulary/clusters/own-change.ts';
import { clusterWith, runOn } from '../run.ts';

const after = (id: string | null, type = 'SCALE') =>
  clusterWith({ last_async_operation: { id, type } });
const OPERATIONS = '/clusters/c1/operations/';
const toFive = { operationType: 'SCALE', from: '3', doing: 'scaling', target: { nodes: 5 } };
const atOnce = { operationType: null, from: 'off', doing: 'switching it on' };

/** A run that has asked for a change, of a cluster whose operations tell so much. */
function askedFor(change: Parameters<typeof noteAsked>[2], told?: object) {
  const operation = { id: 'new', type: 'SCALE', non_sensitive_data: told };
  const other = { id: 'other', type: 'SCALE', non_sensitive_data: { nodes: 9 } };
  const { run, queries, seconds } = runOn({ [OPERATIONS]: [operation, other] });
  noteAsked(run, after('old'), change);
  return { run, queries, seconds };
}

test('what was not asked for is nobody’s own', async () => {
  const { run } = runOn();
  expect(hasAsked(run)).toBe(false);
  expect(mayBeOwn(run, after('new'), toFive)).toBe(false);
  expect(await isOwnChange(run, after('new'), atOnce)).toBe(false);
});

test.each([
  ['another operation of its kind', after('new'), true],
  ['the one from before', after('old'), false],
  ['one of another kind', after('new', 'UPGRADE'), false],
])('%s may be what was asked for: %p', (_what, cluster, may) => {
  const { run } = askedFor(toFive);
  expect(hasAsked(run)).toBe(true);
  expect(mayBeOwn(run, cluster, toFive)).toBe(may);
  forgetAsked(run);
  expect(hasAsked(run)).toBe(false);
  expect(mayBeOwn(run, cluster, toFive)).toBe(false);
});

test('a cluster without an operation before or after has none that is new', () => {
  const { run } = runOn();
  noteAsked(run, after(null), toFive);
  expect(mayBeOwn(run, after(null), toFive)).toBe(false);
  expect(mayBeOwn(run, after('new'), toFive)).toBe(true);
});

test('what is done at once was asked for by this run', async () => {
  const { run } = askedFor(atOnce);
  expect(await isOwnChange(run, after('old'), atOnce)).toBe(true);
});

test.each([
  ['tells nothing', undefined, true],
  ['has just the target', { nodes: 5 }, true],
  ['has another target', { nodes: 6 }, false],
  ['tells of other things', { version: '6.2.1' }, true],
])('an operation that %s is its own: %p', async (_what, told, own) => {
  const { run } = askedFor(toFive, told);
  expect(await isOwnChange(run, after('new'), toFive)).toBe(own);
});

test('a list is not compared as it is written', async () => {
  const allowed = { ...toFive, target: { ranges: ['a', 'b'] } };
  const { run } = askedFor(allowed, { ranges: ['b', 'a'] });
  expect(await isOwnChange(run, after('new'), allowed)).toBe(true);
});

test('a change can say itself what is its own, by what was asked for', async () => {
  const { run } = askedFor(toFive, { nodes: 6 });
  const seen: unknown[] = [];
  const change = (own: boolean) => ({
    ...toFive,
    target: { nodes: 7 },
    isOurs: (...targets: unknown[]) => {
      seen.push(targets);
      return own;
    },
  });
  expect(await isOwnChange(run, after('new'), change(true))).toBe(true);
  expect(await isOwnChange(run, after('new'), change(false))).toBe(false);
  expect(seen[0]).toEqual([{ nodes: 6 }, { nodes: 5 }]);
});

test('it is told in the words of when it was asked for', () => {
  const { run } = askedFor(toFive);
  const later = { ...toFive, from: '5', doing: 'scaling from 5' };
  expect(asAsked(run, later)).toEqual(toFive);
  expect(asAsked(runOn().run, later)).toEqual(later);
});

test('a target is remembered, and what the API tells counts more', async () => {
  const { run, queries, seconds } = askedFor(toFive, { nodes: 6 });
  await rememberTarget(run, 'new', { nodes: 5, plan: 'cr2' });
  expect(await targetOf(run, after('new'))).toEqual({ nodes: 6, plan: 'cr2' });
  expect(queries).toEqual([{ limit: 10 }]);
  // Two days, longer than any operation.
  expect(seconds).toEqual([172_800]);
  expect(await targetOf(run, after('unknown'))).toEqual({});
  expect(await targetOf(runOn().run, after(null))).toEqual({});
});
