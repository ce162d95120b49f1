/** What row steps do when the reply to a write is lost, with a cluster that answers as it is told to. */
import { Problem } from '../../src/base/problem.ts';
import type { Cluster } from '../../src/clients/cloud/clusters.ts';
import { reasonOf, writeEach } from '../../src/clients/sql/bulk.ts';
import type { SqlClient } from '../../src/clients/sql/client.ts';
import type { Column, Table } from '../../src/clients/sql/columns.ts';
import type { SqlResult } from '../../src/clients/sql/reply.ts';
import { typeNamed } from '../../src/clients/sql/types.ts';
import type { Run } from '../../src/kit/run/run.ts';
import { insertRow } from '../../src/rows/insert.ts';
import { upsertRow } from '../../src/rows/upsert.ts';

const column = (name: string, typeName: string): Column => ({
  name,
  path: [name],
  type: typeNamed(typeName),
  typeName,
  nullable: name !== 'id',
  calculation: null,
  defaultTo: null,
  inList: false,
});

const id = column('id', 'integer');
const table: Table = {
  schema: 'doc',
  name: 't',
  isView: false,
  closed: false,
  columns: [id, column('v', 'text')],
  primaryKey: [id],
  partitionedBy: [],
  clusteredBy: 'id',
};

const LOST = new Problem('no_answer', 'the cluster does not answer', {
  source: 'cluster',
  maybeDone: true,
});
const DUPLICATE = new Problem('conflict', 'A document with the same primary key exists already', {
  source: 'cluster',
});
const ROW: SqlResult = { columns: ['id', 'v'], types: [9, 4], rows: [[1, 'a']], rowCount: 1 };
const isSame = (same: boolean): SqlResult => ({ ...ROW, rows: [[same]] });
const NONE: SqlResult = { columns: [], types: [], rows: [], rowCount: 0 };

/** A cluster whose answers are given one by one, and what it was sent. */
function scripted(...answers: (SqlResult | Problem)[]) {
  const sent: string[] = [];
  const answer = async (statement: string) => {
    sent.push(statement.split(' ')[0] ?? '');
    const next = answers[sent.length - 1];
    if (next === undefined) throw new Error(`nothing is said to ${statement}`);
    if (next instanceof Problem) throw next;
    return next;
  };
  const sql: SqlClient = { read: answer, write: answer, writeMany: async () => [] };
  const place = {
    cluster: { id: 'c', name: 'weather', ip_whitelist: [] } as unknown as Cluster,
    sql,
    table,
  };
  return { place, sent };
}

const run = { deadline: { remainingMs: () => 20_000, end: () => {} } } as unknown as Run<unknown>;
const VALUES = [
  { path: ['id'], value: 1 },
  { path: ['v'], value: 'a' },
];

describe('a row is created', () => {
  test('once more where its key was given and the first time did not arrive', async () => {
    const { place, sent } = scripted(LOST, ROW);
    expect(await insertRow(run, place, VALUES)).toMatchObject({ row_key: '1', column_v: 'a' });
    expect(sent).toEqual(['INSERT', 'INSERT']);
  });

  test('and found where the first time had arrived', async () => {
    const { place, sent } = scripted(LOST, DUPLICATE, ROW, isSame(true));
    expect(await insertRow(run, place, VALUES)).toMatchObject({ row_key: '1' });
    expect(sent).toEqual(['INSERT', 'INSERT', 'SELECT', 'SELECT']);
  });

  test.each([
    ['the second try', [new Problem('storage_full', 'blocked', { source: 'cluster' })]],
    ['looking for it', [DUPLICATE, new Problem('forbidden', 'no DQL', { source: 'cluster' })]],
  ])('and may have been, whatever %s meets', async (_what, answers) => {
    const { place } = scripted(LOST, ...answers);
    await expect(insertRow(run, place, VALUES)).rejects.toBe(LOST);
  });

  test('not where a row of others has the key', async () => {
    const { place } = scripted(LOST, DUPLICATE, ROW, isSame(false));
    await expect(insertRow(run, place, VALUES)).rejects.toThrow('has a row with this key');
  });

  test('not again where it has no key of its own', async () => {
    const { place, sent } = scripted(LOST);
    const keyless = { ...place, table: { ...table, primaryKey: [] } };
    await expect(insertRow(run, keyless, VALUES)).rejects.toBe(LOST);
    expect(sent).toHaveLength(1);
  });

  test('with a word about the allowlist that may have kept the statement out', async () => {
    const { place } = scripted(LOST);
    const [cluster, keyless] = [
      { ...place.cluster, ip_whitelist: [{ cidr: '203.0.113.0/24' }] } as Cluster,
      { ...place.table, primaryKey: [] },
    ];
    await expect(
      insertRow(run, { ...place, cluster, table: keyless }, VALUES),
    ).rejects.toMatchObject({ message: expect.stringContaining('allowlist'), maybeDone: true });
  });

  test('not where its table or a column goes away meanwhile', async () => {
    const gone = new Problem('not_found', "Relation 'doc.t' unknown", { source: 'cluster' });
    const { place, sent } = scripted(gone);
    await expect(insertRow(run, place, VALUES)).rejects.toMatchObject({
      message: "Relation 'doc.t' unknown",
      next: 'Choose the table and its columns anew in the step.',
    });
    expect(sent).toHaveLength(1);
  });

  test('or not, as nobody knows where the reply says nothing of it', async () => {
    const { place } = scripted({ ...NONE, rowCount: 1 });
    const keyless = { ...place, table: { ...table, primaryKey: [] } };
    await expect(insertRow(run, keyless, VALUES)).rejects.toMatchObject({ maybeDone: true });
    await expect(insertRow(run, scripted(NONE).place, VALUES)).rejects.toThrow('wrote no row');
  });

  test('not again where a refusal is no lost reply', async () => {
    const { place, sent } = scripted(DUPLICATE);
    await expect(insertRow(run, place, VALUES)).rejects.toThrow('has a row with this key');
    expect(sent).toHaveLength(1);
  });
});

describe('an upsert', () => {
  test('tells an insert from an update', async () => {
    expect((await upsertRow(run, scripted(ROW).place, VALUES)).outcome).toBe('created');
    expect((await upsertRow(run, scripted(NONE, ROW).place, VALUES)).outcome).toBe('updated');
  });

  test('begins anew where the row is deleted between its two statements', async () => {
    const { place, sent } = scripted(NONE, NONE, ROW);
    expect((await upsertRow(run, place, VALUES)).outcome).toBe('created');
    expect(sent).toEqual(['INSERT', 'UPDATE', 'INSERT']);
  });

  test('has an end, for the database leaves some rows out without a word', async () => {
    const { place } = scripted(...Array.from({ length: 8 }, () => NONE));
    await expect(upsertRow(run, place, VALUES)).rejects.toThrow('wrote no row');
  });

  test('only updates where a new row would miss a column', async () => {
    const needy = {
      ...table,
      columns: [id, { ...column('v', 'text'), nullable: false }, column('w', 'text')],
    };
    const { place, sent } = scripted(ROW);
    const values = [
      { path: ['id'], value: 1 },
      { path: ['w'], value: 'b' },
    ];
    expect((await upsertRow(run, { ...place, table: needy }, values)).outcome).toBe('updated');
    expect(sent).toEqual(['UPDATE']);
    const gone = scripted(NONE);
    await expect(upsertRow(run, { ...gone.place, table: needy }, values)).rejects.toThrow(
      'a new one needs v',
    );
  });
});

describe('many rows', () => {
  const many = (rows: unknown[][]) => ({ statement: 'INSERT', rows, remainingMs: () => 20_000 });

  const REFUSED = new Problem('refused', 'Cannot cast value', { source: 'cluster', code: 4000 });

  /** A cluster that spoils calls as its version does: `isBad` rows, in bulks and one by one. */
  function cluster(version: '6.4' | '5.8', isBad: (value: number) => boolean) {
    const written: number[] = [];
    let statements = 0;
    const sql: SqlClient = {
      read: async () => NONE,
      write: async (_statement, [value] = []) => {
        statements += 1;
        if (isBad(Number(value))) throw REFUSED;
        written.push(Number(value));
        return { ...NONE, rowCount: 1 };
      },
      writeMany: async (_statement, rows) => {
        statements += 1;
        const values = rows.map(([value]) => Number(value));
        if (values.some(isBad)) {
          if (version === '6.4') throw REFUSED;
          return values.map(() => ({ rowCount: -2, reason: null }));
        }
        written.push(...values);
        return values.map(() => ({ rowCount: 1, reason: null }));
      },
    };
    return { sql, written, statements: () => statements };
  }

  test.each(['6.4', '5.8'] as const)(
    'a bad one among them is found and the others are written once (%s)',
    async (version) => {
      const bad = [3, 77, 512];
      const { sql, written, statements } = cluster(version, (value) => bad.includes(value));
      const rows = Array.from({ length: 1_000 }, (_, index) => [index]);
      const outcomes = await writeEach(sql, many(rows));
      const failed = outcomes.flatMap((outcome, index) =>
        outcome.kind === 'failed' ? [index] : [],
      );
      expect(failed).toEqual(bad);
      expect(outcomes[3]).toEqual({ kind: 'failed', reason: REFUSED });
      expect(written.sort((a, b) => a - b)).toEqual(
        rows.flat().filter((one) => !bad.includes(one)),
      );
      expect(statements()).toBeLessThan(70);
    },
  );

  const SPREAD = (bad: number) => (value: number) => value % (1_000 / bad) === 0;
  const ADJACENT = (bad: number) => (value: number) =>
    value >= 500 - bad / 2 && value < 500 + bad / 2;

  test.each(
    (['6.4', '5.8'] as const).flatMap((version) =>
      [1, 10, 50, 200, 1_000].flatMap((bad) => [
        { version, bad, how: 'spread', isBad: SPREAD(bad) },
        { version, bad, how: 'adjacent', isBad: bad === 1 ? SPREAD(1) : ADJACENT(bad) },
      ]),
    ),
  )(
    '$bad bad ones, $how, leave no good one unwritten ($version)',
    async ({ version, bad, isBad }) => {
      const { sql, written, statements } = cluster(version, isBad);
      const rows = Array.from({ length: 1_000 }, (_, index) => [index]);
      const outcomes = await writeEach(sql, many(rows));
      expect(written).toHaveLength(1_000 - bad);
      expect(outcomes.map(({ kind }) => kind)).toEqual(
        rows.map(([value]) => (isBad(Number(value)) ? 'failed' : 'done')),
      );
      expect(outcomes.every((one) => one.kind !== 'failed' || one.reason === REFUSED)).toBe(true);
      // Time is the limit: 4 at a time, and 21 seconds, with 50 milliseconds for each.
      expect(statements()).toBeLessThan(1_680);
    },
  );

  test('when the time is over, what is left is told as not sent, and nothing else', async () => {
    const isBad = SPREAD(200);
    const { sql, written, statements } = cluster('6.4', isBad);
    const rows = Array.from({ length: 1_000 }, (_, index) => [index]);
    const remainingMs = () => 20_000 - statements() * 100;
    const outcomes = await writeEach(sql, { statement: 'INSERT', rows, remainingMs });
    const kinds = outcomes.map(({ kind }) => kind);
    for (const [value, kind] of kinds.entries()) {
      const isWritten = written.includes(value);
      expect(kind).toBe(
        isWritten ? 'done' : isBad(value) && kind !== 'unsent' ? 'failed' : 'unsent',
      );
    }
    expect(kinds.filter((kind) => kind === 'unsent').length).toBeGreaterThan(100);
    expect(new Set(written).size).toBe(written.length);
  });

  test('rows of the same key are written in their order', async () => {
    const { sql, written } = cluster('6.4', SPREAD(10));
    const rows = Array.from({ length: 1_000 }, (_, index) => [index]);
    const known = rows.map(([value]) => String(Number(value) % 300));
    await writeEach(sql, { ...many(rows), keys: known });
    for (const key of known) {
      const ofKey = written.filter((value) => known[value] === key);
      expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
    }
    const other = cluster('6.4', SPREAD(10));
    await writeEach(other.sql, { ...many(rows), keys: rows.map(() => null) });
    expect(other.written).toEqual([...other.written].sort((a, b) => a - b));
  });

  test('a batch that was sent before is explained by one statement more', async () => {
    const there = new Set(Array.from({ length: 5_000 }, (_, index) => index));
    const statements: string[] = [];
    const sql: SqlClient = {
      read: async () => NONE,
      write: async () => Promise.reject(DUPLICATE),
      // With a reason for the first ten, as for those of one shard.
      writeMany: async (statement, rows) => {
        statements.push(statement);
        let reasons = 10;
        return rows.map(([value]) => {
          const isNew = !there.has(Number(value));
          there.add(Number(value));
          if (isNew || statement === 'UNLESS THERE')
            return { rowCount: isNew ? 1 : 0, reason: null };
          reasons -= 1;
          return { rowCount: -2, reason: reasons >= 0 ? DUPLICATE : null };
        });
      },
    };
    const rows = Array.from({ length: 6_000 }, (_, index) => [index]);
    const outcomes = await writeEach(sql, {
      statement: 'INSERT',
      unlessThere: 'UNLESS THERE',
      rows,
      remainingMs: () => 20_000,
    });
    expect(statements).toEqual(['INSERT', 'UNLESS THERE']);
    const reasons = outcomes.map((one) => (one.kind === 'failed' ? one.reason?.message : one.kind));
    expect(reasons).toEqual(rows.map(([id]) => (Number(id) < 5_000 ? DUPLICATE.message : 'done')));
  });

  test('without time only what is known is told, and nothing is written behind its back', async () => {
    const { sql, written, statements } = cluster('5.8', (value) => value === 0);
    const outcomes = await writeEach(sql, { ...many([[0], [1]]), remainingMs: () => 1_000 });
    expect(outcomes).toEqual([{ kind: 'unsent' }, { kind: 'unsent' }]);
    expect(outcomes.map(reasonOf)[0]).toMatch(/^not sent: the time/);
    expect([written, statements()]).toEqual([[], 1]);
  });

  test('a first reply that is lost is thrown, a later one makes its rows unknown', async () => {
    const lost: SqlClient = {
      read: async () => NONE,
      write: async () => NONE,
      writeMany: async () => Promise.reject(LOST),
    };
    await expect(writeEach(lost, many([[1], [2]]))).rejects.toBe(LOST);
    let calls = 0;
    const later: SqlClient = {
      ...lost,
      write: async () => Promise.reject(LOST),
      writeMany: async () => {
        calls += 1;
        if (calls > 1) throw LOST;
        return [1, -2].map((rowCount) => ({ rowCount, reason: null }));
      },
    };
    expect(await writeEach(later, many([[1], [2]]))).toEqual([
      { kind: 'done', count: 1 },
      { kind: 'unknown' },
    ]);
  });
});
