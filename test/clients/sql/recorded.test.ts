/** What real CrateDBs answered, as the SQL client reads it: rows with all their digits, or a problem of the right kind. */
import { isProblem, type ProblemKind } from '../../../src/base/problem.ts';
import { type Answer, readBulk, readRows } from '../../../src/clients/sql/reply.ts';
import { ROOT } from '../../../tools/paths.ts';
import { type Recorded, readRecording } from '../../../tools/sql-fidelity/recording.ts';

const recorded = readRecording(`${ROOT}/tools/sql-fidelity/replies.jsonl`);

const answerOf = ({ status, headers, replyText }: Recorded): Answer => ({
  status,
  header: (name) => headers[name] ?? null,
  text: replyText,
  mask: (text) => text,
});

const read = (one: Recorded) =>
  one.request.bulk_args
    ? readBulk(answerOf(one), one.request.bulk_args.length)
    : readRows(answerOf(one), false);

type Reply = {
  rowcount: number;
  cols: string[];
  col_types?: unknown[];
  rows?: unknown[][];
  results?: { rowcount: number; error?: { code: number } }[];
  error?: { code: number };
};

const given = recorded.filter(({ status }) => status === 200);
const refused = recorded.filter(({ status }) => status !== 200);

test('there is something of every sort', () => {
  expect(given.length).toBeGreaterThan(90);
  expect(refused.length).toBeGreaterThan(90);
});

test.each(given)('$id is read whole', (one) => {
  const reply = JSON.parse(one.replyText) as Reply;
  const result = read(one);
  if (Array.isArray(result)) {
    expect(result.map(({ rowCount, reason }) => [rowCount, reason?.code ?? null])).toEqual(
      reply.results?.map(({ rowcount, error }) => [rowcount, error?.code ?? null]),
    );
    return;
  }
  expect(result.rowCount).toBe(reply.rowcount);
  expect(result.columns).toEqual(reply.cols);
  expect(result.rows).toHaveLength(reply.cols.length > 0 ? (reply.rows?.length ?? 0) : 0);
  for (const row of result.rows) expect(row).toHaveLength(reply.cols.length);
});

/** CrateDB's types of whole numbers with many digits, and of decimals. */
const BIGINT = 10;
const NUMERIC = 22;

test('whole numbers and decimals keep every digit that was sent', () => {
  let seen = 0;
  for (const one of given) {
    const result = read(one);
    if (Array.isArray(result)) continue;
    for (const [index, type] of result.types.entries()) {
      if (type !== BIGINT && type !== NUMERIC) continue;
      for (const row of result.rows) {
        const value = row[index];
        if (value === null) continue;
        seen += 1;
        // As it stands in the reply, not as the last digits of a longer number.
        expect(one.replyText).toMatch(new RegExp(`[[,]${String(value).replace('.', '\\.')}[\\],]`));
        if (type === NUMERIC) expect(typeof value).toBe('string');
      }
    }
  }
  expect(seen).toBeGreaterThan(10);
});

/** What each of CrateDB's codes means for a step. */
const KINDS: Record<number, ProblemKind> = {
  4000: 'refused',
  4002: 'refused',
  4003: 'refused',
  4004: 'refused',
  4007: 'refused',
  4008: 'refused',
  4011: 'forbidden',
  4037: 'storage_full',
  4041: 'not_found',
  4043: 'not_found',
  4091: 'conflict',
  4093: 'conflict',
  5000: 'failed',
  5005: 'failed',
};

/** Those whose words say more than their code, or that have no code. */
const KINDS_BY_ID: Record<string, ProblemKind> = {
  'body.too_large': 'refused',
  'token.wrongkid': 'unavailable',
  'token.futureiat': 'unavailable',
  'token.downiss': 'unavailable',
  'token.unknownuser': 'host',
  'auth.no_auth': 'host',
};

const isSystem = (one: Recorded) =>
  /Schema '(sys|information_schema|doc)' unknown/.test(one.replyText);
const isReadOnly = (one: Recorded) => one.replyText.includes('ClusterBlockException');

function expectedKind(one: Recorded): ProblemKind | undefined {
  const own = KINDS_BY_ID[one.id];
  if (own) return own;
  if (!one.replyText.startsWith('{')) return 'token';
  const { error } = JSON.parse(one.replyText) as Reply;
  if (isReadOnly(one)) return 'storage_full';
  if (error?.code === 4045) return isSystem(one) ? 'forbidden' : 'not_found';
  return KINDS[error?.code ?? 0];
}

test.each(refused)('$id becomes a problem of its kind', (one) => {
  let thrown: unknown;
  try {
    read(one);
  } catch (error) {
    thrown = error;
  }
  if (!isProblem(thrown)) throw new Error(`${one.id} was taken for a success`);
  expect(thrown.kind).toBe(expectedKind(one));
  expect(thrown.source).toBe('cluster');
  // The words of the database without the name of its exception, or words of ours.
  expect(thrown.message).toMatch(/\S/);
  expect(thrown.message).not.toMatch(/Exception\[|expecting \{/);
});
