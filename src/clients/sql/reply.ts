/** Reading what CrateDB answers to a statement: rows, counts of a bulk, or an error. */
import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import { retryAfterSeconds } from '../../base/retry-after.ts';
import type { HttpReply } from '../../base/transport.ts';
import { kindOfCode, readableMessage, SqlProblem } from './problem.ts';
import { type ColumnType, fromCrate, parseJson } from './values.ts';

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
  reason: SqlProblem | null;
};

export function isSuccess({ status }: HttpReply): boolean {
  return status >= 200 && status < 300;
}

/** CrateDB: a refused token is a 401 in plain text; a missing privilege is a 401 with JSON. */
export function isTokenRefusal(reply: HttpReply): boolean {
  return reply.status === 401 && errorOf(reply.text) === null && !isPassing(reply.text);
}

export function readRows(reply: HttpReply, changes: boolean): SqlResult {
  if (!isSuccess(reply)) throw problemOf(reply, changes);
  const read = z.safeParse(resultSchema(), tryParse(reply.text));
  if (!read.success) throw unreadable(changes);
  const { cols, col_types: types, rows, rowcount } = read.data;
  return {
    columns: cols,
    types,
    // CrateDB: a statement without a result has one row of no values.
    rows:
      cols.length === 0
        ? []
        : rows.map((row) => row.map((value, index) => fromCrate(value, types[index]))),
    rowCount: rowcount,
  };
}

/** @param sent how many rows the bulk had: fewer or more outcomes would be about other rows */
export function readBulk(reply: HttpReply, sent: number): BulkOutcome[] {
  if (!isSuccess(reply)) throw problemOf(reply, true);
  const read = z.safeParse(bulkSchema(), tryParse(reply.text));
  if (!read.success || read.data.results.length !== sent) throw unreadable(true);
  return read.data.results.map(({ rowcount, error }) => ({
    rowCount: rowcount,
    reason: error ? toProblem(error, true) : null,
  }));
}

function unreadable(changes: boolean): SqlProblem {
  return new SqlProblem('unavailable', 'the cluster sent an unreadable reply', {
    maybeDone: changes,
  });
}

function problemOf(reply: HttpReply, changes: boolean): SqlProblem {
  const error = errorOf(reply.text);
  if (error) return toProblem(error, changes);
  const { status, text } = reply;
  if (status === 429) {
    return new SqlProblem('throttled', 'the cluster is asked too often', {
      retryAfterSeconds: retryAfterSeconds(reply),
    });
  }
  if (status === 413) {
    return new SqlProblem('statement', 'it is more than the 100 MiB that CrateDB takes at once');
  }
  if (isPassing(text)) {
    return new SqlProblem('unavailable', 'the cluster could not check CrateDB Cloud’s token yet');
  }
  if (status === 401 || isMalformedToken(text)) {
    return new SqlProblem('token', readableMessage(text).slice(0, 200));
  }
  return new SqlProblem('unavailable', `the cluster answered with status ${status}`, {
    maybeDone: changes && status >= 500,
  });
}

/** CrateDB, measured: the keys to check a token with could not be fetched, or its clock is behind. */
function isPassing(text: string): boolean {
  return /Cannot obtain jwks|can't be used before/i.test(text);
}

/** CrateDB, measured: what is no token at all is answered with 500 (5.8: 400 too), in plain text. */
function isMalformedToken(text: string): boolean {
  return /\btoken (was expected|must contain)|base ?64|HTTP Authentication schemes/i.test(text);
}

function toProblem(error: { message: string; code: number }, changes: boolean): SqlProblem {
  const { code, message } = error;
  const kind = kindOfCode(code);
  // A read-only table refuses before it writes, whatever the version's code for it.
  const refused = kind !== 'unavailable' || message.startsWith('ClusterBlockException');
  return new SqlProblem(kind, readableMessage(message), { code, maybeDone: changes && !refused });
}

const resultSchema = lazily(() => {
  const columnType: z.ZodMiniType<ColumnType> = z.lazy(() =>
    z.union([z.number(), z.tuple([z.number(), columnType])]),
  );
  return z.object({
    cols: z.array(z.string()),
    col_types: z._default(z.array(columnType), []),
    rows: z._default(z.array(z.array(z.unknown())), []),
    rowcount: z._default(z.number(), -1),
  });
});

const errorFields = lazily(() =>
  z.object({ message: z._default(z.string(), ''), code: z._default(z.number(), 5000) }),
);

const errorSchema = lazily(() => z.object({ error: errorFields() }));

const bulkSchema = lazily(() =>
  z.object({
    results: z.array(z.object({ rowcount: z.number(), error: z.optional(errorFields()) })),
  }),
);

function errorOf(text: string): { message: string; code: number } | null {
  const read = z.safeParse(errorSchema(), tryParse(text));
  return read.success ? read.data.error : null;
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
