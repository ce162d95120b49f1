/** What happened while a step was run against spoilt replies; outcome-rules.ts judges it. */
import { onlyReads } from '../../src/clients/sql/statement.ts';
import type { Asking } from './tape.ts';

export type Played = {
  /** `METHOD path` of every request so far. */
  requests: string[];
  /** Requests that change something and were answered with 2xx, and not with a `success` of false. */
  changes: number;
  /** Statements to a cluster that change something, however they were answered. */
  statements: number;
  /** Entries of the longest list that was sent. */
  longest: number;
  /** The key was refused where it is looked at a second time, so that it may be called wrong. */
  keyRefused: boolean;
  /** Hosts other than the API's that were sent the key. */
  leaks: string[];
};

export type Answered = {
  status: number;
  type: string;
  /** Null is none. */
  body: string | null;
};

export const nothingPlayed = (): Played => ({
  requests: [],
  changes: 0,
  statements: 0,
  longest: 0,
  keyRefused: false,
  leaks: [],
});

/** True for what changes something, if it is done. */
export const isChange = ({ method, statement }: Asking): boolean =>
  statement === null ? method !== 'GET' && method !== 'HEAD' : !isHarmless(statement);

/** A refresh only shows what was written before. */
const isHarmless = (statement: string) => onlyReads(statement) || /^REFRESH /.test(statement);

/** Notes a request and its reply; `parsed` is the reply's body where it is JSON. */
export function note(played: Played, asking: Asking, status: number, parsed: unknown): void {
  played.requests.push(`${asking.method} ${asking.path}`);
  if (isChange(asking) && asking.statement !== null) played.statements += 1;
  if (isChange(asking) && status >= 200 && status < 300 && !isNo(parsed)) played.changes += 1;
  if (asking.path.endsWith('/users/me/') && status === 401) played.keyRefused = true;
  played.longest = Math.max(played.longest, longestIn(parsed));
}

/** A reply of 2xx that says it was not done: the API's, or a cluster's. */
function isNo(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const said = body as { success?: unknown; rowcount?: unknown };
  return ['false', '0'].includes(String(said.success)) || said.rowcount === 0;
}

/** Lists stand in bodies at the top or one field below. */
function longestIn(body: unknown): number {
  if (Array.isArray(body)) return body.length;
  if (typeof body !== 'object' || body === null) return 0;
  return Math.max(0, ...Object.values(body).map((it) => (Array.isArray(it) ? it.length : 0)));
}
