import fc from 'fast-check';
import { daysSince, mask } from '../../src/api-keys/api-key-record.ts';

test.each([
  ['crate_EXAMPLE-KEY-NOT-REAL-0000000000000000000000', 'crate_EXAM…0000'],
  ['0123456789abcdefghij', '0123…ghij'],
  ['crate_EXAMPLE', 'crat…'],
  [`crate_${'a'.repeat(15)}`, 'crat…'],
  [`crate_${'a'.repeat(16)}`, 'crate_aaaa…aaaa'],
  ['a'.repeat(15), 'aaaa…'],
  ['a'.repeat(16), 'aaaa…aaaa'],
])('%s is shown as %s', (key, expected) => {
  expect(mask(key)).toBe(expected);
});

test('a mask never shows more than eight characters of a key', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(crate_)?[\w-]{5,60}$/), (key) => {
      const shown = mask(key)
        .replace('…', '')
        .replace(/^crate_/, '');
      expect(shown.length).toBeLessThanOrEqual(8);
    }),
  );
});

test('days are whole ones that have passed', () => {
  const now = new Date('2026-03-02T09:00:00Z');
  const days = ['2026-03-01T09:00:00Z', '2026-03-01T09:00:01Z', '2026-03-02T10:00:00Z', null];
  expect(days.map((iso) => daysSince(iso, now))).toEqual([1, 0, 0, null]);
});
