/**
 * Many rows by one statement, and what became of each. CrateDB (measured) writes the good ones and tells the
 * bad ones by a count of -2, with a reason only since 5.10 and only for the first ten of a shard; or refuses the
 * call as a whole for one bad value, without a word about which row, and has then written nothing. In every case
 * seen -2 meant "not written", so what has no reason is sent again: once as rows that are only made where none is
 * there, which explains a batch that was sent before, then in smaller parts until each is known or the time is over.
 */
import { isProblem, type Problem } from '../../base/problem.ts';
import type { SqlClient } from './client.ts';
import { clusterProblem } from './error-codes.ts';

export type RowOutcome =
  /** How many rows it wrote or changed: 0 or 1. */
  | { kind: 'done'; count: number }
  /** Refused. Null when the reason was not told in time. */
  | { kind: 'failed'; reason: Problem | null }
  /** Not written: only sent among others that were refused as a whole, or not at all, for want of time. */
  | { kind: 'unsent' }
  /** Sent, and the reply was lost: it may have been written. */
  | { kind: 'unknown' };

/** Time that must be left to send rows once more. */
export const LEAST_MS = 4_000;

/** Statements at a time. Measured: with 50 ms for each, 1,000 rows of which 200 are bad take 18 seconds. */
const LANES = 4;

type Rows = readonly (readonly unknown[])[];

/** What CrateDB says of a row whose key is there. */
const isThere = () =>
  clusterProblem('conflict', 'A document with the same primary key exists already', {
    code: 4_091,
  });

export type Many = {
  statement: string;
  /** Of an insert that fails where there is a row with the key: the same, doing nothing there. */
  unlessThere?: string | null;
  rows: Rows;
  /** Of rows with the same key the later is written later. Null may be any; without keys no two are the same. */
  keys?: readonly (string | null)[];
  remainingMs(): number;
};

/**
 * @throws Problem when the first call fails for another reason than its rows, or storage is full for all
 */
export async function writeEach(sql: SqlClient, many: Many): Promise<RowOutcome[]> {
  const { unlessThere = null, rows, keys, remainingMs } = many;
  const outcomes: RowOutcome[] = rows.map(() => ({ kind: 'unsent' }));
  if (rows.length === 0) return outcomes;
  const { unknown, isRefused, lost } = await attempt(sql, many, [...rows.keys()], outcomes, true);
  if (lost) throw lost;
  let rest = unknown;
  if (rest.length > 1 && !isRefused && unlessThere !== null && remainingMs() >= LEAST_MS) {
    rest = (await attempt(sql, many, rest, outcomes)).unknown;
  }
  await Promise.all(
    inLanes(rest, keys ?? []).map(async (lane) => {
      let queue = lane;
      let size = Math.ceil(lane.length / 2);
      while (queue.length > 0 && remainingMs() >= LEAST_MS) {
        const part = queue.slice(0, size);
        const { unknown } = await attempt(sql, many, part, outcomes);
        // All of them: one of them may have spoilt the others. Else those are refused, and their reasons can wait.
        const isSpoilt = unknown.length === part.length;
        if (!isSpoilt) queue = [...queue.slice(part.length), ...unknown];
        const isGood = part.some((index) => outcomes[index]?.kind === 'done');
        size = isSpoilt ? Math.ceil(part.length / 2) : size * (isGood ? 2 : 1);
      }
    }),
  );
  const full = outcomes.map(fullStorage);
  if (full[0] && !full.includes(null)) throw full[0];
  return outcomes;
}

/** What can be sent at the same time: rows of the same key stand in one lane, in their order. */
function inLanes(rest: readonly number[], keys: readonly (string | null)[]): number[][] {
  if (keys.includes(null)) return [[...rest]];
  const length = Math.ceil(rest.length / LANES);
  const laneOf = new Map<string | number, number>();
  const lanes = Array.from({ length: LANES }, (): number[] => []);
  for (const [place, index] of rest.entries()) {
    const key = keys[index] ?? index;
    const lane = laneOf.get(key) ?? Math.floor(place / length);
    laneOf.set(key, lane);
    lanes[lane]?.push(index);
  }
  return lanes;
}

type Attempt = {
  /** Of them no more is known than before. */
  unknown: number[];
  /** The call was refused as a whole, for a row of it. */
  isRefused: boolean;
  /** What it met that has nothing to do with its rows. */
  lost: Problem | null;
};

/** Sends some rows and notes what became of them. Of a row alone all is known then. */
async function attempt(
  sql: SqlClient,
  { statement, unlessThere = null, rows }: Many,
  part: readonly number[],
  outcomes: RowOutcome[],
  isFirst = false,
): Promise<Attempt> {
  const text = isFirst || part.length === 1 ? statement : (unlessThere ?? statement);
  try {
    const unknown = await send(sql, text, rows, part, outcomes);
    if (text === unlessThere) explain(part, outcomes);
    if (unknown.length < part.length) {
      for (const index of unknown) outcomes[index] = { kind: 'failed', reason: null };
    }
    return { unknown, isRefused: false, lost: null };
  } catch (error) {
    if (!isProblem(error)) throw error;
    const isRefused = isProblem(error, 'refused', 'conflict') && !error.maybeDone;
    if (isRefused && part.length > 1) return { unknown: [...part], isRefused, lost: null };
    const outcome: RowOutcome = error.maybeDone
      ? { kind: 'unknown' }
      : { kind: 'failed', reason: error };
    for (const index of part) outcomes[index] = outcome;
    return { unknown: [], isRefused, lost: isRefused ? null : error };
  }
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
  if (outcome?.kind !== 'failed') return 'not sent: the time of the step was over; send it again';
  return (
    outcome.reason?.message.slice(0, 200) ?? 'the cluster refused it, and gave no reason in time'
  );
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
