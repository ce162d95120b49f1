import { checkLevel, type Level, levelNeeded } from '../../src/kit/level.ts';

const NEEDED = ['watch', 'change', 'everything'] as const;

test.each<[unknown, Level]>([
  ['watch', 'watch'],
  ['Watch', 'watch'],
  ['change', 'change'],
  ['watch and change', 'change'],
  ['everything', 'everything'],
  ['EVERYTHING ', 'everything'],
  ['', 'change'],
  [' \u200b', 'change'],
  [undefined, 'change'],
  [null, 'change'],
  ['whatever', 'watch'],
])('a connection of %j may do no more than “%s”', (scope, most) => {
  for (const needed of NEEDED) {
    const check = () => checkLevel(scope, needed);
    if (NEEDED.indexOf(needed) <= NEEDED.indexOf(most)) expect(check).not.toThrow();
    else expect(check).toThrow(/^this connection may only do “Watch.*”, and this takes “/);
  }
});

test('a refusal says what it may and what it would have to', () => {
  expect(() => checkLevel('', 'everything')).toThrow(
    'this connection may only do “Watch and Change”, and this takes “Everything”',
  );
});

test('what a step needs can depend on what is asked, and a preview only looks', () => {
  const rule = ({ all }: { all: boolean; preview?: boolean }): Level =>
    all ? 'everything' : 'change';
  expect(levelNeeded('everything', {})).toBe('everything');
  expect(levelNeeded(rule, { all: true })).toBe('everything');
  expect(levelNeeded(rule, { all: false, preview: false })).toBe('change');
  expect(levelNeeded(rule, { all: true, preview: true })).toBe('watch');
});
