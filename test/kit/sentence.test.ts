import { sentence } from '../../src/kit/sentence.ts';

test.each(['', '  ', '{}', '\u200b', '\u0000'])(
  'a reason of nothing readable (%j) gets words',
  (why) => {
    expect(sentence({ kind: 'create', label: 'Create Row' }, why, 'Try again later.')).toBe(
      'Could not create row: no readable reason was given. Try again later.',
    );
  },
);
