import fc from 'fast-check';
import type { Column, Table } from '../../src/clients/sql/columns.ts';
import { isWholeKey, keyText } from '../../src/rows/row-key.ts';

test('a key of one value is that value', () => {
  expect(keyText(['weather-prod'])).toBe('weather-prod');
  expect(keyText([17])).toBe('17');
});

test('no value is told from the text “null”', () => {
  expect(keyText(['Acme', null])).toBe('["Acme",null]');
  expect(keyText(['Acme', 'null'])).toBe('["Acme","null"]');
  expect(keyText([null])).not.toBe(keyText(['null']));
});

test('rows that differ in a value have keys that differ', () => {
  const part = fc.option(fc.oneof(fc.string(), fc.constantFrom('null', '', '"', ',')));
  const parts = fc.array(part, { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(keyText(one) === keyText(other)).toBe(isSame);
    }),
  );
});

describe('columns that are compared are the whole key', () => {
  const column = (name: string, calculation: string | null = null): Column => ({
    name,
    path: [name],
    type: { scalar: 'text', depth: 0 } as Column['type'],
    typeName: 'text',
    nullable: false,
    calculation,
    defaultTo: null,
    inList: false,
  });
  const [id, at, other] = [column('id'), column('at'), column('other')];
  const month = column('month', "date_trunc('month', at)");
  const tableOf = (...primaryKey: Column[]): Table => ({
    schema: 'doc',
    name: 't',
    isView: false,
    closed: false,
    columns: [id, at, month, other],
    primaryKey,
    partitionedBy: [],
    clusteredBy: null,
  });

  test.each([
    ['all of it', tableOf(id, at), [id, at], [], true],
    ['all of it and another', tableOf(id, at), [id, at, other], [], true],
    ['a part of it', tableOf(id, at), [id, other], [], false],
    ['what a part follows from, which is in it too', tableOf(id, at, month), [id, at], [], true],
    ['that and the part', tableOf(id, at, month), [id, at, month], [], false],
    ['a calculated part', tableOf(id, month), [id, month], [], true],
    ['that and what it is made of', tableOf(id, month), [id, month, at], [], false],
    ['all of it, and one has to differ', tableOf(id, at), [id, at], [id], false],
    [
      'all of it, and what it is made of has to differ',
      tableOf(id, month),
      [id, month],
      [at],
      false,
    ],
    ['none, without a key', tableOf(), [], [], false],
  ] as const)('%s', (_what, table, equal, differing, is) => {
    expect(isWholeKey(table, equal, differing)).toBe(is);
  });
});
