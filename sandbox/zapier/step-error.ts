/** What Zapier makes of a step that failed. 'crash' is anything that is not one of Zapier's own error classes. */
export type StepErrorKind = 'error' | 'halted' | 'expired_auth' | 'throttled' | 'crash';

/** The classes of `z.errors` that stand for something other than a plain error. */
const SPECIAL_KINDS: Record<string, StepErrorKind> = {
  HaltedError: 'halted',
  ExpiredAuthError: 'expired_auth',
  RefreshAuthError: 'expired_auth',
  ThrottledError: 'throttled',
};

/** The rest of `z.errors`, by the `name` they carry; Lambda passes the name on, not the class. */
const PLAIN_ERRORS = new Set([
  'AppError',
  'ResponseError',
  'CheckError',
  'DehydrateError',
  'MethodDoesNotExist',
  'NotImplementedError',
  'RequireModuleError',
  'StashedBundleError',
  'StopRequestError',
]);

/** These write their parts into the message as JSON. */
const JSON_MESSAGES = new Set(['AppError', 'ResponseError', 'ThrottledError']);

/** API: Zapier cuts the text of an error that it shows after 250 characters. */
const SHOWN_LENGTH = 250;

type StepErrorParts = {
  kind: StepErrorKind;
  type: string;
  message: string;
  raw: string;
  delaySeconds?: number | undefined;
  code?: string | undefined;
  status?: number | undefined;
  cause?: unknown;
};

/** A failed step, as Zapier receives it. */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly kind: StepErrorKind;
  /** The `name` of the error that was thrown, for example `AppError` or `TypeError`. */
  readonly type: string;
  /** The whole text that left the app, with core's "What happened" and "Console logs". */
  readonly raw: string;
  /** Of a throttled step: seconds until Zapier repeats it, if the app said so. */
  readonly delaySeconds: number | undefined;
  readonly code: string | undefined;
  readonly status: number | undefined;

  constructor(parts: StepErrorParts) {
    super(parts.message, { cause: parts.cause });
    this.kind = parts.kind;
    this.type = parts.type;
    this.raw = parts.raw;
    this.delaySeconds = parts.delaySeconds;
    this.code = parts.code;
    this.status = parts.status;
  }

  /** What a user gets to read of the message. */
  get truncated(): string {
    return this.message.slice(0, SHOWN_LENGTH);
  }
}

/** The message without what core adds behind it. */
function withoutContext(message: string): string {
  const ends = ['\nWhat happened:\n', '\n\nConsole logs:\n']
    .map((mark) => message.indexOf(mark))
    .filter((index) => index >= 0);
  return ends.length > 0 ? message.slice(0, Math.min(...ends)) : message;
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** Reads whatever the handler rejected with. */
export function toStepError(thrown: unknown): StepError {
  if (thrown instanceof StepError) return thrown;
  const error = thrown as { name?: unknown; message?: unknown } | null | undefined;
  const type = text(error?.name) ?? 'Error';
  const raw = text(error?.message) ?? String(thrown);
  const kind = SPECIAL_KINDS[type] ?? (PLAIN_ERRORS.has(type) ? 'error' : 'crash');
  const plain = withoutContext(raw);
  const parts = JSON_MESSAGES.has(type) ? jsonObject(plain) : undefined;
  if (!parts) return new StepError({ kind, type, message: plain, raw, cause: thrown });
  return new StepError({
    kind,
    type,
    // ResponseError has no sentence of its own, only the server's answer.
    message: text(parts.message) ?? `${parts.status ?? 'No'} response: ${parts.content ?? ''}`,
    raw,
    delaySeconds: number(parts.delay),
    code: text(parts.code),
    status: number(parts.status),
    cause: thrown,
  });
}
