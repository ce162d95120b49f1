/**
 * What the API client and the SQL client need of the outside world: something that sends one HTTP
 * request. Zapier's `z.request` is behind it in production; nothing here knows that.
 */

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type HttpRequest = {
  method: HttpMethod;
  /** Absolute, already encoded. */
  url: string;
  headers: Record<string, string>;
  /** Sent as it is. */
  body?: string;
  /** The body holds a secret: it is sent like any other, but kept out of every log. */
  secretBody?: boolean;
  timeoutMs: number;
  /** Over a connection that nothing else uses, closed after the reply. */
  ownConnection?: boolean;
  /**
   * Takes the body of a success while it comes, if whatever sends can do that; the reply's `text` is then
   * empty. For long lists, which need not be in memory as a whole.
   */
  onText?: (piece: string) => void;
};

export type HttpReply = {
  status: number;
  /** Value of a reply header, or null. The name is not case-sensitive. */
  header(name: string): string | null;
  /** The whole body, undecoded: the readers parse it themselves, so that no digit is lost. */
  text: string;
};

/** Sends one request and never follows a redirect. Rejects when there is no whole reply. */
export type SendHttp = (request: HttpRequest) => Promise<HttpReply>;

/** True for addresses that never leave this machine, the only ones plain http is allowed to. */
export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/** What node says of a connection that never came to be. */
const NOT_CONNECTED =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b|certificate/i;

/** True when a rejected request certainly did not reach the server; a timeout or a cut may have. */
export function neverArrived(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return NOT_CONNECTED.test(`${'code' in error ? error.code : ''} ${error.message}`);
}
