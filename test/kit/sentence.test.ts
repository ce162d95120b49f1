import { sentence, withoutStop } from '../../src/kit/sentence.ts';

test.each(['', '  ', '{}', '\u200b', '\u0000'])(
  'a reason of nothing readable (%j) gets words',
  (why) => {
    expect(sentence({ kind: 'create', label: 'Create Row' }, why, 'Try again later.')).toBe(
      'Could not create row: no readable reason was given. Try again later.',
    );
  },
);

test('a reason that ends with dots of its own gets no other', () => {
  expect(sentence({ kind: 'search', label: 'Find Row' }, 'no such column. ..', 'Correct it.')).toBe(
    'Could not find row: no such column. Correct it.',
  );
});

const asker = { kind: 'create', label: 'Create Row' } as const;

test('the reason gives way to what to do next, down to sixty characters of it', () => {
  const whole = (reason: number, next: number) =>
    sentence(asker, 'r'.repeat(reason), 'n'.repeat(next));
  // “Could not create row” and the signs between leave 226 characters.
  expect(whole(126, 100)).toBe(`Could not create row: ${'r'.repeat(126)}. ${'n'.repeat(100)}`);
  expect(whole(127, 100)).toBe(`Could not create row: ${'r'.repeat(125)}…. ${'n'.repeat(100)}`);
  expect(whole(60, 166)).toBe(`Could not create row: ${'r'.repeat(60)}. ${'n'.repeat(166)}`);
  expect(whole(100, 200)).toBe(`Could not create row: ${'r'.repeat(59)}…. ${'n'.repeat(165)}…`);
  expect(whole(10, 300)).toBe(`Could not create row: ${'r'.repeat(10)}. ${'n'.repeat(215)}…`);
  expect(whole(127, 100)).toHaveLength(250);
});

test('a reason without its stop, of which there can be thousands', () => {
  expect(withoutStop('no such table . \n..')).toBe('no such table');
  expect(withoutStop('...')).toBe('');
  expect(withoutStop('version 6.2')).toBe('version 6.2');
  expect(withoutStop('x'.repeat(3_000))).toHaveLength(2_000);
});

test.each([
  ['Set API Key', 'set API key'],
  ['Update Cluster IP Allowlist', 'update cluster IP allowlist'],
  ['Run SQL', 'run SQL'],
  ['Find CrateDB Version', 'find CrateDB version'],
  ['Apical Step', 'apical step'],
])('%s is %s within a sentence', (label, words) => {
  expect(sentence({ kind: 'search', label }, 'x', 'Y.')).toBe(`Could not ${words}: x. Y.`);
});
