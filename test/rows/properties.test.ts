/**
 * Any name and any value of any type goes into a table and comes out as it went in, through the whole app and the
 * embedded engine. `ROWS_CASES=20000` plays more of them, `ROWS_SEED=7` others.
 */
import fc from 'fast-check';
import app from '../../index.ts';
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { keyForName } from '../../src/kit/fields/dynamic.ts';
import { appHandlerFor, openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

/** A case is a column with its value, or a key, or a text to look for; so many go by one step. */
const CASES = Number(process.env.ROWS_CASES ?? 2_000);
const TOGETHER = 40;

/** The same in each run, so that a failure is one of the code; another seed plays others. */
const SEED = Number(process.env.ROWS_SEED ?? 42);

// Without shrinking: each try is a table of its own, and the case is shown whole.
const runs = { numRuns: Math.ceil(CASES / TOGETHER), seed: SEED, endOnFailure: true };

const CLUSTER = { cluster_id: 'weather-prod' };

type Item = Record<string, unknown>;

let zapier: Zapier;

beforeAll(async () => {
  const { create_row, create_rows, run_statement } = app.creates ?? {};
  const { find_row, find_row_by_key, find_rows } = app.searches ?? {};
  const handler = await appHandlerFor({
    creates: { create_row, create_rows, run_statement },
    searches: { find_row, find_row_by_key, find_rows },
    triggers: app.triggers ?? {},
  });
  zapier = await openZapier(await newCloud(), { handler });
});

let tables = 0;

/** A table of its own. A cluster takes so many shards, and hundreds of tables have to fit. */
async function newTable(columns: string): Promise<{ cluster_id: string; table: string }> {
  tables += 1;
  const table = `p${tables}`;
  await zapier.create('run_statement', {
    ...CLUSTER,
    statement: `CREATE TABLE "doc"."${table}" (${columns}) CLUSTERED INTO 1 SHARDS WITH (number_of_replicas = 0)`,
  });
  return { ...CLUSTER, table: `doc.${table}` };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** CrateDB: no name of a column holds a dot, a bracket that opens, or a control character; system names begin with `_`. */
const name = fc
  .string({ unit: fc.constantFrom(...'abZ_ 09üß"\'`;-$%&äé漢😀]'), minLength: 1, maxLength: 8 })
  .filter((text) => !text.startsWith('_') && text.trim() !== '' && text.toLowerCase() !== 'key');

const at = fc.date({
  min: new Date('1970-01-02'),
  max: new Date('2100-01-01'),
  noInvalidDate: true,
});

type Case = {
  type: string;
  written: unknown;
  read: unknown;
  /** It can be looked for, as it was read. */
  isSought?: false;
};

const texts: fc.Arbitrary<Case> = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .filter((text) => text.trim() !== '' && !text.includes('\0'))
  .map((text) => ({ type: 'TEXT', written: text, read: text }));

const integers: fc.Arbitrary<Case> = fc
  .integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
  .map((n) => ({ type: 'INTEGER', written: String(n), read: n }));

const bigints: fc.Arbitrary<Case> = fc
  .bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 2n })
  .map((n) => ({ type: 'BIGINT', written: n.toString(), read: n.toString() }));

const doubles: fc.Arbitrary<Case> = fc
  .double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 })
  .map((n) => ({ type: 'DOUBLE PRECISION', written: String(n), read: n === 0 ? 0 : n }));

const reals: fc.Arbitrary<Case> = fc
  .integer({ min: -99_999, max: 99_999 })
  .map((n) => ({ type: 'REAL', written: String(n / 1_000), read: n / 1_000 }));

const numerics: fc.Arbitrary<Case> = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 14n - 1n }), fc.nat(9_999))
  .map(([whole, part]) => `${whole}.${String(part).padStart(4, '0')}`)
  .map((text) => ({ type: 'NUMERIC(18, 4)', written: text, read: text }));

const moments: fc.Arbitrary<Case> = at.map((time) => ({
  type: 'TIMESTAMP WITH TIME ZONE',
  written: time.toISOString(),
  read: time.toISOString(),
}));

const readings: fc.Arbitrary<Case> = at.map((time) => ({
  type: 'TIMESTAMP WITHOUT TIME ZONE',
  written: time.toISOString(),
  read: time.toISOString().slice(0, -1),
}));

const flags: fc.Arbitrary<Case> = fc
  .boolean()
  .map((one) => ({ type: 'BOOLEAN', written: one ? 'Yes' : 'No', read: one }));

const addresses: fc.Arbitrary<Case> = fc
  .ipV4()
  .map((text) => ({ type: 'IP', written: text, read: text }));

const lists: fc.Arbitrary<Case> = fc
  .array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 4 })
  .map((list) => ({ type: 'ARRAY(INTEGER)', written: list.map(String), read: list }));

/** Zero and what is near to it, which CrateDB writes with an exponent. */
const smallDecimals: fc.Arbitrary<Case> = fc.bigInt({ min: 0n, max: 99_999n }).map((n) => {
  const digits = n.toString().padStart(11, '0');
  const text = `${digits.slice(0, -10)}.${digits.slice(-10)}`;
  return { type: 'NUMERIC(38, 10)', written: text, read: text };
});

/** Of six digits, which a REAL keeps, from the smallest to the largest. */
const wideReals: fc.Arbitrary<Case> = fc
  .tuple(fc.integer({ min: -340_282, max: 340_282 }), fc.integer({ min: -40, max: 33 }))
  .map(([digits, exponent]) => Number(`${digits}e${exponent}`))
  .map((n) => ({ type: 'REAL', written: String(n), read: n === 0 ? 0 : n }));

/** Years of more than four digits, and before the first. */
const farMoments: fc.Arbitrary<Case> = fc
  .integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 })
  .map((at) => new Date(at).toISOString())
  .map((text) => ({ type: 'TIMESTAMP WITH TIME ZONE', written: text, read: text }));

const uuids: fc.Arbitrary<Case> = fc
  .uuid()
  .map((text) => ({ type: 'UUID', written: text.toUpperCase(), read: text }));

const bits: fc.Arbitrary<Case> = fc
  .stringMatching(/^[01]{8}$/)
  .map((text) => ({ type: 'BIT(8)', written: text, read: text }));

const quarter = (least: number, most: number) =>
  fc.integer({ min: least * 4, max: most * 4 }).map((n) => n / 4);

const points: fc.Arbitrary<Case> = fc
  .tuple(quarter(-180, 180), quarter(-90, 90))
  .map((pair) => `POINT (${pair.join(' ')})`)
  .map((text) => ({ type: 'GEO_POINT', written: text, read: text, isSought: false }));

const vectors: fc.Arbitrary<Case> = fc
  .tuple(quarter(-99, 99), quarter(-99, 99), quarter(-99, 99))
  .map((numbers) => ({
    type: 'FLOAT_VECTOR(3)',
    written: numbers.join(),
    read: JSON.stringify(numbers),
    isSought: false,
  }));

const nested: fc.Arbitrary<Case> = fc
  .array(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 2 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) => JSON.stringify(list))
  .map((text) => ({
    type: 'ARRAY(ARRAY(INTEGER))',
    written: text,
    read: text,
    isSought: false,
  }));

const objects: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom('a', 'Id', '__proto__', 'toString', 'ä b'), fc.string({ maxLength: 8 }))
  .map(([key, text]) => JSON.stringify(Object.fromEntries([[key, text]])))
  .map((text) => ({ type: 'OBJECT(IGNORED)', written: text, read: text, isSought: false }));

const keys = [
  ...[texts, integers, bigints, doubles, numerics, moments, readings, addresses],
  ...[smallDecimals, farMoments, uuids],
];
const value = fc.oneof(
  ...keys,
  ...[reals, wideReals, flags, lists, bits, points, vectors, nested, objects],
);

test('any column and value of any type', async () => {
  const row = fc.uniqueArray(fc.tuple(name, value), {
    selector: ([column]) => column,
    minLength: TOGETHER,
    maxLength: TOGETHER,
    size: 'max',
  });
  await fc.assert(
    fc.asyncProperty(row, async (columns) => {
      const place = await newTable(
        [
          '"key" TEXT PRIMARY KEY',
          ...columns.map(([column, { type }]) => `${quoted(column)} ${type}`),
        ].join(),
      );
      const inForm = (of: (one: Case) => unknown) =>
        Object.fromEntries(columns.map(([column, one]) => [keyForName(column), of(one)]));
      const read = inForm((one) => one.read);
      const written = inForm((one) => one.written);
      const made = await zapier.create('create_row', { ...place, column_key: 'k', ...written });
      expect(made).toMatchObject(read);
      const found = await zapier.search('find_row_by_key', { ...place, column_key: 'k' });
      expect(found).toMatchObject([read]);
      // What a step gives can be mapped into the next one.
      const single = columns.filter(
        ([, { read, isSought }]) => isSought !== false && !Array.isArray(read),
      );
      if (single.length === 0) return;
      const again = single.map(([column, one]) => [keyForName(column), String(one.read)]);
      const same = await zapier.search('find_row', { ...place, ...Object.fromEntries(again) });
      expect(same).toMatchObject([{ row_key: 'k' }]);
    }),
    runs,
  );
});

test('the key of a row is told alike by whatever writes and finds it', async () => {
  const key = fc.oneof(
    ...keys.map((one) =>
      fc.uniqueArray(fc.tuple(one, texts), {
        selector: ([first, second]) => JSON.stringify([first.read, second.read]),
        minLength: TOGETHER,
        maxLength: TOGETHER,
        size: 'max',
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(key, async (rows) => {
      const type = rows[0]?.[0].type ?? 'TEXT';
      const place = await newTable(`a ${type}, b TEXT, v TEXT, PRIMARY KEY (a, b)`);
      const rows_json = JSON.stringify(
        rows.map(([a, b]) => ({ a: a.written, b: b.written, v: 'x' })),
      );
      const many = await zapier.create('create_rows', { ...place, rows_json });
      expect(many).toMatchObject({ written_count: rows.length, failed_count: 0 });
      const [found] = (await zapier.search('find_rows', place)) as Item[];
      const known = rows.map(([a, b]) => JSON.stringify([String(a.read), b.read]));
      const found_keys = ((found?.rows ?? []) as Item[]).map(({ row_key }) => row_key);
      expect(found_keys.sort()).toEqual([...known].sort());
      // Null where the database may write it otherwise.
      const told = (many.results as Item[]).map(({ row_key }) => row_key);
      expect(told).toEqual(type.startsWith('NUMERIC') ? known.map(() => null) : known);
      const [[a, b] = []] = rows;
      const one = await zapier.search('find_row_by_key', {
        ...place,
        column_a: a?.written,
        column_b: b?.written,
      });
      expect(one).toMatchObject([{ row_key: known[0], column_v: 'x' }]);
    }),
    runs,
  );
});

test('a calculated key is known before the row is written', async () => {
  // CrateDB casts no UUID to a text.
  const foreseen = keys.filter((one) => ![numerics, smallDecimals, uuids].includes(one));
  const several = fc.oneof(
    ...foreseen.map((one) =>
      fc.uniqueArray(fc.tuple(one, texts), {
        selector: ([, { read }]) => read,
        minLength: TOGETHER,
        maxLength: TOGETHER,
        size: 'max',
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(several, async (rows) => {
      const type = rows[0]?.[0].type ?? 'TEXT';
      const place = await newTable(
        `a ${type}, b TEXT, v TEXT, k TEXT GENERATED ALWAYS AS concat(CAST(a AS TEXT), '|', b), PRIMARY KEY (b, k)`,
      );
      const given = rows.map(([a, b]) => ({ a: a.written, b: b.written, v: 'x' }));
      const many = await zapier.create('create_rows', {
        ...place,
        rows_json: JSON.stringify(given),
      });
      expect(many).toMatchObject({ written_count: rows.length, failed_count: 0 });
      const [found] = (await zapier.search('find_rows', place)) as Item[];
      const there = ((found?.rows ?? []) as Item[]).map(({ row_key }) => row_key);
      const told = (many.results as Item[]).map(({ row_key }) => row_key);
      expect([...told].sort()).toEqual(there.sort());
      const [first] = given;
      const one = await zapier.search('find_row_by_key', {
        ...place,
        column_a: first?.a,
        column_b: first?.b,
      });
      expect(one).toMatchObject([{ row_key: told[0] }]);
    }),
    runs,
  );
});

test('no text of a value reaches the statement', async () => {
  const odd = fc.string({ unit: fc.constantFrom(...'\'";-/*%_\\$?'), minLength: 1, maxLength: 12 });
  const several = fc.array(odd, { minLength: TOGETHER, maxLength: TOGETHER });
  const place = { ...CLUSTER, table: 'doc.orders' };
  const [all] = (await zapier.search('find_rows', place)) as Item[];
  await fc.assert(
    fc.asyncProperty(several, async (values) => {
      const lines = (comparison: string) =>
        values.map((one) => ({ column: 'customer', comparison, value: one }));
      expect(await zapier.search('find_rows', { ...place, conditions: lines('contains') })).toEqual(
        [],
      );
      expect(
        await zapier.search('find_rows', { ...place, conditions: lines('differs') }),
      ).toMatchObject([{ count: all?.count }]);
    }),
    runs,
  );
});
