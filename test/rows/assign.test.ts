import type { SqlClient } from '../../src/clients/sql/client.ts';
import {
  assignedIn,
  changeFinder,
  fixedFinder,
  inColumns,
  merged,
  missingColumns,
  settings,
  toKeyParameters,
} from '../../src/rows/assign.ts';
import { isForeseeable, keysOf, usedBy, usedByKey } from '../../src/rows/calculated-key.ts';
import {
  equality,
  isSeenByKey,
  keyCondition,
  keyReader,
  rowKeyReader,
  writtenKeyReader,
} from '../../src/rows/row-key.ts';
import { columnOf, tableOf } from './table-of.ts';

const o = columnOf('o', 'object');
const op = columnOf('o.p', 'integer');
const oq = columnOf('o.q', 'text');
const id = columnOf('id', 'integer', { nullable: false });
const at = columnOf('at', 'timestamp with time zone');
const month = columnOf('month', 'timestamp with time zone', {
  nullable: false,
  calculation: "date_trunc('month', at)",
});
const name = columnOf('name', 'text', { nullable: false });
const state = columnOf('state', 'text', { nullable: false, defaultTo: "'new'" });
const columns = [id, o, op, oq, at, month, name, state];

describe('what is written', () => {
  const table = tableOf(columns, ['id']);

  test('has parts of an object within the object, whatever was given first', () => {
    expect(
      merged([
        { column: op, value: 1 },
        { column: o, value: { q: 'x', p: 0 } },
        { column: id, value: 7 },
      ]),
    ).toEqual([
      { path: ['o'], value: { q: 'x', p: 1 } },
      { path: ['id'], value: 7 },
    ]);
    expect(
      merged([
        { column: o, value: null },
        { column: op, value: 1 },
      ]),
    ).toEqual([{ path: ['o'], value: { p: 1 } }]);
    const [all, deep] = [columnOf('o.all', 'object'), columnOf('o.all.p', 'integer')];
    const within = [
      { column: deep, value: 1 },
      { column: op, value: 2 },
      { column: all, value: {} },
    ];
    expect(merged(within)).toEqual([
      { path: ['o', 'p'], value: 2 },
      { path: ['o', 'all'], value: { p: 1 } },
    ]);
    const parts = merged([
      { column: oq, value: 'x' },
      { column: op, value: 1 },
    ]);
    expect(parts).toEqual([
      { path: ['o', 'q'], value: 'x' },
      { path: ['o', 'p'], value: 1 },
    ]);
    expect([...inColumns(parts)]).toEqual([['o', { q: 'x', p: 1 }]]);
    expect(settings(parts)).toEqual({ sql: `"o"['q'] = ?, "o"['p'] = ?`, args: ['x', 1] });
  });

  test('is what was filled in and what is to be null, and not both', () => {
    const input = { column_id: '7', column_gone: 'x', column_name: ' ' };
    expect(assignedIn(table, input, ['O', 'at'])).toEqual({
      assignments: [
        { path: ['id'], value: 7 },
        { path: ['o'], value: null },
        { path: ['at'], value: null },
      ],
      gone: ['gone'],
    });
    expect(() => assignedIn(table, input, ['id'])).toThrow(
      '“id” has a value and is in “Set to Null”',
    );
    expect(() => assignedIn(table, {}, ['month'])).toThrow('has no column to write named “month”');
    expect(() => assignedIn(table, { column_name: '' }, [])).toThrow('no column has a value');
  });

  test('misses what must be there and has no default', () => {
    const missing = (...given: [string, unknown][]) =>
      missingColumns(table, new Map(given)).map((column) => column.name);
    expect(missing()).toEqual(['id', 'name']);
    expect(missing(['id', null], ['name', 'x'])).toEqual(['id']);
    expect(missing(['id', 0], ['name', ''])).toEqual([]);
    const byMonth = tableOf(columns, ['id', 'month']);
    const needed = missingColumns(byMonth, new Map<string, unknown>([['id', 1]]));
    expect(needed).toEqual([at, name]);
    const given = new Map<string, unknown>(Object.entries({ id: 1, name: 'x', at: null }));
    expect(missingColumns(byMonth, given)).toEqual([]);
  });

  test('leaves alone what decides where a row is kept', () => {
    const kept = tableOf(columns, ['id'], { partitionedBy: ['month'], clusteredBy: 'o.p' });
    const isFixed = fixedFinder(kept);
    expect(columns.filter(isFixed)).toEqual([id, o, op, at, month]);
    expect(
      changeFinder(kept)([
        { path: ['id'], value: 1 },
        { path: ['o'], value: { p: 1, q: 'x', r: [2] } },
        { path: ['at'], value: 5 },
        { path: ['name'], value: 'y' },
      ]),
    ).toEqual([
      { path: ['o', 'q'], value: 'x' },
      { path: ['o', 'r'], value: [2] },
      { path: ['name'], value: 'y' },
    ]);
    expect(changeFinder(kept)([{ path: ['o'], value: null }])).toEqual([]);
    expect(changeFinder(table)([{ path: ['o'], value: null }])).toEqual([
      { path: ['o'], value: null },
    ]);
    const byMonth = tableOf(columns, ['id', 'month']);
    expect(columns.filter(fixedFinder(byMonth))).toEqual([id, at, month]);
  });

  test.each(["o['p']", 'o.p'])('what rows are kept by may be written as %s', (clusteredBy) => {
    const part = { ...op, name: "o['p']" };
    const kept = tableOf([id, o, part, oq], ['id'], { clusteredBy });
    expect(kept.columns.filter(fixedFinder(kept))).toEqual([id, o, part]);
  });
});

describe('a calculated part of a key', () => {
  const withKey = (calculation: string, type = 'text', used = 'text') => {
    const part = columnOf('part', type, { calculation });
    const table = tableOf([columnOf('v', used), part], ['part']);
    return isForeseeable(table, part);
  };

  test.each([
    ['upper(v)', 'text', 'text', true],
    ['v + 1', 'bigint', 'integer', true],
    ['now()', 'timestamp with time zone', 'text', false],
    ['concat(v, now())', 'text', 'text', false],
    ["'steady'", 'text', 'text', false],
    ['v + 1', 'numeric', 'integer', false],
    ['v + 1', 'bigint', 'numeric', false],
    ['v', 'text', 'bit(4)', false],
    ['v', 'text', 'text_array', false],
    ['v', 'text', 'geo_point', false],
  ])('%s as %s of %s can be known before: %s', (calculation, type, used, known) => {
    expect(withKey(calculation, type, used)).toBe(known);
  });

  test('what it is made of is found', () => {
    const table = tableOf(columns, ['id', 'month']);
    expect(usedBy(table, month)).toEqual([at]);
    expect(usedBy(table, id)).toEqual([]);
    expect(usedByKey(table)).toEqual([at]);
    expect(isForeseeable(table, id)).toBe(true);
  });

  /** A database that calculates the months of what it is given. */
  function database() {
    const asked: unknown[][] = [];
    const read = async (_statement: string, args: unknown[] = []) => {
      asked.push(args);
      const rows = (args[0] as (string | null)[]).map((text) => [
        text === null ? null : '1970-01-02T00:00:00.000Z',
      ]);
      return { columns: ['month'], types: [11], rows, rowCount: rows.length };
    };
    return { sql: { read } as unknown as SqlClient, asked };
  }

  const rows = [{ id: 1, at: 5 }, { id: 2 }, { at: 6 }, { id: 4, at: 7 }].map(
    (row) => new Map<string, unknown>(Object.entries(row)),
  );

  test('is asked of the database for all rows at once', async () => {
    const { sql, asked } = database();
    const keys = await keysOf(sql, tableOf(columns, ['id', 'month']), rows);
    expect(asked).toEqual([[['5', null, '6', '7']]]);
    expect(keys.map((key) => key?.[0] ?? null)).toEqual([1, null, null, 4]);
  });

  test('is not known where what it is made of is left to its default', async () => {
    const { sql, asked } = database();
    const withDefault = columns.map((one) => (one === at ? { ...at, defaultTo: 'now()' } : one));
    const keys = await keysOf(sql, tableOf(withDefault, ['id', 'month']), rows);
    expect(asked).toEqual([[['5', '6', '7']]]);
    expect(keys.map((key) => key?.[0] ?? null)).toEqual([1, null, null, 4]);
    expect(await keysOf(sql, tableOf(withDefault, ['id', 'month']), rows.slice(1, 2))).toEqual([
      null,
    ]);
    expect(asked).toHaveLength(1);
  });

  test('is not asked for where there is none, and a table without a key has none', async () => {
    const { sql, asked } = database();
    expect(await keysOf(sql, tableOf(columns, ['id']), rows)).toEqual([[1], [2], null, [4]]);
    expect(await keysOf(sql, tableOf(columns, []), rows.slice(0, 1))).toEqual([null]);
    expect(asked).toEqual([]);
  });
});

describe('a row is found by its key', () => {
  test('without what follows from another part of it', () => {
    const { sql, argsOf } = keyCondition(tableOf(columns, ['id', 'at', 'month']));
    expect([sql, argsOf([1, 2, 3])]).toEqual(['"id" = ? AND "at" = ?', [1, 2]]);
    expect(keyCondition(tableOf(columns, [])).sql).toBe('_id = ?');
    expect(keyCondition(tableOf(columns, [])).argsOf(['x'])).toEqual(['x']);
    const byMonth = keyCondition(tableOf(columns, ['id', 'month']));
    expect([byMonth.sql, byMonth.argsOf([1, 3])]).toEqual(['"id" = ? AND "month" = ?', [1, 3]]);
  });

  test.each([
    ['a key', tableOf(columns, ['id']), true],
    ['none', tableOf(columns, []), true],
    ['none, in partitions', tableOf(columns, [], { partitionedBy: ['month'] }), false],
    ['none, clustered', tableOf(columns, [], { clusteredBy: 'name' }), false],
    ['several, clustered by one', tableOf(columns, ['id', 'name'], { clusteredBy: 'name' }), true],
    ['several, by a part', tableOf(columns, ['id', 'o.p'], { clusteredBy: 'o.p' }), false],
    ['one, by a part', tableOf(columns, ['o.p'], { clusteredBy: 'o.p' }), true],
    [
      'one, by a part that is a flag',
      tableOf([columnOf('o.f', 'boolean')], ['o.f'], { clusteredBy: 'o.f' }),
      false,
    ],
  ])('at once, with %s: %#', (_what, table, isSeen) => {
    expect(isSeenByKey(table)).toBe(isSeen);
  });

  test('everywhere where its place cannot be told', () => {
    const table = tableOf(columns, ['id', 'o.p'], { clusteredBy: 'o.p' });
    expect([equality(table, 'c'), equality(table, 'c', 'any')]).toEqual([
      'NOT (c <> ?)',
      'NOT (c <> ALL(?))',
    ]);
    const plain = tableOf(columns, ['id']);
    expect([equality(plain, 'c'), equality(plain, 'c', 'any')]).toEqual(['c = ?', 'c = ANY(?)']);
  });
});

describe('the text of a key', () => {
  test('is the same of what was read and of what is written', () => {
    const table = tableOf(columns, ['id', 'at']);
    const text = '["1","2026-03-02T09:00:00.000Z"]';
    expect(keyReader(table)([1, Date.parse('2026-03-02T09:00:00Z')])).toBe(text);
    expect(writtenKeyReader(table)([1, String(Date.parse('2026-03-02T09:00:00Z'))])).toBe(text);
    expect(keyReader(tableOf(columns, []))(['an-id'])).toBe('an-id');
    expect(toKeyParameters(table, [1, '2026-03-02T09:00:00Z'])).toEqual([1, expect.anything()]);
  });

  test.each([
    ['numeric(5, 2)', '1.5', null],
    ['real', 1.5, null],
    ['ip', '10.0.0.1', '10.0.0.1'],
    ['ip', '::1', null],
    ['character(3)', 'abc', 'abc'],
    ['character(3)', 'ab', null],
    ['text', 'ab', 'ab'],
  ])('is known of a %s of %s before it is written: %s', (type, value, text) => {
    expect(writtenKeyReader(tableOf([columnOf('k', type)], ['k']))([value])).toBe(text);
  });

  test('of a view is all of its row, and without a key the ID', () => {
    const two = [columnOf('a', 'integer'), columnOf('b', 'text'), columnOf('o.p', 'text')];
    expect(rowKeyReader(tableOf(two, [], { isView: true }))([1, 'x'])).toBe('["1","x"]');
    expect(rowKeyReader(tableOf(two, []))(['an-id', 1, 'x'])).toBe('an-id');
    expect(rowKeyReader(tableOf(two, ['b']))([1, 'x'])).toBe('x');
  });
});
