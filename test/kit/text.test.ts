import fc from 'fast-check';
import {
  addressIn,
  counted,
  firstOf,
  folded,
  isSameText,
  trimmed,
  visible,
} from '../../src/kit/text.ts';

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

test('a text is the same whatever is in it that is not seen, and in pieces', () => {
  const unseen = fc.constantFrom('\u200b', '\u00ad', '\ufeff', '\u2060', '\u202e');
  const parts = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }));
  fc.assert(
    fc.property(parts, unseen, (texts, between) => {
      const written = `${between} ${texts.join(between)}${between}\n`.normalize('NFD');
      expect(isSameText(written, texts.join(''))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['ada@example.com', 'ada@example.com'],
  [' Ada Lovelace <Ada+zap@example.com>\n', 'Ada+zap@example.com'],
  ['"Lovelace, Ada" <ada@example.com>,', 'ada@example.com'],
  ['mailto:ada@example.com', 'ada@example.com'],
  ["'ada@example.com';", 'ada@example.com'],
  ['a\u200bda@example.com', 'ada@example.com'],
  ['Ada Lovelace', 'Ada Lovelace'],
  ['<Ada>', '<Ada>'],
  ['ada@example.com, grace@example.com', 'ada@example.com, grace@example.com'],
])('%j says the address %j', (text, address) => {
  expect(addressIn(text)).toBe(address);
});

test('an address that is far too long takes no time', () => {
  for (const part of ['<@', '@', '.', '"', 'mailto:']) {
    const long = part.repeat(100_000);
    expect(addressIn(`@${long}`)).toBe(`@${long}`);
  }
});

test('one is one, and no other number is', () => {
  expect([0, 1, 2].map((count) => counted(count, 'API key'))).toEqual([
    '0 API keys',
    '1 API key',
    '2 API keys',
  ]);
});

test('the first are named, and of the others it is said how many there are', () => {
  const names = 'abcdefghijkl'.split('');
  expect(firstOf(names)).toBe('a, b, c, d, e, f, g, h, i, j and 2 more');
  expect(firstOf(names.slice(0, 11))).toBe('a, b, c, d, e, f, g, h, i, j and 1 more');
  expect(firstOf(names.slice(0, 10))).toBe('a, b, c, d, e, f, g, h, i, j');
  expect(firstOf(names, { most: 3 })).toBe('a, b, c and 9 more');
  expect(firstOf(names, { count: 100 })).toBe('a, b, c, d, e, f, g, h, i, j and 90 more');
  expect(firstOf(['a'], { count: 1 })).toBe('a');
});
