import fc from 'fast-check';
import { parseJson } from '../../../src/base/json.ts';
import { type ColumnType, fromCrate, rowsOf } from '../../../src/clients/sql/values.ts';

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

  test('keeps all digits of decimals that have more than a double', () => {
    expect(
      parseJson('[0.12345678901234567890,-12345678901234567890.5,0.00000000000000000001,1.10]'),
    ).toEqual(['0.12345678901234567890', '-12345678901234567890.5', 1e-20, 1.1]);
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
    ['a timestamp without zone', 1772442000123, 15, '2026-03-02T09:00:00.123'],
    ['a date', 1772409600000, 24, '2026-03-02'],
    ['a safe bigint', 12, 10, 12],
    ['a large bigint', '9223372036854775807', 10, '9223372036854775807'],
    ['bits', "B'1010'", 25, '1010'],
    ['a time of the day', [33_011_123_000, 7200], 20, '09:10:11.123+02:00'],
    ['an array of timestamps', [0, null], [100, 11], ['1970-01-01T00:00:00.000Z', null]],
    ['null', null, 11, null],
    ['an object', { a: 1 }, 12, { a: 1 }],
    ['text that looks like a number', '12', 4, '12'],
    ['an impossible timestamp', 'x', 11, 'x'],
    ['no type', 5, undefined, 5],
    ['nothing', undefined, 11, null],
    ['a small bigint as text', '12', 10, 12],
    ['a list where none is meant', [1, 2], 9, [1, 2]],
    ['no list where one is meant', 5, [100, 11], 5],
    ['a list of another kind', [0], [101, 11], [0]],
    ['arrays of arrays', [[0], null], [100, [100, 24]], [['1970-01-01'], null]],
    ['a NUMERIC with an exponent', '1E-10', 22, '0.0000000001'],
    ['a time west of Greenwich', [0, -19_800], 20, '00:00:00.000-05:30'],
    ['a time that is none', [1], 20, [1]],
    ['a time beyond all', [Number.MAX_VALUE, 0], 20, [Number.MAX_VALUE, 0]],
    ['a time as text', '09:00', 20, '09:00'],
    ['bits that are none', 5, 25, 5],
  ];
  test.each(cases)('%s', (_name, value, type, expected) => {
    expect(fromCrate(value, type)).toEqual(expected);
  });
});

describe('rows of a reply', () => {
  test('a NUMERIC keeps its digits and its scale, and what stands beside it is as ever', () => {
    const text =
      '{"rows":[[12345678901234.5678,5.0000,[1.10],9007199254740993,{"a":1.0},1.5,"B\'1\'",null]]}';
    const types: ColumnType[] = [22, 22, [100, 22], 10, 12, 6, 25, 22];
    const { rows } = parseJson(text) as { rows: unknown[][] };
    expect(rowsOf(rows, types, text)).toEqual([
      ['12345678901234.5678', '5.0000', ['1.10'], '9007199254740993', { a: 1 }, 1.5, '1', null],
    ]);
  });
});
