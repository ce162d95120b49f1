import fc from 'fast-check';
import { startDatabase, type TestDatabase } from './database.ts';

let db: TestDatabase;
beforeAll(() => {
  db = startDatabase();
});

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** All that a column may be called: no system column, no dot, bracket or white space but a blank. */
const columnName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((it) => !/[.[\t\n\r]/.test(it) && !it.startsWith('_'));

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const bigint = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 2n });
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((it) => (it === 0 ? 0 : it));
const numeric = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 10n ** 14n - 1n }),
    fc.integer({ min: 0, max: 9999 }),
    fc.boolean(),
  )
  .map(([whole, rest, minus]) => {
    const digits = `${whole}.${String(rest).padStart(4, '0')}`;
    return minus && Number(digits) !== 0 ? `-${digits}` : digits;
  });
const time = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) });

/** A type, a value as a client sends it (JSON text), and as it comes back: the same, or what is told. */
type Sample = { type: string; sent: string; back: string };
const same = (type: string, json: string): Sample => ({ type, sent: json, back: json });
const numberText = (value: number) =>
  Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : undefined;

const sample: fc.Arbitrary<Sample> = fc.oneof(
  text.map((it) => same('TEXT', JSON.stringify(it))),
  fc.boolean().map((it) => same('BOOLEAN', String(it))),
  integer.map((it) => same('INTEGER', String(it))),
  bigint.map((it) => same('BIGINT', String(it))),
  bigint.map((it): Sample => ({ type: 'BIGINT', sent: `"${it}"`, back: String(it) })),
  numeric.map((it): Sample => ({ type: 'NUMERIC(18, 4)', sent: `"${it}"`, back: it })),
  time.map((it) => same('TIMESTAMP WITH TIME ZONE', String(it))),
  time.map(
    (it): Sample => ({
      type: 'TIMESTAMP WITHOUT TIME ZONE',
      sent: JSON.stringify(new Date(it).toISOString()),
      back: String(it),
    }),
  ),
  fc
    .array(fc.option(integer), { maxLength: 5 })
    .map((it) => same('ARRAY(INTEGER)', JSON.stringify(it))),
  fc.array(fc.option(text), { maxLength: 5 }).map((it) => same('ARRAY(TEXT)', JSON.stringify(it))),
  fc.ipV4().map((it) => same('IP', JSON.stringify(it))),
  fc.uuid().map((it) => same('UUID', JSON.stringify(it))),
);

const rowsOf = (reply: string) => /"rows":(\[.*\]),"rowcount"/s.exec(reply)?.[1];

test('what is written under any name comes back as it was', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(columnName, sample, async (name, { type, sent, back }) => {
      const table = `t${count++}`;
      await db.run(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, ${quoted(name)} ${type})`);
      const insert = JSON.stringify(`INSERT INTO ${table} VALUES (1, ?)`);
      await db.run('', undefined, { body: `{"stmt": ${insert}, "args": [${sent}]}` });
      const found = await db.run(`SELECT ${quoted(name)} FROM ${table} WHERE id = 1`);
      expect(found.cols).toEqual([name]);
      expect(JSON.parse(rowsOf(found.text) ?? '')).toEqual(JSON.parse(`[[${back}]]`));
      if (!back.includes('\\')) expect(rowsOf(found.text)).toBe(`[[${back}]]`);
      const column = await db.rows(
        'SELECT column_name FROM information_schema.columns WHERE table_name = ? AND ordinal_position = 2',
        [table],
      );
      expect(column).toEqual([[name]]);
      await db.run(`DROP TABLE ${table}`);
    }),
    { numRuns: 60 },
  );
});

test('a row is found by what it holds, and by nothing else', async () => {
  await db.run('CREATE TABLE found (id INTEGER PRIMARY KEY, v TEXT)');
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(text, { minLength: 2, maxLength: 4 }), async (values) => {
      await db.run('DELETE FROM found');
      await db.bulk(
        'INSERT INTO found (id, v) VALUES (?, ?)',
        values.map((it, i) => [i, it]),
      );
      await db.run('REFRESH TABLE found');
      for (const [i, value] of values.entries()) {
        expect(await db.rows('SELECT id FROM found WHERE v = ?', [value])).toEqual([[i]]);
        const literal = `'${value.replaceAll("'", "''")}'`;
        expect(await db.rows(`SELECT id FROM found WHERE v = ${literal}`)).toEqual([[i]]);
      }
      expect(await db.rows('SELECT count(*) FROM found WHERE v <> ?', [values[0]])).toEqual([
        [values.length - 1],
      ]);
    }),
    { numRuns: 25 },
  );
});

test('a double keeps its value, whole ones with a fraction', async () => {
  await fc.assert(
    fc.asyncProperty(double, async (value) => {
      // CrateDB: a whole number beyond 64 bits is refused as a JSON number, and goes as text.
      const isTooLong = Math.abs(value) >= 2 ** 63 && !/e/.test(JSON.stringify(value));
      const reply = await db.run('SELECT ?::DOUBLE PRECISION', [isTooLong ? String(value) : value]);
      expect(reply.rows).toEqual([[value]]);
      const whole = numberText(value);
      if (whole) expect(rowsOf(reply.text)).toBe(`[[${whole}]]`);
    }),
    { numRuns: 60 },
  );
});

test('whatever is asked, it is answered, and nothing breaks', async () => {
  const word = fc.constantFrom(
    'SELECT',
    'FROM',
    'WHERE',
    '1',
    "'a'",
    '?',
    '(',
    ')',
    ',',
    '*',
    'orders',
    'number',
    '=',
    'AND',
    'GROUP BY',
    'ORDER BY',
    'LIMIT',
    'count(*)',
    '[',
    ']',
    '{',
    '}',
    '::INTEGER',
    'NULL',
    '-',
    'INSERT INTO',
    'VALUES',
    'UPDATE',
    'SET',
    'DELETE',
    '"',
    "'",
    '--',
    '/*',
    '$1',
    ';',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 10 }), async (words) => {
      const reply = await db.ask(words.join(' '), [1]);
      expect([200, 400, 404, 409]).toContain(reply.status);
      if (reply.status !== 200) expect(reply.error?.message).toMatch(/^\w+\[.+\]$/s);
    }),
    { numRuns: 300 },
  );
});
