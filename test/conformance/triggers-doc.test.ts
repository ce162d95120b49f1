/** docs/triggers.md has one row for every trigger, with its kind, its identity and its limits. */
import { readFileSync } from 'node:fs';
import { keyOf, steps } from './walk.ts';

const page = readFileSync('docs/triggers.md', 'utf8');

const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('every trigger has one row of its kind, and no row is without a trigger', () => {
  const told = rows.map(([key = '', kind]) => [key.replaceAll('`', ''), kind]);
  const real = steps.flatMap((step) => (step.type === 'trigger' ? [[keyOf(step), step.kind]] : []));
  expect(told.toSorted()).toEqual(real.toSorted());
});

test('every row tells an identity and what happens beyond the limits', () => {
  expect(
    rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell.length < 3)),
  ).toEqual([]);
});
