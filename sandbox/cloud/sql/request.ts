import { CrateError, parseError } from './errors.ts';
import { parseValues } from './json.ts';
import { isObject, type Value } from './values/value.ts';
import { atLeast } from './version.ts';

/** What a request to `/_sql` asks for: arguments of one call, or of many. */
export type SqlCall = { stmt: string; args: Value[]; bulkArgs: Value[][] | undefined };

/** API: a body may be so large. */
export const LONGEST_BODY = 100 * 1024 * 1024;

const TOKENS: Record<string, string> = {
  string: 'VALUE_STRING',
  number: 'VALUE_NUMBER',
  bigint: 'VALUE_NUMBER',
  boolean: 'VALUE_BOOLEAN',
};

/** What Elasticsearch's parser calls the beginning of a value. */
function tokenOf(value: Value): string {
  if (value === null) return 'VALUE_NULL';
  if (Array.isArray(value)) return 'START_ARRAY';
  return TOKENS[typeof value] ?? 'START_OBJECT';
}

/** Reads the body `{stmt, args | bulk_args}`; throws CrateDB's errors. */
export function readCall(body: string, version: string): SqlCall {
  const source = (text: string): CrateError =>
    atLeast(version, '6.0.0')
      ? new CrateError(5000, 'SQLParseSourceException', text)
      : parseError(text);
  if (body === '') throw parseError('Missing request body');
  const unreadable = () =>
    parseError(
      `Can't parse [${body}]. Expecting payload with \`stmt\` string and \`args\` or \`bulk_args\` arrays`,
    );
  let parsed: Value;
  try {
    parsed = parseValues(body);
  } catch {
    throw unreadable();
  }
  if (!isObject(parsed)) throw unreadable();
  const { stmt, args, bulk_args: bulk, ...others } = parsed;
  if (Object.keys(others).length > 0) throw unreadable();
  if (stmt === undefined) throw source('Field [stmt] is missing');
  if (stmt === null || typeof stmt === 'object') throw source('Field [stmt] has an invalid value');
  if (stmt === '') throw source('Field [stmt] has no value');
  if (args !== undefined && !Array.isArray(args)) {
    throw source(`\`args\` must start with an array, not \`${tokenOf(args)}\``);
  }
  if (bulk !== undefined && !Array.isArray(bulk))
    throw source('Field [bulk_args] has an invalid value');
  const wrong = bulk?.find((it) => !Array.isArray(it));
  if (wrong !== undefined) {
    throw source(
      `\`bulk_args\` must contain a list of \`args\` (values list). Got unexpected: ${tokenOf(wrong)}`,
    );
  }
  if (args && args.length > 0 && bulk && bulk.length > 0) {
    throw parseError("request body contains args and bulk_args. It's forbidden to provide both");
  }
  return { stmt: String(stmt), args: args ?? [], bulkArgs: bulk as Value[][] | undefined };
}
