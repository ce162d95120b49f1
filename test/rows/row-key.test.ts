import fc from 'fast-check';
import { keyText } from '../../src/rows/row-key.ts';

test('a key of one value is that value', () => {
  expect(keyText(['weather-prod'])).toBe('weather-prod');
  expect(keyText([17])).toBe('17');
});

test('no value is told from the text “null”', () => {
  expect(keyText(['Acme', null])).toBe('["Acme",null]');
  expect(keyText(['Acme', 'null'])).toBe('["Acme","null"]');
  expect(keyText([null])).not.toBe(keyText(['null']));
});

test('rows that differ in a value have keys that differ', () => {
  const part = fc.option(fc.oneof(fc.string(), fc.constantFrom('null', '', '"', ',')));
  const parts = fc.array(part, { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(keyText(one) === keyText(other)).toBe(isSame);
    }),
  );
});
