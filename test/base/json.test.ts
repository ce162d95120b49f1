import fc from 'fast-check';
import { parseJson } from '../../src/base/json.ts';

test('no digit of a whole number is lost, wherever it stands', () => {
  const whole = fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n });
  fc.assert(
    fc.property(fc.array(fc.oneof(whole, fc.string(), fc.boolean())), (values) => {
      const json = `[${values.map((value) => (typeof value === 'bigint' ? value : JSON.stringify(value)))}]`;
      const expected = values.map((value) => {
        if (typeof value !== 'bigint') return value;
        return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
      });
      expect(parseJson(json)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test.each(Array.from({ length: 40 }, (_, blanks) => blanks))(
  'of a long number behind %i blanks as well, and of what comes before and after it',
  (blanks) => {
    const json = `${' '.repeat(blanks)}[1, 123456789012345,9007199254740993, 2]`;
    expect(parseJson(json)).toEqual([1, 123456789012345, '9007199254740993', 2]);
    expect(parseJson(`${' '.repeat(blanks)}9007199254740993`)).toBe('9007199254740993');
  },
);
