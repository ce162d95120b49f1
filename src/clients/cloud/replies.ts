/** What a reply of the API is: a body, or a problem. */
import { withoutMark } from '../../base/json.ts';
import { type JsonPieces, jsonPieces } from '../../base/json-pieces.ts';
import { Problem, type ProblemKind } from '../../base/problem.ts';
import { retryAfterSeconds } from '../../base/retry-after.ts';
import { changes, type HttpMethod, type HttpReply, isPart } from '../../base/transport.ts';
import { readServerMessage } from './server-message.ts';

type Mask = (text: string) => string;

/** API: "Another cluster operation is currently/already in progress", with an undocumented status. */
const BUSY = /another cluster operation is (currently|already) in progress/i;

/**
 * API: bad credentials come as 302 to `/?rd=...`, as 401 with text or HTML, or as 401 with JSON,
 * depending on which server in the chain answers.
 */
export function isUnauthorized(reply: HttpReply): boolean {
  if (reply.status === 401) return true;
  if (reply.status < 300 || reply.status >= 400) return false;
  return /[/?]rd=|login|sign-?in|oauth/i.test(reply.header('location') ?? '');
}

/**
 * The parsed body of a success, `undefined` for 204; `pieces` has taken it already, as far as it is not in the
 * reply. Anything else is thrown as a problem: a body that is blank, cut, a part or another server's page, which
 * prove nothing, and one that says `success: false`.
 */
export function readReply(
  reply: HttpReply,
  method: HttpMethod,
  mask: Mask,
  pieces: JsonPieces = jsonPieces(),
): unknown {
  if (reply.status < 200 || reply.status >= 300) throw problemOf(reply, method, mask);
  if (reply.status === 204) return undefined;
  pieces.take(reply.text);
  const body = pieces.isBlank() || isPart(reply) ? null : parsed(pieces);
  if (body === undefined || body === null) {
    throw new Problem('unavailable', 'CrateDB Cloud sent a reply that cannot be read', {
      status: reply.status,
      maybeDone: changes(method),
    });
  }
  if (saysNo(body)) throw refusalIn(reply, body, method, mask);
  return body;
}

function parsed(pieces: JsonPieces): unknown {
  try {
    return pieces.end();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

export function problemOf(reply: HttpReply, method: HttpMethod, mask: Mask): Problem {
  const { status } = reply;
  const serverMessage = readServerMessage(reply.text, mask);
  const kind = kindOf(reply, serverMessage);
  return new Problem(kind, wordsOf(kind, status), {
    status,
    serverMessage,
    retryAfterSeconds: kind === 'throttled' ? retryAfterSeconds(reply) : null,
    maybeDone: changes(method) && mayHaveWorked(status),
  });
}

function kindOf(reply: HttpReply, serverMessage: string | null): ProblemKind {
  const { status } = reply;
  if (status === 429) return 'throttled';
  if (status === 408 || status === 425) return 'unavailable';
  if (status < 400 || status >= 500) return 'unavailable';
  // The API itself refuses in JSON: a page or a text was written by something in front of it.
  if (isOthers(reply)) return 'intercepted';
  if (status === 404) return 'not_found';
  if (BUSY.test(serverMessage ?? '')) return 'busy';
  return status === 403 ? 'forbidden' : 'refused';
}

const WORDS: Partial<Record<ProblemKind, string>> = {
  throttled: 'CrateDB Cloud is asked too often',
  busy: 'another operation runs on the cluster',
  forbidden: 'CrateDB Cloud does not allow this',
  intercepted:
    'something between Zapier and CrateDB Cloud, such as a firewall, refused the request',
  not_found: 'CrateDB Cloud does not know it',
};

function wordsOf(kind: ProblemKind, status: number): string {
  if (kind === 'refused') return `CrateDB Cloud refused it (${status})`;
  return WORDS[kind] ?? `CrateDB Cloud answered with status ${status}`;
}

/** A server error may come after the change, a 303 says where to look at it, and 429 may be counted after. */
function mayHaveWorked(status: number): boolean {
  return status >= 500 || status === 303 || status === 408 || status === 429;
}

/** API: `{success: false, message}` is how it refuses, and was seen with 200 as well. */
function saysNo(body: unknown): body is object {
  if (typeof body !== 'object' || body === null || !('success' in body)) return false;
  // Flags may come as text or as a number.
  return /^(false|0)$/i.test(String(body.success));
}

function refusalIn({ status }: HttpReply, body: object, method: HttpMethod, mask: Mask): Problem {
  const serverMessage = readServerMessage(JSON.stringify(body), mask);
  const isBusy = BUSY.test(serverMessage ?? '');
  // To who only asks it is no answer, whatever the reason.
  const kind = isBusy ? 'busy' : changes(method) ? 'refused' : 'unavailable';
  return new Problem(kind, wordsOf(kind, status), { status, serverMessage });
}

function isOthers(reply: HttpReply): boolean {
  const words = withoutMark(reply.text).slice(0, 200).trim();
  return words === '' ? /\bhtml\b/.test(reply.header('content-type') ?? '') : !/^[{["]/.test(words);
}
