/**
 * Any name and any value of any type goes into a table and comes out as it went in, through the whole app and the
 * embedded engine. `ROWS_CASES=2000` plays more of them.
 */
import fc from 'fast-check';
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { keyForName } from '../../src/kit/fields/dynamic.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

const CASES = Number(process.env.ROWS_CASES ?? 12);

let zapier: Zapier;

beforeAll(async () => {
  zapier = await openZapier(await newCloud());
});

const CLUSTER = { cluster_id: 'weather-prod' };

/** CrateDB: no name of a column holds a dot, a bracket that opens, or a control character; system names begin with `_`. */
const name = fc
  .string({ unit: fc.constantFrom(...'abZ_ 09üß"\'`;-$%&äé漢😀]'), minLength: 1, maxLength: 8 })
  .filter((text) => !text.startsWith('_') && text.trim() !== '' && text.toLowerCase() !== 'key');

const at = fc.date({
  min: new Date('1970-01-02'),
  max: new Date('2100-01-01'),
  noInvalidDate: true,
});

type Case = { type: string; written: unknown; read: unknown };

const value: fc.Arbitrary<Case> = fc.oneof(
  fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .filter((text) => text.trim() !== '' && !text.includes('\0'))
    .map((text) => ({ type: 'TEXT', written: text, read: text })),
  fc
    .integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
    .map((n) => ({ type: 'INTEGER', written: String(n), read: n })),
  fc
    .bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 2n })
    .map((n) => ({ type: 'BIGINT', written: n.toString(), read: n.toString() })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 })
    .map((n) => ({ type: 'DOUBLE PRECISION', written: String(n), read: n === 0 ? 0 : n })),
  fc.boolean().map((one) => ({ type: 'BOOLEAN', written: one ? 'Yes' : 'No', read: one })),
  at.map((time) => ({
    type: 'TIMESTAMP WITH TIME ZONE',
    written: time.toISOString(),
    read: time.toISOString(),
  })),
  at.map((time) => ({
    type: 'TIMESTAMP WITHOUT TIME ZONE',
    written: time.toISOString(),
    read: time.toISOString().slice(0, -1),
  })),
  fc
    .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 4 })
    .map((list) => ({ type: 'ARRAY(INTEGER)', written: list.map(String), read: list })),
);

test('any column and value of any type', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(name, value, async (column, { type, written, read }) => {
      count += 1;
      const table = `p${process.pid}_${count}`;
      // A cluster takes so many shards, and thousands of tables have to fit.
      await zapier.create('run_statement', {
        ...CLUSTER,
        statement: `CREATE TABLE "doc"."${table}" ("key" TEXT PRIMARY KEY, "${column.replaceAll('"', '""')}" ${type}) CLUSTERED INTO 1 SHARDS WITH (number_of_replicas = 0)`,
      });
      const key = keyForName(column);
      const place = { ...CLUSTER, table: `doc.${table}` };
      const made = await zapier.create('create_row', { ...place, column_key: 'k', [key]: written });
      expect(made[key]).toEqual(read);
      const [found] = (await zapier.search('find_row_by_key', {
        ...place,
        column_key: 'k',
      })) as Record<string, unknown>[];
      expect(found?.[key]).toEqual(read);
      // What a step gives can be mapped into the next one.
      if (Array.isArray(read)) return;
      const again = (await zapier.search('find_row', {
        ...place,
        [key]: String(read),
      })) as object[];
      expect(again).toHaveLength(1);
    }),
    { numRuns: CASES },
  );
});

test('no text of a value reaches the statement', async () => {
  const odd = fc.string({ unit: fc.constantFrom(...'\'";-/*%_\\$?'), minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(odd, async (text) => {
      const place = { ...CLUSTER, table: 'doc.orders' };
      const conditions = [{ column: 'customer', comparison: 'contains', value: text }];
      expect(await zapier.search('find_rows', { ...place, conditions })).toEqual([]);
    }),
    { numRuns: CASES },
  );
});
