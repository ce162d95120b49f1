/** The recorded requests: what was sent to a CrateDB, in order, and what it answered. */
import { readFileSync, writeFileSync } from 'node:fs';

export type RecordedRequest = {
  query?: string;
  stmt?: string;
  args?: unknown[];
  bulk_args?: unknown[][];
  /** The body itself, where it is no proper one. */
  rawBody?: string;
  headers?: Record<string, string>;
};

/** `request` and `reply` keep their JSON text beside the values: digits of numbers count. */
export type Recorded = {
  id: string;
  version: string;
  note?: string;
  request: RecordedRequest;
  requestText: string;
  status: number;
  headers: Record<string, string>;
  replyText: string;
};

/** Both are in every supported Node, but not yet in TypeScript's library. */
type SourceJson = {
  rawJSON(text: string): object;
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
};
const json = JSON as unknown as SourceJson;

/** Parses JSON and writes it back: numbers keep every digit. */
export function exactJson(text: string): unknown {
  return json.parse(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined ? json.rawJSON(source) : value,
  );
}

export function readRecording(file: URL | string): Recorded[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const plain = JSON.parse(line) as Omit<Recorded, 'requestText' | 'replyText'>;
      const exact = exactJson(line) as { request: unknown; reply: unknown };
      const { id, version, note, request, status, headers } = plain;
      return {
        id,
        version,
        ...(note === undefined ? {} : { note }),
        request,
        requestText: JSON.stringify(exact.request),
        status,
        headers,
        replyText: typeof exact.reply === 'string' ? exact.reply : JSON.stringify(exact.reply),
      };
    });
}

/** Writes what was answered now in the form that `readRecording` reads. */
export function writeRecording(file: string, answered: readonly Answered[]): void {
  const lines = answered.map(({ recorded, reply }) => {
    const { id, version, note, requestText } = recorded;
    const { status, headers, body } = reply;
    const request = exactJson(requestText);
    return JSON.stringify({ id, version, note, request, status, headers, reply: jsonOr(body) });
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

export type Answered = {
  recorded: Recorded;
  reply: { status: number; headers: Record<string, string>; body: string };
};

/** A body of JSON with all digits; any other as its text. */
function jsonOr(body: string): unknown {
  try {
    return exactJson(body);
  } catch {
    return body;
  }
}

/** The body that a recorded request was sent with. */
export function bodyOf(recorded: Recorded): string {
  const { rawBody, stmt = '' } = recorded.request;
  if (rawBody === '<101 MiB>') return ' '.repeat(101 * 1024 * 1024);
  if (rawBody !== undefined) return rawBody;
  const blanks = /<(\d+) blanks>$/.exec(stmt);
  if (blanks) {
    return JSON.stringify({ stmt: stmt.replace(blanks[0], ' '.repeat(Number(blanks[1]))) });
  }
  const { args, bulk_args } = exactJson(recorded.requestText) as RecordedRequest;
  return JSON.stringify({ stmt, args, bulk_args });
}
