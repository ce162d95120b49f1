import type { Run } from '../../src/kit/run/run.ts';
import { isNews } from '../../src/kit/trigger.ts';

const run = (isSample = false) =>
  ({ isSample, now: () => new Date('2026-03-09T09:00:00Z') }) as unknown as Run<unknown>;

test.each([
  ['2026-03-02T09:00:00Z', true],
  ['2026-03-02T08:59:59.999Z', false],
  ['2026-03-09T10:00:00Z', true],
  [null, true],
  [undefined, true],
])('what is dated %j is news seven days later: %p', (date, is) => {
  expect(isNews(run(), date)).toBe(is);
  // In the editor, anything will do.
  expect(isNews(run(true), date)).toBe(true);
});
