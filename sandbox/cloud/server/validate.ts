import * as z from 'zod/mini';
import type { OpenCall } from './call.ts';
import { badRequest, type FieldErrors } from './errors.ts';

const length = 'Length must be between 1 and 512.';

/** API: what names and most other texts are: 1 to 512 characters. */
export const shortText = z.string().check(z.minLength(1, length), z.maxLength(512, length));

/**
 * The body as the schema says, or a 400 with an `errors` map in the words that the service's
 * framework uses: `{"product_unit": ["Not a valid integer."]}`. Fields that the schema does not name,
 * read-only ones among them, are passed over or refused as the switch says.
 */
export function parseBody<T extends z.ZodMiniType>(
  schema: T,
  { body, world }: Pick<OpenCall, 'body' | 'world'>,
): z.output<T> {
  if (!isObject(body)) throw badRequest({ _schema: ['Invalid input type.'] });
  let result = schema.safeParse(body);
  if (!result.success && world.switches.unknownFields === 'ignored') {
    result = schema.safeParse(without(body, unknownIn(result.error.issues)));
  }
  if (result.success) return result.data;
  const errors: FieldErrors = Object.create(null);
  for (const issue of result.error.issues) {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) place(errors, [...path, key], 'Unknown field.');
    } else {
      place(errors, path, sentence(issue, valueAt(body, path)));
    }
  }
  throw badRequest(errors);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

type Issue = { code: string; path: PropertyKey[]; keys?: string[] };

function unknownIn(issues: ReadonlyArray<z.core.$ZodIssue>): string[][] {
  return (issues as readonly Issue[]).flatMap(({ code, path, keys = [] }) =>
    code === 'unrecognized_keys' ? keys.map((key) => [...path.map(String), key]) : [],
  );
}

/** A copy of the body that lacks what stands at these paths. */
function without(body: Record<string, unknown>, paths: string[][]): unknown {
  const copy = structuredClone(body);
  for (const path of paths) {
    const parent = valueAt(copy, path.slice(0, -1));
    if (isObject(parent)) delete parent[path.at(-1) ?? ''];
  }
  return copy;
}

function sentence(issue: { code?: string; message: string; expected?: unknown }, value: unknown) {
  if (value === undefined) return 'Missing data for required field.';
  if (value === null) return 'Field may not be null.';
  if (issue.code === 'invalid_type') {
    const names: Record<string, string> = { int: 'integer', array: 'list', object: 'mapping' };
    const expected = String(issue.expected);
    return `Not a valid ${names[expected] ?? expected}.`;
  }
  return issue.message;
}

function valueAt(body: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object'
        ? (value as Record<string, unknown>)[key]
        : undefined,
    body,
  );
}

/** Errors of nested fields nest as the fields do. */
function place(errors: FieldErrors, path: string[], text: string): void {
  const [key = '_schema', ...rest] = path;
  if (rest.length === 0) {
    const before = errors[key];
    errors[key] = Array.isArray(before) ? [...before, text] : [text];
    return;
  }
  const inner = errors[key];
  const next: FieldErrors =
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? (inner as FieldErrors)
      : Object.create(null);
  errors[key] = next;
  place(next, rest, text);
}
