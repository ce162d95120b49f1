export type RequestLogEntry = {
  at: string;
  method: string;
  path: string;
  query: Record<string, unknown>;
  /** null: the connection was cut or never answered. */
  status: number | null;
  /** E-mail of the key's user; null without a known key. */
  user: string | null;
  userAgent: string | null;
  body: unknown;
  /** Id of the fault that changed this answer. */
  fault?: string;
};

export type ChangeLogEntry = {
  at: string;
  method: string;
  path: string;
  actor: string;
  what: string;
  entity_id: string;
  detail: Record<string, unknown>;
};

export type Log = { requests: RequestLogEntry[]; changes: ChangeLogEntry[] };

export const createLog = (): Log => ({ requests: [], changes: [] });

/** Beyond this the oldest requests are forgotten. */
const MOST_REQUESTS = 50_000;

export function logRequest(log: Log, entry: RequestLogEntry): void {
  if (log.requests.length >= MOST_REQUESTS) log.requests.splice(0, MOST_REQUESTS / 10);
  log.requests.push(entry);
}

const SECRET_NAME = /password|secret|token|data|connection_string|access_key|signature/i;

/** A copy of `value` with everything under a name that may hold a secret replaced by `***`. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      // An id of a secret is no secret.
      SECRET_NAME.test(name) && !name.endsWith('_id') ? '***' : masked(inner),
    ]),
  );
}
