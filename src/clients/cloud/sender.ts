/** Sending requests to the API: key, address, time limit, and what the replies say of the time. */
import type { Deadline } from '../../base/deadline.ts';
import { CLOCK_SKEW_MS, REQUEST_MS } from '../../base/limits.ts';
import { maskOf } from '../../base/mask.ts';
import { Problem } from '../../base/problem.ts';
import {
  changes,
  type HttpHead,
  type HttpMethod,
  type HttpReply,
  type NoReply,
  type SendHttp,
  whyNoReply,
} from '../../base/transport.ts';

export type SenderOptions = {
  send: SendHttp;
  /** Where the key may be sent to, and nowhere else. */
  origin: string;
  credentials: { key: string; secret: string };
  userAgent: string;
  deadline: Deadline;
  /** In development the server's time can be any; else it is believed within a day of this machine's. */
  anyTime?: boolean;
};

type Body = { content: object; secret: string | undefined };
type Details = {
  /** With its question mark. */
  query?: string;
  body?: Body | undefined;
  onText?: ((piece: string) => void) | undefined;
  /** Over a new connection, for whatever was wrong may have been the one that is kept. */
  anew?: boolean;
};

/** Takes the key and its secret, and if need be another one, out of a server's words. */
export type Mask = { (text: string): string; also(secret: string): Mask };

export type Sender = {
  /** Rejects with a problem when there is no whole reply. */
  send(method: HttpMethod, target: string, details?: Details): Promise<HttpReply>;
  mask: Mask;
  now(): Date;
};

export function createSender(options: SenderOptions): Sender {
  const { origin, credentials, deadline } = options;
  const basic = Buffer.from(`${credentials.key}:${credentials.secret}`).toString('base64');
  let clockOffsetMs = 0;

  return {
    send: async (method, target, { query = '', body, onText, anew } = {}) => {
      const url = new URL(`/api/v2${target}${query}`, origin);
      if (url.origin !== origin) throw new Error('The API key is for the API host only.');
      try {
        return await options.send({
          method,
          url: url.href,
          headers: {
            accept: 'application/json',
            authorization: `Basic ${basic}`,
            'user-agent': options.userAgent,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined
            ? {}
            : { body: JSON.stringify(body.content), secretBody: body.secret !== undefined }),
          timeoutMs: Math.max(1, Math.min(REQUEST_MS, deadline.remainingMs())),
          connection: changes(method) || anew ? 'own' : 'kept',
          ...(onText === undefined ? {} : { onText }),
          // A long list is judged while it comes, by the time that its own reply says.
          onHead: (head) => {
            clockOffsetMs = offsetOf(head, options.anyTime === true) ?? clockOffsetMs;
          },
        });
      } catch (error) {
        throw noReply(whyNoReply(error), method);
      }
    },
    mask: maskWith([basic, credentials.secret, credentials.key]),
    now: () => new Date(Date.now() + clockOffsetMs),
  };
}

/** How far the server's clock is ahead; null for who may not be the API at all, and for a broken clock. */
function offsetOf(reply: HttpHead, anyTime: boolean): number | null {
  if (reply.status < 200 || reply.status >= 300) return null;
  const offset = Date.parse(reply.header('date') ?? '') - Date.now();
  if (Number.isNaN(offset)) return null;
  return anyTime || Math.abs(offset) <= CLOCK_SKEW_MS ? offset : null;
}

function noReply(why: NoReply, method: HttpMethod): Problem {
  const maybeDone = changes(method) && why !== 'unreached';
  switch (why) {
    case 'late':
      return new Problem('no_answer', 'CrateDB Cloud did not answer in time', { maybeDone });
    case 'too_large':
      return new Problem('failed', 'CrateDB Cloud’s reply is larger than 64 MiB', { maybeDone });
    case 'unreached':
      return new Problem('unavailable', 'CrateDB Cloud cannot be reached', { maybeDone });
    case 'cut':
      return new Problem('unavailable', 'the connection to CrateDB Cloud was cut', { maybeDone });
  }
}

function maskWith(secrets: readonly string[]): Mask {
  // Made when something went wrong, for a form of each character takes its time.
  let mask: ((text: string) => string) | undefined;
  const masking = (text: string) => {
    mask ??= maskOf(...secrets);
    return mask(text);
  };
  return Object.assign(masking, { also: (secret: string) => maskWith([...secrets, secret]) });
}
