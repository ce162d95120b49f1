import fc from 'fast-check';
import { mask } from '../../src/api-keys/api-key-record.ts';

test.each([
  ['crate_EXAMPLE-KEY-NOT-REAL-0000000000000000000000', 'crate_EXAM…0000'],
  ['0123456789abcdefghij', '0123…ghij'],
  ['crate_EXAMPLE', 'crat…'],
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
