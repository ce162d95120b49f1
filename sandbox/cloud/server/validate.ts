import type * as z from 'zod/mini';
import { badRequest, type FieldErrors } from './errors.ts';

/**
 * The body as the schema says, or a 400 with an `errors` map in the words that the service's
 * framework uses: `{"product_unit": ["Not a valid integer."]}`.
 */
export function parseBody<T extends z.ZodMiniType>(schema: T, body: unknown): z.output<T> {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw badRequest({ _schema: ['Invalid input type.'] });
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const errors: FieldErrors = {};
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
      : {};
  errors[key] = next;
  place(next, rest, text);
}
