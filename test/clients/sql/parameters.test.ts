import fc from 'fast-check';
import { toParameter } from '../../../src/clients/sql/parameters.ts';
import { typeNamed } from '../../../src/clients/sql/types.ts';

const read = (type: string, given: unknown) => toParameter(typeNamed(type), given);

const AT = Date.UTC(2026, 2, 2, 9);

const taken: [string, unknown, unknown][] = [
  ['integer', '12', 12],
  ['integer', 3.0, 3],
  ['integer', ' +7 ', 7],
  ['smallint', '-32768', -32768],
  ['bigint', '9007199254740993', '9007199254740993'],
  ['bigint', 5, '5'],
  ['bigint', '9223372036854775806', '9223372036854775806'],
  ['double precision', '1e3', 1000],
  // As a JSON number, CrateDB refuses it.
  ['double precision', '-274789309827636300000', '-274789309827636300000'],
  ['double precision', 'NaN', 'NaN'],
  ['real', '-1.5', '-1.5'],
  // As it is given: CrateDB rounds it to the largest there is.
  ['real', '3.4028235e+38', '3.4028235e+38'],
  ['numeric(18,4)', '12345678901234.5678', '12345678901234.5678'],
  ['numeric', '0E-10', '0.0000000000'],
  ['numeric', '-1.25E+3', '-1250'],
  ['numeric', 1e-7, '0.0000001'],
  ['boolean', 'Yes', true],
  ['boolean', 0, false],
  ['timestamp with time zone', '2026-03-02T09:00:00Z', String(AT)],
  ['timestamp with time zone', '2026-03-02 10:00:00.5+01:00', String(AT + 500)],
  ['timestamp with time zone', '2026-03-02T04:30:00-0430', String(AT)],
  ['timestamp with time zone', '2026-03-02T09:00', String(AT)],
  ['timestamp with time zone', '2026-03-02', String(AT - 9 * 3_600_000)],
  ['timestamp with time zone', String(AT), String(AT)],
  // Far years, as they are given.
  ['timestamp with time zone', '+010000-01-01T00:00:00.000Z', '253402300800000'],
  ['timestamp with time zone', '-000001-01-01T00:00:00.000Z', '-62198755200000'],
  // The clock's reading; the zone is left out.
  ['timestamp without time zone', '2026-03-02T09:00:00+01:00', String(AT)],
  ['ip', '192.168.0.1', '192.168.0.1'],
  ['ip', '2001:db8::1', '2001:db8::1'],
  ['uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ['bit(4)', "B'1010'", '1010'],
  ['text', 12, '12'],
  ['text', ' kept ', ' kept '],
  ['character varying(4)', 'añ😀', 'añ😀'],
  ['geo_point', '[9.74, 47.41]', [9.74, 47.41]],
  ['geo_point', 'POINT (9.74 47.41)', [9.74, 47.41]],
  ['geo_point', { latitude: 47.41, longitude: '9.74' }, [9.74, 47.41]],
  ['geo_point', { lat: 47.41, lon: 9.74 }, [9.74, 47.41]],
  ['geo_point', { lat: '47.41', lng: 9.74 }, [9.74, 47.41]],
  ['geo_point', ' point ( -180 90 ) ', [-180, 90]],
  ['geo_shape', 'POLYGON ((0 0, 1 1, 1 0, 0 0))', 'POLYGON ((0 0, 1 1, 1 0, 0 0))'],
  ['geo_shape', '{"type":"Point","coordinates":[1,2]}', { type: 'Point', coordinates: [1, 2] }],
  ['object', '{"a": [1, null]}', { a: [1, null] }],
  ['integer_array', ['1', null, 3], [1, null, 3]],
  ['bigint_array', '[9007199254740993]', ['9007199254740993']],
  ['integer_array_array', [[1], []], [[1], []]],
  ['float_vector(3)', '0.1, 0.2,0.3', [0.1, 0.2, 0.3]],
  ['something new', { a: 1 }, { a: 1 }],
  ['integer', null, null],
];

test.each(taken)('%s takes %j', (type, given, value) => {
  expect(read(type, given)).toEqual({ value });
});

const refused: [string, unknown, RegExp][] = [
  ['integer', '1.7', /fraction/],
  ['integer', 1.7, /fraction/],
  ['integer', '1e3', /not written out/],
  ['integer', 'abc', /no whole number/],
  ['integer', '', /no whole number/],
  ['integer', '3000000000', /out of range/],
  ['byte', 128, /out of range/],
  ['bigint', 2 ** 60, /as text/],
  ['bigint', '9223372036854775807', /out of range/],
  ['double precision', '1e400', /out of range/],
  ['real', '1e39', /out of range/],
  ['double precision', '1,5', /no number/],
  ['numeric', '1e999', /out of range/],
  ['numeric', 'NaN', /no number/],
  ['ip', 'fe80::1%eth0', /no IP/],
  ['object', '{"a": 1e400}', /more digits/],
  ['object_array', '[{"a": 9007199254740993}]', /more digits/],
  ['boolean', 'maybe', /neither/],
  ['timestamp with time zone', '1772442000.123', /no time/],
  ['timestamp with time zone', 'Mon, 02 Mar 2026 09:00:00 GMT', /no time/],
  ['timestamp with time zone', '3/2/2026', /no time/],
  ['timestamp with time zone', '2026-02-30', /no real date/],
  ['timestamp with time zone', '20260302', /no time/],
  ['timestamp with time zone', '', /no time/],
  ['ip', '300.1.1.1', /no IP/],
  ['uuid', 'x', /no UUID/],
  ['bit(4)', '101', /4 bits/],
  ['character varying(5)', 'abcdef', /longer than the 5/],
  ['character varying(3)', 'añ😀', /longer than the 3/],
  ['character(2)', 'a  ', /longer than the 2/],
  ['geo_point', '9.74,47.41', /no point/],
  ['geo_point', [200, 10], /not on earth/],
  ['geo_point', [180.1, 10], /not on earth/],
  ['geo_point', [10, -90.1], /not on earth/],
  ['geo_point', [10, 20, 30], /no point/],
  ['geo_point', [10, null], /no point/],
  ['geo_point', ['', 10], /no point/],
  ['geo_point', {}, /no point/],
  ['geo_shape', 'nonsense', /no shape/],
  ['object', 'plain', /no object/],
  ['object', '[1]', /no object/],
  ['object', '{"a": 9007199254740993}', /more digits/],
  ['text_array', 'solo', /no list/],
  ['integer_array', [1, 'a'], /no whole number \(number 2\)/],
  ['text', { a: 1 }, /not a single value/],
  ['float_vector(3)', [1, 2], /3 numbers/],
  ['float_vector(3)', [1, 2, 'NaN'], /no list of numbers/],
];

test.each(refused)('%s refuses %j', (type, given, invalid) => {
  const parameter = read(type, given);
  expect('invalid' in parameter && parameter.invalid).toMatch(invalid);
});

test('every whole number of a type is taken with all its digits, and none beyond', () => {
  const types = [
    ['smallint', 15n],
    ['integer', 31n],
    ['bigint', 63n],
  ] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
      fc.nat(70),
      ([type, bits], large, shift) => {
        const number = large >> BigInt(shift);
        const parameter = read(type, number.toString());
        // The extremes of bigint cannot be stored.
        const edge = type === 'bigint' ? 1n : 0n;
        const inRange = number >= -(2n ** bits) + edge && number < 2n ** bits - edge;
        expect('value' in parameter).toBe(inRange);
        if ('value' in parameter) expect(BigInt(parameter.value as string)).toBe(number);
      },
    ),
  );
});

test('every instant is taken, whatever zone it is written in', () => {
  const instants = fc.date({
    min: new Date('0001-01-02'),
    max: new Date('9999-12-30'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, offset) => {
      const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
      const sign = offset < 0 ? '-' : '+';
      const zone = new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16);
      const value = String(at.getTime());
      expect(read('timestamp with time zone', `${local}${sign}${zone}`)).toEqual({ value });
      expect(read('timestamp with time zone', value)).toEqual({ value });
    }),
  );
});
