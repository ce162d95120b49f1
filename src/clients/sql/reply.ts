/** Reading what CrateDB answers to a statement: rows, counts of a bulk, or an error. */
import * as z from 'zod/mini';
import { parseJson, withoutDepths, withoutMark } from '../../base/json.ts';
import { lazily } from '../../base/lazily.ts';
import { NESTING } from '../../base/limits.ts';
import type { Problem, ProblemKind } from '../../base/problem.ts';
import { retryAfterSeconds } from '../../base/retry-after.ts';
import { type HttpReply, isPart } from '../../base/transport.ts';
import {
  clusterProblem,
  kindOfError,
  kindOfText,
  readableMessage,
  type SqlError,
  wasRefused,
} from './error-codes.ts';
import { type ColumnType, rowsOf } from './values.ts';

/** What came back, and what takes the token out of its words. */
export type Answer = HttpReply & { mask(text: string): string };

export type SqlResult = {
  columns: string[];
  types: ColumnType[];
  /** Values in the order of the columns, as `values.ts` turns them into JavaScript's. */
  rows: unknown[][];
  /** Rows returned or changed; -1 when CrateDB cannot know. */
  rowCount: number;
};

/** What became of one row of a bulk. */
export type BulkOutcome = {
  /** Rows written: -2 says that this one failed, whether or not a reason is there. */
  rowCount: number;
  /** CrateDB: only since 5.10, and then for the first ten failures of a shard. */
  reason: Problem | null;
};

function isSuccess({ status }: HttpReply): boolean {
  return status >= 200 && status < 300;
}

/** CrateDB: a refused token is a 401 in plain text; a missing privilege is a 401 with JSON. */
export function isTokenRefusal({ status, text }: HttpReply): boolean {
  return status === 401 && errorOf(text) === null && kindOfText(status, text) === 'token';
}

export function readRows(reply: Answer, changes: boolean): SqlResult {
  if (!isSuccess(reply)) throw problemOf(reply, changes);
  const read = z.safeParse(resultSchema(), tryParse(reply.text));
  if (!read.success || isPart(reply)) throw unreadable(changes);
  const { cols, col_types: types, rows, rowcount } = read.data;
  return {
    columns: cols,
    types,
    // CrateDB: a statement without a result has one row of no values.
    rows: cols.length === 0 ? [] : rowsOf(rows, types, withoutMark(reply.text)),
    rowCount: rowcount,
  };
}

/** @param sent how many rows the bulk had: fewer or more outcomes would be about other rows */
export function readBulk(reply: Answer, sent: number): BulkOutcome[] {
  if (!isSuccess(reply)) throw problemOf(reply, true);
  const read = z.safeParse(bulkSchema(), tryParse(reply.text));
  const isWhole = read.success && read.data.results.length === sent && !isPart(reply);
  if (!isWhole) throw unreadable(true);
  return read.data.results.map(({ rowcount, error }) => ({
    rowCount: rowcount,
    reason: error ? toProblem(error, true, reply) : null,
  }));
}

/** @param changes whether it answered something that may have changed something */
export function unreadable(changes: boolean): Problem {
  return clusterProblem('unavailable', 'the cluster sent an unreadable reply', {
    maybeDone: changes,
  });
}

/** Of everything but a success: what the database said, or whatever answered in its place. */
function problemOf(reply: Answer, changes: boolean): Problem {
  const error = errorOf(reply.text);
  if (error) return toProblem(error, changes, reply);
  const { status, text } = reply;
  const kind = kindOfText(status, text);
  return clusterProblem(kind, wordsOf(kind, status), {
    status,
    maybeDone: changes && !wasRefused(kind, status),
    retryAfterSeconds: kind === 'throttled' ? retryAfterSeconds(reply) : null,
  });
}

/** What is said where the database said nothing that a user would understand. */
const WORDS: Partial<Record<ProblemKind, string>> = {
  throttled: 'the cluster is asked too often',
  token: 'the cluster does not accept CrateDB Cloud’s token',
  host: 'the cluster lets nobody in from Zapier’s addresses',
  intercepted: 'something between Zapier and the cluster refused the request',
  refused: 'it is more than the 100 MiB that CrateDB takes at once',
};

function wordsOf(kind: ProblemKind, status: number): string {
  if (kind === 'unavailable' && status === 401) {
    return 'the cluster could not check CrateDB Cloud’s token yet';
  }
  return WORDS[kind] ?? `the cluster answered with status ${status}`;
}

function toProblem(error: SqlError, changes: boolean, { status, mask }: Answer): Problem {
  const kind = kindOfError(error, status);
  return clusterProblem(kind, mask(readableMessage(error.message)), {
    status,
    code: error.code,
    maybeDone: changes && !wasRefused(kind, status),
  });
}

const resultSchema = lazily(() => {
  const columnType: z.ZodMiniType<ColumnType> = z.lazy(() =>
    z.union([z.number(), z.tuple([z.number(), columnType])]),
  );
  return z.object({
    cols: z.array(z.string()),
    col_types: z._default(z.array(columnType), []),
    // Looked at by hand: an account of every value of every row takes longer than reading them.
    rows: z._default(z.custom<unknown[][]>(isTable), []),
    rowcount: z._default(z.number(), -1),
  });
});

const isTable = (rows: unknown): boolean =>
  Array.isArray(rows) && rows.every((row) => Array.isArray(row));

const errorFields = lazily(() =>
  z.object({
    message: z._default(z.string(), ''),
    code: z._default(z.nullable(z.number()), null),
  }),
);

const errorSchema = lazily(() => z.object({ error: errorFields() }));

const bulkSchema = lazily(() =>
  z.object({
    results: z.array(z.object({ rowcount: z.number(), error: z.optional(errorFields()) })),
  }),
);

function errorOf(text: string): SqlError | null {
  const read = z.safeParse(errorSchema(), tryParse(text));
  return read.success ? read.data.error : null;
}

function tryParse(text: string): unknown {
  try {
    return withoutDepths(parseJson(withoutMark(text)), NESTING);
  } catch {
    return undefined;
  }
}
