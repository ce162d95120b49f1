import type { Cluster } from '../../src/clients/cloud/clusters.ts';
import { keyForName } from '../../src/kit/fields/dynamic.ts';
import { toLines, toRows } from '../../src/rows/row.ts';
import { fitting, fittingRows, toldRows } from '../../src/rows/sizes.ts';
import { resultRows, valuesFor } from '../../src/rows/statement.ts';
import { columnOf, tableOf } from './table-of.ts';

type Values = Parameters<typeof valuesFor>[1];

const values = (...given: (string | undefined)[]) =>
  Object.fromEntries(
    Array.from({ length: 8 }, (_, index) => [`value_${index + 1}`, given[index]]),
  ) as Values;

describe('values for a statement', () => {
  test.each<[string, Values, (string | null)[]]>([
    ['SELECT 1', values(), []],
    ['SELECT ?, ?', values('a'), ['a', null]],
    ['SELECT $2, $1', values(undefined, 'b'), [null, 'b']],
    [`SELECT ${Array(8).fill('?').join()}`, values(), Array(8).fill(null)],
  ])('%s', (statement, given, sent) => {
    expect(valuesFor(statement, given)).toEqual(sent);
  });

  test.each<[string, Values, string]>([
    ['SELECT ?, $1', values('a'), 'the statement mixes ? and $1'],
    [`SELECT ${Array(9).fill('?').join()}`, values(), 'the statement has 9 placeholders'],
    ['SELECT ?', values('a', 'b'), 'the statement has 1 placeholder, and “Value 2” is filled in'],
    ['SELECT 1', values('a'), 'the statement has 0 placeholders, and “Value 1” is filled in'],
  ])('refused: %s', (statement, given, why) => {
    expect(() => valuesFor(statement, given)).toThrow(why);
  });
});

test('what a statement gives are single values, under names of their own', () => {
  const columns = ['a', 'a', 'a 2', 'a', 'big', 'o'];
  const row = ['x', null, 'y', 3, 7, { p: [1] }];
  const types = [4, 4, 4, 9, 10, 12];
  const short = ['x'];
  expect(resultRows({ columns, types, rows: [row, short], rowCount: 2 })).toEqual([
    {
      column_a: 'x',
      [keyForName('a 3')]: null,
      [keyForName('a 2')]: 'y',
      [keyForName('a 4')]: 3,
      column_big: '7',
      column_o: '{"p":[1]}',
    },
    {
      column_a: 'x',
      [keyForName('a 3')]: null,
      [keyForName('a 2')]: null,
      [keyForName('a 4')]: null,
      column_big: null,
      column_o: null,
    },
  ]);
});

describe('a row in a sentence', () => {
  const table = tableOf(
    [
      columnOf('a', 'text'),
      columnOf('tags', 'text_array'),
      columnOf('b', 'integer'),
      columnOf('c', 'boolean'),
      columnOf('d', 'text'),
      columnOf('e', 'text'),
    ],
    ['a'],
  );
  const cluster = { id: 'c-1', name: 'weather-prod' } as Cluster;
  const rowOf = (...values: unknown[]) =>
    toRows(cluster, table, { columns: [], types: [], rows: [values], rowCount: 1 })[0];

  test('is the first four columns that have a single value', () => {
    expect(rowOf('x', ['t'], 2, false, null, 'last')).toMatchObject({
      row_key: 'x',
      summary: 'Row of doc.orders: a x, b 2, c false, e last.',
      table: 'doc.orders',
      cluster_id: 'c-1',
      cluster_name: 'weather-prod',
      column_tags: ['t'],
    });
    expect(rowOf('x', null, 2, true, 'y', 'z')?.summary).toBe(
      'Row of doc.orders: a x, b 2, c true, d y.',
    );
    expect(rowOf(null, null, null, null, null, null)?.summary).toBe(
      'Row of doc.orders: no values.',
    );
  });

  test('has long texts cut and blanks put together', () => {
    const text = `${'x'.repeat(30)} \n ${'y'.repeat(40)}`;
    expect(rowOf(text)?.summary).toBe(`Row of doc.orders: a ${'x'.repeat(30)} ${'y'.repeat(29)}.`);
  });

  test('in line items has its ID where the table has no key', () => {
    const keyless = { ...table, primaryKey: [] };
    const rows = [['an-id', 'x', ['t'], 2, null, null, null]];
    expect(toLines(keyless, { columns: [], types: [], rows, rowCount: 1 })).toMatchObject([
      { row_key: 'an-id', column_a: 'x', column_tags: '["t"]', column_b: 2 },
    ]);
  });
});

describe('of what was found as much is given as fits', () => {
  const large = { text: 'x'.repeat(2_400_000) };

  test('in number and in bytes', () => {
    expect(fitting([1, 2, 3], 3)).toEqual([1, 2, 3]);
    expect(fitting([1, 2, 3], 2)).toEqual([1, 2]);
    expect(fitting([large, large, large], 3)).toHaveLength(2);
    expect(fitting([large, large], 1)).toHaveLength(1);
    expect(fitting([], 1)).toEqual([]);
  });

  test('and one that does not fit alone does not look like none', () => {
    const huge = { text: 'x'.repeat(6_000_000) };
    expect(() => fittingRows([huge], 1)).toThrow('the first row alone');
    expect(fittingRows([], 1)).toEqual([]);
    expect(fittingRows([large, huge], 2)).toEqual([large]);
  });

  test('with how many are not given, which is counted only where some are not', async () => {
    const counted: number[] = [];
    const count = (given: number) => {
      counted.push(given);
      return 10 - given;
    };
    expect(await toldRows([{ a: 1 }, { a: 2 }], 2, count)).toEqual([
      { a: 1, older_rows_not_given: 0 },
      { a: 2, older_rows_not_given: 0 },
    ]);
    expect(counted).toEqual([]);
    expect(await toldRows([{ a: 1 }, { a: 2 }, { a: 3 }], 2, count)).toEqual([
      { a: 1, older_rows_not_given: 8 },
      { a: 2, older_rows_not_given: 8 },
    ]);
  });
});
