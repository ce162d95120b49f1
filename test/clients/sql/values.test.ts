import fc from 'fast-check';
import { type ColumnType, fromCrate, parseJson } from '../../../src/clients/sql/values.ts';

describe('JSON', () => {
  test('keeps all digits of large whole numbers', () => {
    expect(
      parseJson('{"a":9223372036854775807,"b":[-9223372036854775808],"c":9007199254740991}'),
    ).toEqual({
      a: '9223372036854775807',
      b: ['-9223372036854775808'],
      c: 9007199254740991,
    });
  });

  test('leaves other large numbers and texts as they are', () => {
    expect(parseJson('{"a":1e300,"b":"9223372036854775807","c":0.1234567890123456}')).toEqual({
      a: 1e300,
      b: '9223372036854775807',
      c: 0.1234567890123456,
    });
  });

  test('reads every bigint without loss', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const [read] = parseJson(`[${value}]`) as [number | string];
        expect(BigInt(read)).toBe(value);
      }),
    );
  });
});

describe('values by type', () => {
  const cases: [string, unknown, ColumnType | undefined, unknown][] = [
    ['a timestamp', 1772442000000, 11, '2026-03-02T09:00:00.000Z'],
    ['a timestamp without zone', 1772442000123, 15, '2026-03-02T09:00:00.123Z'],
    ['a date', 1772409600000, 24, '2026-03-02'],
    ['a safe bigint', 12, 10, 12],
    ['a large bigint', '9223372036854775807', 10, '9223372036854775807'],
    ['an array of timestamps', [0, null], [100, 11], ['1970-01-01T00:00:00.000Z', null]],
    ['null', null, 11, null],
    ['an object', { a: 1 }, 12, { a: 1 }],
    ['text that looks like a number', '12', 4, '12'],
    ['an impossible timestamp', 'x', 11, 'x'],
    ['no type', 5, undefined, 5],
  ];
  test.each(cases)('%s', (_name, value, type, expected) => {
    expect(fromCrate(value, type)).toEqual(expected);
  });
});
