import { rowsGiven } from '../../src/rows/rows-given.ts';
import { columnOf, tableOf } from './table-of.ts';

const table = tableOf(
  [
    columnOf('id', 'integer', { nullable: false }),
    columnOf('name', 'text'),
    columnOf('tags', 'text_array'),
    columnOf('made', 'integer', { calculation: 'id + 1' }),
    columnOf('a', 'text'),
    columnOf('A', 'text'),
  ],
  ['id'],
);

const valuesIn = (given: ReturnType<typeof rowsGiven>) =>
  given.rows.map((row) =>
    'invalid' in row ? [row.number, row.invalid] : [row.number, Object.fromEntries(row.columns)],
  );

const ofJson = (...rows: unknown[]) => valuesIn(rowsGiven(table, undefined, JSON.stringify(rows)));

test.each<[string, object, unknown]>([
  ['all is well', { id: 1, name: 'x' }, { id: 1, name: 'x' }],
  ['a name in another case', { ID: 1, Name: 'x' }, { id: 1, name: 'x' }],
  ['a name that is twice but for its case', { id: 1, a: 'x', A: 'y' }, { id: 1, a: 'x', A: 'y' }],
  ['the key of a field', { column_id: 1 }, { id: 1 }],
  ['null', { id: 1, name: null }, { id: 1, name: null }],
  ['no such column', { id: 1, nope: 1 }, 'there is no column “nope”'],
  ['a field of no such column', { id: 1, column_nope: 1 }, 'there is no column “column_nope”'],
  ['what the database calculates', { id: 1, made: 2 }, 'there is no column “made”'],
  ['one twice', { id: 1, ID: 2 }, 'id is given twice'],
  ['null where there must be a value', { id: null }, 'id must have a value'],
  ['nothing where there must be a value', { name: 'x' }, 'id must have a value'],
  ['another type', { id: 'one' }, 'id is no whole number'],
  ['nothing', {}, 'no column has a value'],
])('a row of JSON with %s', (_what, row, expected) => {
  expect(ofJson(row)).toEqual([[1, expected]]);
});

test('line items leave out what is blank and what is gone, and keep their numbers', () => {
  const lines = [
    { column_id: '1', column_name: ' ', column_tags: 'x, y', column_gone: 'z' },
    { column_id: '', column_name: '' },
    '',
    { column_id: '4', column_gone: '' },
  ];
  const given = rowsGiven(table, lines, '{"id": 5, "gone": 1}');
  expect(given.gone).toEqual(['gone']);
  expect(valuesIn(given)).toEqual([
    [1, { id: 1, tags: ['x', 'y'] }],
    [4, { id: 4 }],
    [5, 'there is no column “gone”'],
  ]);
  expect(given.rows[0]?.source).toEqual({ id: '1', tags: 'x, y', gone: 'z' });
});

test.each<[string, unknown, string | undefined, string]>([
  ['nothing', undefined, undefined, 'there are no rows'],
  ['blank lines', [{ column_id: ' ' }], undefined, 'there are no rows'],
  ['an empty list', undefined, '[]', 'there are no rows'],
  ['a text for lines', ['x'], undefined, '“Rows” must be line items'],
  ['no JSON', undefined, '{id: 1}', '“Rows as JSON” is no JSON'],
  ['a number', undefined, '[{"id": 1}, 2]', 'row 2 of the JSON is no object'],
  ['a long number', undefined, '[9007199254740993]', 'row 1 of the JSON is no object'],
  ['null', undefined, '[null]', 'row 1 of the JSON is no object'],
  ['a list in a list', undefined, '[[{"id": 1}]]', 'row 1 of the JSON is no object'],
])('refused as a whole: %s', (_what, lines, json, why) => {
  expect(() => rowsGiven(table, lines, json)).toThrow(why);
});

test('ten thousand rows are one run, and one more is not', () => {
  const rows = (count: number) =>
    JSON.stringify(Array.from({ length: count }, (_, id) => ({ id })));
  expect(rowsGiven(table, undefined, rows(10_000)).rows).toHaveLength(10_000);
  expect(() => rowsGiven(table, undefined, rows(10_001))).toThrow(
    '10001 rows are more than the 10000 of one run',
  );
});
