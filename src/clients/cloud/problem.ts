/**
 * What went wrong with a request to CrateDB Cloud, without a word about who asked. The kinds are
 * those that callers act upon differently.
 */
export type ProblemKind =
  /** The key or secret is wrong, deleted or deactivated; confirmed by a second look. */
  | 'unauthorized'
  /** The key's user may not do this. */
  | 'forbidden'
  | 'not_found'
  /** 429: too many requests; `retryAfterSeconds` may say when to come back. */
  | 'throttled'
  /** Another operation runs on the cluster. */
  | 'busy'
  /** The request breaks a rule that the server explains in `serverMessage`. */
  | 'refused'
  /** 5xx, cut or unreadable reply, a proxy's page, no answer in time. */
  | 'unavailable';

export class CloudProblem extends Error {
  readonly kind: ProblemKind;
  /** HTTP status, or null when there was no reply. */
  readonly status: number | null;
  /** The server's own words, made readable; null when it gave none. */
  readonly serverMessage: string | null;
  readonly retryAfterSeconds: number | null;
  /** True when a change was sent and nobody knows whether it took effect. */
  readonly maybeDone: boolean;

  constructor(
    kind: ProblemKind,
    message: string,
    facts: {
      status?: number | null;
      serverMessage?: string | null;
      retryAfterSeconds?: number | null;
      maybeDone?: boolean;
    } = {},
  ) {
    super(message);
    this.name = 'CloudProblem';
    this.kind = kind;
    this.status = facts.status ?? null;
    this.serverMessage = facts.serverMessage ?? null;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
    this.maybeDone = facts.maybeDone ?? false;
  }
}

/** True when the error is a problem of one of the kinds named. */
export function isProblem(error: unknown, ...kinds: ProblemKind[]): error is CloudProblem {
  return error instanceof CloudProblem && (kinds.length === 0 || kinds.includes(error.kind));
}

/**
 * The server's message made readable. Seen are `{message, success, errors: {field: string | string[] |
 * object}}`, `{errors: "text"}`, `related_resources` beside a message, and bodies that are no JSON.
 */
export function readServerMessage(text: string): string | null {
  const body = parseObject(text);
  if (!body) return null;
  const message = typeof body.message === 'string' ? body.message.trim() : '';
  const details = [...flatten(body.errors), ...relatedResources(body.related_resources)];
  const joined = [message, details.join('; ')].filter(Boolean).join(' - ');
  return joined === '' ? null : joined.replace(/\s+/g, ' ');
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flatten(value: unknown, path: string[] = []): string[] {
  if (typeof value === 'string') return [path.length ? `${path.join('.')}: ${value}` : value];
  if (Array.isArray(value)) return value.flatMap((item) => flatten(item, path));
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]));
  }
  return [];
}

function relatedResources(value: unknown): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(
    ([kind, ids]) => `${Array.isArray(ids) ? ids.length : 'some'} ${kind} still there`,
  );
}
