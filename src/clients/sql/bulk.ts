/**
 * Many rows by one statement, and what became of each. CrateDB (measured) writes the good ones and tells the
 * bad ones by a count of -2, with a reason only since 5.10 and only for the first ten of a shard; or refuses the
 * call as a whole for one bad value, without a word about which row, and has then written nothing. In every case
 * seen -2 meant "not written", so what has no reason is sent again: once as rows that are only made where none is
 * there, which explains a batch that was sent before, then in smaller parts until each is known.
 */
import { isProblem, type Problem } from '../../base/problem.ts';
import type { SqlClient } from './client.ts';
import { clusterProblem } from './error-codes.ts';

export type RowOutcome =
  /** How many rows it wrote or changed: 0 or 1. */
  | { kind: 'done'; count: number }
  /** Not written. Null when the reason was not told in time. */
  | { kind: 'failed'; reason: Problem | null }
  /** Sent, and the reply was lost: it may have been written. */
  | { kind: 'unknown' };

/** Statements that are spent on finding reasons. */
const MOST_STATEMENTS = 120;

/** Time that must be left to ask for one more reason. */
const LEAST_MS = 4_000;

type Rows = readonly (readonly unknown[])[];

/** What CrateDB says of a row whose key is there. */
const isThere = () =>
  clusterProblem('conflict', 'A document with the same primary key exists already', {
    code: 4_091,
  });

/**
 * @param unlessThere of an insert that fails where there is a row with the key: the same, doing nothing there
 * @throws Problem when the first call fails for another reason than its rows, or storage is full for all
 */
export async function writeEach(
  sql: SqlClient,
  statement: string,
  rows: Rows,
  remainingMs: () => number,
  unlessThere: string | null = null,
): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = rows.map(() => ({ kind: 'failed', reason: null }));
  /** The whole first, with what has no reason at the second try. */
  const textFor = (sent: number, part: readonly number[]) =>
    sent === 1 && part.length > 1 ? (unlessThere ?? statement) : statement;
  /** Indexes of rows that are sent together; the next is the last. */
  const waiting: number[][] = rows.length > 0 ? [rows.map((_, index) => index)] : [];
  for (let sent = 0; sent < MOST_STATEMENTS; sent += 1) {
    const part = waiting.pop();
    if (part === undefined || (sent > 0 && remainingMs() < LEAST_MS)) break;
    const text = textFor(sent, part);
    try {
      const unexplained = await send(sql, text, rows, part, outcomes);
      if (text === unlessThere) explain(part, outcomes);
      // All of them without a reason: one of them may have spoilt the others.
      const isWhole = unexplained.length === part.length && (sent > 0 || unlessThere === null);
      waiting.push(...(isWhole ? halves(unexplained) : [unexplained]));
    } catch (error) {
      if (!isProblem(error)) throw error;
      const isAboutRows = isProblem(error, 'refused', 'conflict');
      if (sent === 0 && (!isAboutRows || error.maybeDone)) throw error;
      if (isAboutRows && part.length > 1) waiting.push(...halves(part));
      else for (const index of part) outcomes[index] = lost(error);
    }
    if (waiting.at(-1)?.length === 0) waiting.pop();
  }
  const full = outcomes.map(fullStorage);
  if (full[0] && !full.includes(null)) throw full[0];
  return outcomes;
}

/** CrateDB: a table that is read-only is told row by row, in a reply of status 200. */
function fullStorage(outcome: RowOutcome): Problem | null {
  return outcome.kind === 'failed' && isProblem(outcome.reason, 'storage_full')
    ? outcome.reason
    : null;
}

/** Why a row was not written, in a user's words. */
export function reasonOf(outcome: RowOutcome | null | undefined): string {
  if (outcome && fullStorage(outcome)) {
    return 'the storage of the cluster is full; use “Expand Cluster Storage”';
  }
  const reason = outcome?.kind === 'failed' ? outcome.reason : null;
  return reason?.message.slice(0, 200) ?? 'the cluster gave no reason in time';
}

/** Rows that were not made because one was there. */
function explain(part: readonly number[], outcomes: RowOutcome[]): void {
  for (const index of part) {
    const outcome = outcomes[index];
    if (outcome?.kind === 'done' && outcome.count === 0) {
      outcomes[index] = { kind: 'failed', reason: isThere() };
    }
  }
}

function lost(error: Problem): RowOutcome {
  return error.maybeDone ? { kind: 'unknown' } : { kind: 'failed', reason: error };
}

function halves(part: readonly number[]): number[][] {
  const middle = Math.ceil(part.length / 2);
  return [part.slice(middle), part.slice(0, middle)].filter((half) => half.length > 0);
}

/** Sends some rows and notes what became of them; those of which nothing is known come back. */
async function send(
  sql: SqlClient,
  statement: string,
  rows: Rows,
  part: readonly number[],
  outcomes: RowOutcome[],
): Promise<number[]> {
  const [only] = part;
  if (part.length === 1 && only !== undefined) {
    // A single statement tells its reason in every version. CrateDB: -1 where a whole partition went with its row.
    const { rowCount } = await sql.write(statement, rows[only]);
    outcomes[only] = { kind: 'done', count: Math.abs(rowCount) };
    return [];
  }
  const results = await sql.writeMany(
    statement,
    part.map((index) => rows[index] ?? []),
  );
  return part.filter((index, at) => {
    const result = results[at];
    if (result === undefined) return true;
    if (result.rowCount >= -1) outcomes[index] = { kind: 'done', count: Math.abs(result.rowCount) };
    // CrateDB: a row that is not there, of an update or delete by its key.
    else if (result.reason?.code === 40_411) outcomes[index] = { kind: 'done', count: 0 };
    else if (result.reason) outcomes[index] = { kind: 'failed', reason: result.reason };
    return result.rowCount < -1 && result.reason === null;
  });
}
