import { busy, missing, passing, refuse } from '../../../src/kit/errors.ts';
import {
  inSentences,
  isToldOnly,
  suspendedRefusal,
} from '../../../src/vocabulary/clusters/obstacles.ts';
import { clusterWith } from '../run.ts';

const input = (preview: boolean, if_impossible: 'stop' | 'continue') => ({
  preview,
  if_impossible,
});

test.each([
  [refuse('no', 'Next.'), true],
  [passing('not now', 'Next.'), true],
  [busy('busy', 'Next.'), false],
  [missing('gone', 'Next.'), false],
])('%p is only told where the Zap goes on: %p', (obstacle, told) => {
  expect(isToldOnly(input(false, 'continue'), obstacle)).toBe(told);
  expect(isToldOnly(input(false, 'stop'), obstacle)).toBe(false);
  expect(isToldOnly(input(true, 'stop'), obstacle)).toBe(true);
});

test('an obstacle in sentences', () => {
  expect(inSentences(refuse('the disk is full', 'Expand it.'))).toBe(
    'The disk is full. Expand it.',
  );
});

test('only one that is known to be suspended has to run first', () => {
  expect(suspendedRefusal(clusterWith({ suspended: true }))).toMatchObject({
    kind: 'refused',
    message: 'cluster “weather” is suspended',
  });
  expect(suspendedRefusal(clusterWith({ suspended: false }))).toBeNull();
  expect(suspendedRefusal(clusterWith({ suspended: null }))).toBeNull();
});
