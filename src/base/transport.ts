/**
 * What the API client and the SQL client need of the outside world: something that sends one HTTP
 * request. Zapier's `z.request` is behind it in production; nothing here knows that.
 */

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** False for a request that only asks, however often it is sent. */
export function changes(method: HttpMethod): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

export type HttpRequest = {
  method: HttpMethod;
  /** Absolute, already encoded. */
  url: string;
  headers: Record<string, string>;
  /** Sent as it is. */
  body?: string;
  /** The body holds a secret: it is sent like any other, but kept out of every log. */
  secretBody?: boolean;
  /** Head and body together. */
  timeoutMs: number;
  /**
   * `own`: one that nothing else used or will use, for changes, for statements that change the session, and
   * for another try of a read, because a connection that was kept may have been closed meanwhile.
   * `run`: one that this run alone uses; what is sent over one that turns out closed is sent once more over
   * a new one. `kept`: one that this process keeps, for the first try of a read of the API.
   */
  connection: 'own' | 'run' | 'kept';
  /**
   * Takes the body of a success while it comes, if whatever sends can do that; the reply's `text` is then
   * empty. For long lists, which need not be in memory as a whole.
   */
  onText?: (piece: string) => void;
  /** Told of the reply before any of its body: what the body is read with may depend on it. */
  onHead?: (head: HttpHead) => void;
};

export type HttpHead = {
  status: number;
  /** Value of a reply header, or null. The name is not case-sensitive. */
  header(name: string): string | null;
};

export type HttpReply = HttpHead & {
  /** The whole body, undecoded: the readers parse it themselves, so that no digit is lost. */
  text: string;
};

/** HTTP: a part of a body, which nothing here asks for: what is missing may be what matters. */
export const isPart = ({ status }: HttpHead): boolean => status === 206;

/** Sends one request and never follows a redirect. Rejects when there is no whole reply. */
export type SendHttp = (request: HttpRequest) => Promise<HttpReply>;

/** True for addresses that never leave this machine, the only ones plain http is allowed to. */
export function isLoopback(url: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

/** Why a request got no whole reply. */
export type NoReply =
  /** It certainly did not reach the server. */
  | 'unreached'
  | 'late'
  | 'cut'
  /** There is more than anybody would read; see `REPLY_BYTES`. */
  | 'too_large';

/** What a sender rejects with. */
export class SendError extends Error {
  readonly why: NoReply;

  constructor(why: NoReply, cause?: unknown) {
    super(`No reply: ${why}`, { cause });
    this.name = 'SendError';
    this.why = why;
  }
}

/** What node says of a connection that never came to be. */
const NOT_CONNECTED =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b|certificate/i;

/** Why a rejected request has no reply; a timeout or a cut may all the same have reached the server. */
export function whyNoReply(error: unknown): NoReply {
  if (error instanceof SendError) return error.why;
  if (!(error instanceof Error)) return 'cut';
  const words = `${'code' in error ? error.code : ''} ${error.message}`;
  if (NOT_CONNECTED.test(words)) return 'unreached';
  return /timeout|timed out/i.test(words) ? 'late' : 'cut';
}
