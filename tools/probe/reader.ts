/**
 * The one place where the probe touches the network. It reads and nothing else: GET and HEAD, on the API's
 * own origin, below `/api/v2/`, never following a redirect.
 */
import { USER_AGENT } from '../../src/kit/version.ts';

export type Credentials = { key: string; secret: string };

/** `null` when no whole reply came. */
export type Reply = {
  status: number | null;
  headers: Headers;
  text: string;
};

export type ReadMethod = 'GET' | 'HEAD';

export type Reader = (
  method: ReadMethod,
  /** Below `/api/v2`, encoded. */
  path: string,
  options?: {
    query?: Record<string, string | number>;
    /** Other credentials than the connection's; `null` for none. */
    as?: Credentials | null;
  },
) => Promise<Reply>;

const READS: ReadonlySet<string> = new Set<ReadMethod>(['GET', 'HEAD']);

const TIMEOUT_MS = 20_000;

/**
 * @throws Error for any other method and for a path that leaves the API; a connection that fails is a reply
 * without a status
 */
export function createReader(origin: string, credentials: Credentials): Reader {
  return async (method, path, { query = {}, as = credentials } = {}) => {
    if (!READS.has(method)) throw new Error(`The probe only reads; ${method} is refused.`);
    const url = new URL(`/api/v2${path}`, origin);
    if (url.origin !== origin || !url.pathname.startsWith('/api/v2/')) {
      throw new Error('The probe asks the API and nobody else.');
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    try {
      const reply = await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { accept: '*/*', 'user-agent': `${USER_AGENT} probe`, ...authorization(as) },
      });
      return { status: reply.status, headers: reply.headers, text: await reply.text() };
    } catch {
      return { status: null, headers: new Headers(), text: '' };
    }
  };
}

function authorization(as: Credentials | null): Record<string, string> {
  if (as === null) return {};
  const basic = Buffer.from(`${as.key}:${as.secret}`).toString('base64');
  return { authorization: `Basic ${basic}` };
}
