import fc from 'fast-check';
import { maskOf } from '../../src/base/mask.ts';

const SECRET = 'aB3/+"é&key';

test.each([
  ['as it is', SECRET],
  ['with backslashes', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
  [
    'as code units',
    [...SECRET].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ],
  ['percent-encoded', encodeURIComponent(SECRET)],
  [
    'percent-encoded in small letters',
    encodeURIComponent(SECRET).replace(/%../g, (one) => one.toLowerCase()),
  ],
  ['as decimal entities', [...SECRET].map((one) => `&#${one.codePointAt(0)};`).join('')],
  [
    'as hexadecimal entities',
    [...SECRET].map((one) => `&#x0${one.codePointAt(0)?.toString(16)};`).join(''),
  ],
  ['with named entities', SECRET.replace('&', '&amp;').replace('"', '&quot;')],
])('a secret is masked %s', (_form, written) => {
  expect(maskOf(SECRET)(`before ${written} after`)).toBe('before … after');
});

test('characters of two halves are masked in each form, too', () => {
  const mask = maskOf('k🔑y');
  for (const written of [
    'k🔑y',
    'k\\ud83d\\uDD11y',
    'k%F0%9f%94%91y',
    'k&#128273;y',
    'k&#X1F511;y',
  ]) {
    expect(mask(written)).toBe('…');
  }
});

test('within base64 it is masked wherever it begins, also in the form for addresses', () => {
  const secret = 'secret?>of~~length';
  for (const before of ['', 'a', 'ab', 'key:']) {
    for (const form of ['base64', 'base64url'] as const) {
      const masked = maskOf(secret)(Buffer.from(`${before}${secret}:after`).toString(form));
      expect(masked).toMatch(/^[\w+/=-]*…[\w+/=-]*$/);
      expect(Buffer.from(masked.replace('…', ''), 'base64').toString()).not.toContain('secret');
    }
  }
});

test('a few characters of base64 could be part of anything', () => {
  expect(maskOf('abc')(Buffer.from('abc').toString('base64'))).toBe('YWJj');
});

test('all secrets are masked, wherever they are, and a blank one masks nothing', () => {
  expect(maskOf('one', 'two')('one, two and one')).toBe('…, … and …');
  expect(maskOf('', 'two')('a two')).toBe('a …');
  expect(maskOf('')('as it is')).toBe('as it is');
  expect(maskOf()('as it is')).toBe('as it is');
});

test('whatever a secret is made of, nothing of it is left, and other texts stay', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, unit: 'binary' }), (secret) => {
      fc.pre(!secret.includes('…') && !'[] '.includes(secret));
      expect(maskOf(secret)(`[${secret}]`)).toBe('[…]');
    }),
  );
  expect(maskOf('.*')('no such text')).toBe('no such text');
});
