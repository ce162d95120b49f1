import {
  isComparable,
  isOrderable,
  isRanked,
  isTimestamp,
  typeNamed,
} from '../../../src/clients/sql/types.ts';

test.each([
  ['text', { scalar: 'text', depth: 0, length: null }],
  ['character varying(5)', { scalar: 'text', depth: 0, length: 5 }],
  ['integer_array_array', { scalar: 'integer', depth: 2, length: null }],
  [
    'timestamp with time zone_array',
    { scalar: 'timestamp with time zone', depth: 1, length: null },
  ],
  ['numeric(18,4)', { scalar: 'numeric', depth: 0, length: 18 }],
  ['float_vector(3)', { scalar: 'float_vector', depth: 0, length: 3 }],
  ['bit(4)', { scalar: 'bit', depth: 0, length: 4 }],
  ['char', { scalar: 'byte', depth: 0, length: null }],
  ['varchar_array', { scalar: 'text', depth: 1, length: null }],
  ['hyperlog', { scalar: 'other', depth: 0, length: null }],
  ['constructor', { scalar: 'other', depth: 0, length: null }],
])('%s', (name, type) => {
  expect(typeNamed(name)).toEqual(type);
});

test.each([
  ['text', true, true, false],
  ['timestamp without time zone', true, true, true],
  ['geo_point', true, false, false],
  ['object', false, false, false],
  ['text_array', false, false, false],
  ['float_vector', false, false, false],
])('%s: ordered %j, compared %j, a time %j', (name, ordered, compared, time) => {
  const type = typeNamed(name);
  expect([isOrderable(type), isComparable(type), isTimestamp(type)]).toEqual([
    ordered,
    compared,
    time,
  ]);
});

test('bits and UUIDs are compared and sorted, and yet none of theirs is less than another', () => {
  const ranked = ['integer', 'text', 'bit(4)', 'uuid', 'geo_point', 'integer_array'].filter(
    (name) => isRanked(typeNamed(name)),
  );
  expect(ranked).toEqual(['integer', 'text']);
});
