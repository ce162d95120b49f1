/** What went wrong with a statement, by what callers do about it. */
export type SqlProblemKind =
  /** The cluster does not accept our token, even a fresh one (text 401). */
  | 'token'
  /** The database user may not do this (JSON 401 with code 401x, or 403). */
  | 'not_allowed'
  /** A table, column or schema that does not exist. */
  | 'not_found'
  /** The statement or a value is wrong. */
  | 'statement'
  /** Duplicate key, version conflict. */
  | 'conflict'
  | 'throttled'
  /** The cluster has trouble: 5xx, or a reply that cannot be read. */
  | 'unavailable'
  /** Nothing came back: suspended, behind an IP allowlist, down, or too slow. */
  | 'no_answer';

/** No message is passed on longer than this. */
const MOST_CHARACTERS = 400;

export class SqlProblem extends Error {
  readonly kind: SqlProblemKind;
  /** CrateDB's error code, such as 4091, or null. */
  readonly code: number | null;
  /** True when a changing statement was sent and nobody knows whether it took effect. */
  readonly maybeDone: boolean;
  /** Of a `throttled` one: when to come back, if the cluster said so. */
  readonly retryAfterSeconds: number | null;

  constructor(
    kind: SqlProblemKind,
    message: string,
    facts: { code?: number | null; maybeDone?: boolean; retryAfterSeconds?: number | null } = {},
  ) {
    super(message);
    this.name = 'SqlProblem';
    this.kind = kind;
    this.code = facts.code ?? null;
    this.maybeDone = facts.maybeDone ?? false;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}

/** CrateDB: the code's family decides, whatever the HTTP status says. */
export function kindOfCode(code: number): SqlProblemKind {
  const family = Math.floor(code / 10 ** (String(code).length - 3));
  if (code === 4010 || code === 4011 || family === 403) return 'not_allowed';
  if (family === 404) return 'not_found';
  if (family === 409) return 'conflict';
  if (family === 429) return 'throttled';
  if (family >= 500) return 'unavailable';
  return 'statement';
}

/**
 * `SchemaUnknownException[Schema 'foo' unknown]` reads as `Schema 'foo' unknown`. CrateDB lists dozens of
 * words that a statement could go on with, and repeats a body that it cannot read; both are left out.
 */
export function readableMessage(message: string): string {
  const inner = /^[\w.$]+(?:Exception|Error|Unknown|Failure)?\[(.*)\]\s*(.*)$/s.exec(
    message.trim(),
  );
  return (inner ? [inner[1], inner[2]].filter(Boolean).join(' ') : message)
    .replace(/\bexpecting \{.*$/s, '')
    .replace(/^Can't parse \[.*$/s, 'the request cannot be read')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MOST_CHARACTERS);
}
