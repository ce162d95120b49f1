/** Who was asked when something went wrong. */
export type ProblemSource =
  /** CrateDB Cloud's API. */
  | 'cloud'
  /** A cluster, by SQL. */
  | 'cluster';

/** What went wrong with a request, whomever it went to, by what callers do about it. */
export type ProblemKind =
  /** The key or secret is wrong, deleted or deactivated; confirmed by a second look. */
  | 'unauthorized'
  /** The user may not do this. */
  | 'forbidden'
  /** Something on the way, such as a firewall, refused; whoever was asked never said anything. */
  | 'intercepted'
  | 'not_found'
  /** Asked too often; `retryAfterSeconds` may say when to come back. */
  | 'throttled'
  /** Another operation runs on the cluster. */
  | 'busy'
  /** The request, statement or value breaks a rule, which the server explains. */
  | 'refused'
  /** There is one with that key already, or somebody changed it meanwhile. */
  | 'conflict'
  /** The cluster takes no more data until it has storage again. */
  | 'storage_full'
  /** The cluster does not accept CrateDB Cloud's token, not even a fresh one. */
  | 'token'
  /** The cluster lets nobody in from where the request came. */
  | 'host'
  /** It was tried and did not work out; the same again would only be the same load again. */
  | 'failed'
  /** Trouble that may pass: 5xx, a reply that is cut or cannot be read. */
  | 'unavailable'
  /** Nothing came back in time. */
  | 'no_answer';

type Facts = {
  source?: ProblemSource;
  status?: number | null;
  code?: number | null;
  serverMessage?: string | null;
  retryAfterSeconds?: number | null;
  maybeDone?: boolean;
};

/** A request that went wrong, without a word about who asked. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly source: ProblemSource;
  /** HTTP status, or null when there was no reply. */
  readonly status: number | null;
  /** CrateDB's error code, such as 4091, or null. */
  readonly code: number | null;
  /** The server's own words, made readable; null when it gave none. */
  readonly serverMessage: string | null;
  readonly retryAfterSeconds: number | null;
  /** True when a change was sent and nobody knows whether it took effect. */
  readonly maybeDone: boolean;

  constructor(kind: ProblemKind, message: string, facts: Facts = {}) {
    super(message);
    this.name = 'Problem';
    this.kind = kind;
    this.source = facts.source ?? 'cloud';
    this.status = facts.status ?? null;
    this.code = facts.code ?? null;
    this.serverMessage = facts.serverMessage ?? null;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
    this.maybeDone = facts.maybeDone ?? false;
  }
}

/** True when the error is a problem of one of the kinds named, or of any kind if none is. */
export function isProblem(error: unknown, ...kinds: ProblemKind[]): error is Problem {
  return error instanceof Problem && (kinds.length === 0 || kinds.includes(error.kind));
}

/**
 * True when no other question to the API would go better: the key is wrong, or the API is asked too often.
 * Whoever passes over a failure throws these on.
 */
export function concernsAll(error: unknown): boolean {
  return isProblem(error, 'unauthorized', 'throttled') && error.source === 'cloud';
}

/** True where the API does not give something to this user. API: 404 as well as 403, by what it is. */
export function isWithheld(error: unknown): boolean {
  return isProblem(error, 'forbidden', 'not_found');
}
