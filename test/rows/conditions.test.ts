import { conditionOf } from '../../src/rows/conditions.ts';
import { hintOf } from '../../src/rows/hints.ts';
import { orderOf } from '../../src/rows/order.ts';
import { columnOf, tableOf } from './table-of.ts';

const table = tableOf(
  [
    columnOf('customer', 'text'),
    columnOf('number', 'integer'),
    columnOf('paid', 'boolean'),
    columnOf('address', 'object'),
    columnOf('address.city', 'text'),
    columnOf('tags', 'text_array'),
    columnOf('items.name', 'text', { inList: true }),
    columnOf('ticket', 'uuid'),
  ],
  ['customer', 'number'],
);

type Line = Parameters<typeof conditionOf>[1][number];

const line = (column: string, comparison: Line['comparison'], value?: string): Line => ({
  column,
  comparison,
  value,
});

describe('a condition', () => {
  test.each<[Line, string, unknown[]]>([
    [line('number', 'equals', '7'), '"number" = ?', [7]],
    [line('number', 'differs', '7'), '"number" <> ?', [7]],
    [line('number', 'less', '7'), '"number" < ?', [7]],
    [line('number', 'at_most', '7'), '"number" <= ?', [7]],
    [line('number', 'greater', '7'), '"number" > ?', [7]],
    [line('number', 'at_least', '7'), '"number" >= ?', [7]],
    [line('customer', 'contains', '5%'), '"customer" LIKE ?', ['%5\\%%']],
    [line('customer', 'starts', '5_'), '"customer" LIKE ?', ['5\\_%']],
    [line('number', 'one_of', ' 1,, 2 '), '"number" = ANY(?)', [[1, 2]]],
    [line('customer', 'one_of', '[" a", ""]'), '"customer" = ANY(?)', [[' a', '']]],
    [line('address', 'is_null'), '"address" IS NULL', []],
    [line('tags', 'not_null', 'x'), '"tags" IS NOT NULL', []],
    [line('ADDRESS.City', 'equals', 'Bregenz'), `"address"['city'] = ?`, ['Bregenz']],
    [line('paid', 'at_least', 'true'), '"paid" >= ?', [true]],
  ])('%j', (one, sql, args) => {
    expect(conditionOf(table, [one])).toEqual({ sql, args, isKey: false });
  });

  test.each([
    [line('nope', 'equals', '7'), 'doc.orders has no column to compare named “nope”'],
    [line('items.name', 'equals', 'a'), 'has no column to compare named “items.name”'],
    [line('tags', 'equals', 'a'), '“tags” (text_array) can only be null or not null'],
    [line('number', 'equals'), 'the condition on “number” has no value'],
    [line('number', 'one_of', ' , '), 'the condition on “number” has no value'],
    [line('ticket', 'less', 'a'), 'of “ticket” (uuid) no value is less than another'],
    [line('number', 'contains', '7'), '“number” is no text'],
    [line('number', 'starts', '7'), '“number” is no text'],
    [line('number', 'equals', 'seven'), 'the value for “number” '],
    [line('number', 'one_of', '1, seven'), 'the value for “number” '],
  ])('refused: %j', (one, why) => {
    expect(() => conditionOf(table, [one])).toThrow(why);
  });

  test('several are all to be true, with their values in order', () => {
    const key = [line('customer', 'equals', 'Acme'), line('number', 'equals', '7')];
    expect(conditionOf(table, key)).toEqual({
      sql: '"customer" = ? AND "number" = ?',
      args: ['Acme', 7],
      isKey: true,
    });
    const differs = conditionOf(table, [...key, line('number', 'differs', '8')]);
    expect(differs).toMatchObject({ args: ['Acme', 7, 8], isKey: false });
    const ranked = [line('customer', 'equals', 'Acme'), line('number', 'at_most', '7')];
    expect(conditionOf(table, ranked).isKey).toBe(false);
    expect(conditionOf(table, [])).toEqual({ sql: '', args: [], isKey: false });
  });
});

describe('an order', () => {
  const by = (order_column: string | undefined, order_direction: 'ascending' | 'descending') =>
    orderOf(table, { order_column, order_direction });

  test('has rows without a value last, in either direction', () => {
    expect(by('number', 'descending')).toBe(' ORDER BY "number" DESC NULLS LAST');
    expect(by('address.city', 'ascending')).toBe(` ORDER BY "address"['city'] ASC NULLS LAST`);
    expect(by(undefined, 'ascending')).toBe('');
  });

  test.each(['tags', 'address', 'items.name'])('is not by %s', (name) => {
    expect(() => by(name, 'ascending')).toThrow(`has no column to order by named “${name}”`);
  });
});

test('a column that is not there is told with six that could be meant', () => {
  const many = { ...table, columns: 'abcdefgh'.split('').map((name) => columnOf(name, 'text')) };
  expect(() => conditionOf(many, [line('z', 'is_null')])).toThrow(
    expect.objectContaining({ next: 'There are: a, b, c, d, e, f.' }),
  );
  const one = { ...table, columns: [columnOf('a', 'text')] };
  expect(() => conditionOf(one, [line('z', 'is_null')])).toThrow(
    expect.objectContaining({ next: 'There are: a.' }),
  );
  const none = { ...table, columns: [] };
  expect(() => conditionOf(none, [line('z', 'is_null')])).toThrow(
    expect.objectContaining({ next: 'There is none.' }),
  );
});

test('of two names that differ in case, the one just as it is written is meant', () => {
  const twins = { ...table, columns: [columnOf('A', 'text'), columnOf('a', 'text')] };
  expect(conditionOf(twins, [line('a', 'is_null')]).sql).toBe('"a" IS NULL');
  expect(conditionOf(table, [line('NUMBER', 'is_null')]).sql).toBe('"number" IS NULL');
  const four = { ...table, columns: [columnOf('Aa', 'text'), columnOf('aA', 'text')] };
  expect(() => conditionOf(four, [line('AA', 'is_null')])).toThrow('has no column to compare');
});

test.each([
  ['varchar(5)', null, 'Text of at most 5 characters.'],
  ['text', "'new'", "Text. If left blank: 'new'."],
  ['integer_array', null, 'Several values. Each: a whole number.'],
  ['object_array', null, 'A JSON list of objects.'],
  ['bigint_array_array', null, 'A JSON list of lists.'],
])('the field of a %s with the default %s says: %s', (typeName, defaultTo, hint) => {
  expect(hintOf(columnOf('a', typeName, { defaultTo }))).toBe(hint);
});
