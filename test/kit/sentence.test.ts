import { sentence } from '../../src/kit/sentence.ts';

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
