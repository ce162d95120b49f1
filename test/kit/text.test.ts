import fc from 'fast-check';
import { folded, isSameText, trimmed, visible } from '../../src/kit/text.ts';

test.each([
  ['Zürich', 'Zu\u0308rich'],
  ['ada@example.com', 'ada@example.com\u200b'],
  ['next-season', 'next-season '],
  ['weather prod', 'weather\u00a0prod'],
  ['weather-prod', '\u202eweather\u00ad-\ufeffprod'],
])('%j looks like %j', (one, other) => {
  expect(visible(other)).toBe(visible(one));
});

test.each([
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδος'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['İstanbul', 'i\u0307stanbul'],
  ['ZÜRICH', 'zu\u0308rich'],
])('%j is %j in another case', (one, other) => {
  expect(isSameText(one, other)).toBe(true);
  expect(visible(one)).not.toBe(visible(other));
});

test('what is missing is like nothing, not even like blank', () => {
  expect(isSameText(null, '')).toBe(false);
  expect(isSameText(undefined, 'undefined')).toBe(false);
  expect(isSameText('a', 'b')).toBe(false);
});

test('a text is trimmed of what is not seen, and kept within', () => {
  expect(trimmed('\u200b \ufeffa\u200b b\n\u2060 ')).toBe('a\u200b b');
  expect(trimmed(' 🌦️ ')).toBe('🌦');
  expect(trimmed(' \u200b ')).toBe('');
  expect(trimmed('\udc00a\ud800')).toBe('\udc00a\ud800');
});

test('trimming and comparing twice is like once, and long texts take no time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      expect(trimmed(trimmed(text))).toBe(trimmed(text));
      expect(visible(visible(text))).toBe(visible(text));
      expect(folded(folded(text))).toBe(folded(text));
      expect(visible(trimmed(text))).toBe(visible(text));
    }),
    { numRuns: 500 },
  );
  const long = `a${' '.repeat(1_000_000)}b`;
  expect(trimmed(long)).toBe(long);
});
