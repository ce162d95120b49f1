import fc from 'fast-check';
import { parseJson, parseNumbers, withoutDepths, withoutMark } from '../../src/base/json.ts';

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

test('nothing is nested deeper than so many levels, and what is not stays the same', () => {
  const value = { a: { b: [1, 'x', null] } };
  expect(withoutDepths(value, 3)).toBe(value);
  expect(withoutDepths(value, 2)).toEqual({ a: { b: '…' } });
  expect(withoutDepths([[1], 2], 1)).toEqual(['…', 2]);
  expect(withoutDepths('text', 0)).toBe('text');
  expect([withoutDepths(null, 0), withoutDepths({}, 0)]).toEqual([null, '…']);
});

test('a decimal keeps its digits where a double would not', () => {
  const read = (number: string) => parseJson(`[${number}]`);
  expect(read('1234567890123456.5')).toEqual([1234567890123456.5]);
  expect(read('123456789012345678.5')).toEqual(['123456789012345678.5']);
  expect(read('0.00012345678901234567')).toEqual([0.00012345678901234567]);
  expect(read('-0.123456789012345678')).toEqual(['-0.123456789012345678']);
});

test('a byte order mark is no part of JSON, and only in front', () => {
  expect(withoutMark('\ufeff[1]')).toBe('[1]');
  expect(withoutMark('[1]\ufeff')).toBe('[1]\ufeff');
});

test('each number can be read as it was written, but for what is nested too deep', () => {
  expect(parseNumbers('{"a":[1.50,2]}', (_value, source) => source)).toEqual({ a: ['1.50', '2'] });
  expect(() => parseNumbers('{', () => 0)).toThrow(SyntaxError);
  const deep = `${'['.repeat(50_000)}1${']'.repeat(50_000)}`;
  expect(parseNumbers(deep, () => 0)).toBeUndefined();
});
