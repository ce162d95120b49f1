import { CrateError, parseError } from './errors.ts';
import { parseJson } from './json.ts';

/** What a request to `/_sql` asks for: arguments of one call, or of many. */
export type SqlCall = { stmt: string; args: unknown[]; bulkArgs: unknown[][] | undefined };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the body `{stmt, args | bulk_args}`; throws CrateDB's errors. */
export function readCall(body: string): SqlCall {
  let parsed: unknown;
  try {
    parsed = parseJson(body);
  } catch {
    throw parseError(`Failed to parse source [${body.slice(0, 100)}]`);
  }
  if (!isRecord(parsed)) throw parseError('Failed to parse source: an object is expected');
  const { stmt, args, bulk_args: bulk, ...unknown } = parsed;
  const [extra] = Object.keys(unknown);
  if (extra !== undefined) throw parseError(`No parser for element [${extra}]`);
  if (typeof stmt !== 'string' || stmt === '') throw parseError('Field [stmt] was not defined');
  if (args !== undefined && args !== null && !Array.isArray(args)) {
    throw parseError('Field [args] has an invalid value');
  }
  if (bulk === undefined || bulk === null) return { stmt, args: args ?? [], bulkArgs: undefined };
  if (!Array.isArray(bulk) || !bulk.every((row) => Array.isArray(row))) {
    throw parseError('Field [bulk_args] has an invalid value');
  }
  if (Array.isArray(args) && args.length > 0) {
    throw new CrateError(
      4000,
      'SQLParseException',
      "request body contains args and bulk_args. It's forbidden to provide both",
    );
  }
  return { stmt, args: [], bulkArgs: bulk };
}
