import type { Comparison } from '../../../../tools/sql-fidelity/compare.ts';
import { KNOWN } from '../../../../tools/sql-fidelity/known.ts';
import { readRecording } from '../../../../tools/sql-fidelity/recording.ts';
import { replay } from '../../../../tools/sql-fidelity/replay.ts';
import { sandboxTarget } from '../../../../tools/sql-fidelity/sandbox.ts';

/** Recorded requests to CrateDB 6.4.3 and 5.8.7, sent to the sandbox in their order. */
const recording = readRecording(
  new URL('../../../../tools/sql-fidelity/replies.jsonl', import.meta.url),
);
let comparisons: Comparison[] = [];
let problems: string[] = [];

beforeAll(async () => {
  const target = await sandboxTarget();
  ({ comparisons, problems } = await replay(recording, target));
  await target.close();
}, 60_000);

test('what was done between the recorded requests works', () => {
  expect(problems).toEqual([]);
});

test('the sandbox answers as CrateDB did', () => {
  expect(comparisons).toHaveLength(207);
  expect(comparisons.filter((it) => it.sameStatus).length).toBeGreaterThanOrEqual(200);
  expect(comparisons.filter((it) => it.sameReply).length).toBeGreaterThanOrEqual(190);
});

test('what differs is listed with its reason, and nothing else is listed', () => {
  const different = comparisons.filter((it) => !it.sameReply);
  expect(
    different
      .map((it) => `${it.id}\n${it.expected}\n${it.actual}`)
      .filter((it) => KNOWN[it.split('\n')[0] ?? ''] === undefined),
  ).toEqual([]);
  expect(different.map((it) => it.id).sort()).toEqual(Object.keys(KNOWN).sort());
});
