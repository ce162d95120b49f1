/** Whether two replies are the same: durations, and the order of what has none, do not count. */
import { exactJson, type Recorded } from './recording.ts';

export type Reply = { status: number; headers: Record<string, string>; body: string };

export type Comparison = {
  id: string;
  statement: string;
  sameStatus: boolean;
  sameReply: boolean;
  expected: string;
  actual: string;
};

export function compare(recorded: Recorded, reply: Reply): Comparison {
  const { id, status, request, headers, replyText } = recorded;
  const expected = shape(replyText);
  const actual = shape(reply.body);
  const sameStatus = status === reply.status;
  const sameKind = headers['content-type'] === reply.headers['content-type'];
  return {
    id,
    statement: request.stmt ?? request.rawBody ?? '',
    sameStatus,
    sameReply: sameStatus && sameKind && expected === actual,
    expected: `${status} ${headers['content-type'] ?? '-'} ${expected}`,
    actual: `${reply.status} ${reply.headers['content-type'] ?? '-'} ${actual}`,
  };
}

/** JSON without its duration and with sorted keys; any other text as it is. */
function shape(text: string): string {
  try {
    const parsed = exactJson(text);
    if (typeof parsed !== 'object' || parsed === null) return text;
    return JSON.stringify(sorted(parsed));
  } catch {
    return text;
  }
}

const isRaw = (value: object): boolean =>
  (JSON as unknown as { isRawJSON(value: unknown): boolean }).isRawJSON(value);

/** CrateDB: the characters that a name may not have are a set, told in another order by every server. */
const unordered = (text: string): string =>
  text.replace(/(?<=following characters \[)[^\]]+(?=\])/, (list) => [...list].sort().join(''));

function sorted(value: unknown): unknown {
  if (typeof value === 'string') return unordered(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || isRaw(value)) return value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== 'duration')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
