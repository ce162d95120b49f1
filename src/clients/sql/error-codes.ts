/** What CrateDB means by its errors: JSON with a code from the database, plain text from its HTTP layer. */
import { MESSAGE_CHARACTERS } from '../../base/limits.ts';
import { Problem, type ProblemKind } from '../../base/problem.ts';

export type SqlError = { message: string; code: number | null };

/** CrateDB: schemas that are always there; one without a single privilege in them is told they are unknown. */
const OWN_SCHEMAS = /^Schema '(sys|information_schema|pg_catalog|doc|blob)' unknown/;

/**
 * CrateDB: tables are made read-only when a disk passes the flood-stage watermark; the code is 4037, in 5.8
 * 5000. The other block that a cluster puts up by itself is that it has not started yet.
 */
const BLOCKED = /^ClusterBlockException\[/;
const NOT_STARTED = /SERVICE_UNAVAILABLE/;

/** CrateDB: 5002 and 5003 are shards that are not there, 503x a cluster without a master or a node. */
const PASSING = [5_002, 5_003];

/** CrateDB, measured: what is no token at all is answered with 500 (5.8: 400 too), in plain text. */
const MALFORMED_TOKEN = /\b(jwt|token)\b|base ?64|HTTP Authentication schemes/i;

/** CrateDB: what it refuses with these comes in JSON; in any other form it is a word of something before it. */
const OF_JSON = [403, 404];

/** CrateDB: it has no pages, so whoever refuses with one is something before it. */
const OF_PAGES = [400, 401, 405, ...OF_JSON];

/** CrateDB: mostly the code's family decides, whatever the HTTP status says. */
export function kindOfError({ message, code }: SqlError, status: number): ProblemKind {
  const text = message.slice(0, MESSAGE_CHARACTERS);
  if (BLOCKED.test(text)) return NOT_STARTED.test(text) ? 'unavailable' : 'storage_full';
  if (code === null) return kindOfStatus(status);
  // Killed statements were 5030 before 6.2.
  if (/^JobKilled/.test(text)) return 'failed';
  const family = Math.floor(code / 10 ** (String(code).length - 3));
  if (code === 4010 || code === 4011 || family === 403) return 'forbidden';
  if (family === 404) {
    return code === 4045 && OWN_SCHEMAS.test(readableMessage(text)) ? 'forbidden' : 'not_found';
  }
  if (family === 409) return 'conflict';
  if (family === 429) return 'throttled';
  if (family < 500) return 'refused';
  // Out of memory, out of stack, killed: the same statement again is the same load again.
  return family >= 503 || PASSING.includes(code) ? 'unavailable' : 'failed';
}

/** What a refusal of the connection means that came as plain text, from the database or something before it. */
export function kindOfText(status: number, text: string): ProblemKind {
  const words = text.slice(0, MESSAGE_CHARACTERS);
  if (/No valid auth\.host_based\.config entry/i.test(words)) return 'host';
  // The keys that prove a token can be out of reach, or its time ahead of the cluster's clock.
  if (/cannot obtain jwks|no key found in|can't be used before/i.test(words)) return 'unavailable';
  const isMarkup = /^\s*</.test(words);
  if (isMarkup ? OF_PAGES.includes(status) : OF_JSON.includes(status)) return 'intercepted';
  // A page is not what gave up on a statement.
  if (isMarkup && status === 500) return 'unavailable';
  if (status === 401) return 'token';
  if ((status === 400 || status === 500) && MALFORMED_TOKEN.test(words)) return 'token';
  return kindOfStatus(status);
}

function kindOfStatus(status: number): ProblemKind {
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 429) return 'throttled';
  if (status === 408 || status === 425 || status > 500) return 'unavailable';
  // CrateDB: a body beyond 100 MiB is answered without a word.
  if (status === 413) return 'refused';
  return status === 400 || status === 500 ? 'failed' : 'intercepted';
}

/** True when a statement certainly changed nothing: it was refused before it was carried out. */
export function wasRefused(kind: ProblemKind, status: number): boolean {
  return !['unavailable', 'failed', 'no_answer'].includes(kind) || (status < 500 && status !== 408);
}

const TOO_LONG =
  'a text is longer than the 32,766 bytes that CrateDB takes in a column with an index';

/** A problem with a cluster. */
export function clusterProblem(
  kind: ProblemKind,
  message: string,
  facts: ConstructorParameters<typeof Problem>[2] = {},
): Problem {
  return new Problem(kind, message, { ...facts, source: 'cluster' });
}

/** `SchemaUnknownException[Schema 'foo' unknown]` reads as `Schema 'foo' unknown`. */
export function readableMessage(message: string): string {
  const words = message.slice(0, MESSAGE_CHARACTERS).trim();
  const name = /^[\w.$]{1,200}\[/.exec(words)?.[0] ?? '';
  // The bracket that closes is missing where the words were cut.
  const inner = name === '' ? null : /^(.*)\]([^\]]*)$/s.exec(words.slice(name.length));
  const text = inner
    ? [inner[1], inner[2]?.trim()].filter(Boolean).join(' ')
    : words.slice(name.length);
  // What a syntax error expected instead is a list of some thirty words.
  return (
    text
      .replace(/ expecting \{.*$/s, '')
      // It repeats a body that it cannot read, with all values in it.
      .replace(/^Can't parse \[.*$/s, 'the request cannot be read')
      // CrateDB, measured: it speaks of terms, analyzers and the number of a field.
      .replace(/^Document contains at least one immense term.*$/s, TOO_LONG)
      .replace(/\s+/g, ' ')
      .trim()
  );
}
