/**
 * Reading what CrateDB Cloud sends, tolerantly: every field may be missing, null or of another type
 * than documented, unknown fields pass, unknown words stay as text. What cannot be read is null.
 * Only an `id` is insisted on, because no step can work without it.
 */
import * as z from 'zod/mini';
import { withoutDepths } from '../../base/json.ts';
import { NESTING } from '../../base/limits.ts';
import { Problem } from '../../base/problem.ts';
import { readBy } from './reader.ts';

/** Text; `""` is what the API sends for "none" and becomes null. Numbers and flags become text. */
export const wireText = () =>
  z.transform((value: unknown): string | null => {
    if (typeof value === 'string') return value === '' ? null : value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
  });

/** A word that is one of few, in upper case as the API's document has it. */
export const wireWord = () =>
  z.transform((value: unknown): string | null =>
    typeof value === 'string' && value !== '' ? value.toUpperCase() : null,
  );

/** A number, also one written as text (the API types some sizes loosely). */
export const wireNumber = () => z.transform((value: unknown): number | null => readNumber(value));

/** How many there are of something: a number without a fraction. */
export const wireCount = () =>
  z.transform((value: unknown): number | null => {
    const read = readNumber(value);
    return Number.isInteger(read) ? read : null;
  });

function readNumber(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

/** A flag, also one written as text ("True"). */
export const wireFlag = () =>
  z.transform((value: unknown): boolean | null => {
    if (typeof value === 'boolean') return value;
    if (typeof value !== 'string' || !/^(true|false)$/i.test(value)) return null;
    return value.toLowerCase() === 'true';
  });

/** A time as ISO 8601 in UTC with milliseconds. A time without a zone is UTC; `""` is none. */
export const wireTime = () => z.transform((value: unknown): string | null => readTime(value));

/** As the API writes nearly all times. Later days than the 28th are not in every month. */
const USUAL_TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3,}(Z|[+]00:00)?$/;

export function readTime(value: unknown): string | null {
  // The thousands of times of a long list need no calendar.
  if (typeof value === 'string' && USUAL_TIME.test(value)) return `${value.slice(0, 23)}Z`;
  const at = readMoment(value);
  if (at === null) return null;
  const iso = new Date(at).toISOString();
  // Years beyond four digits have a sign in front, which nobody who reads the output expects.
  return /^\d/.test(iso) ? iso : null;
}

/** The same in milliseconds; many are compared that nobody reads. */
function readMoment(value: unknown): number | null {
  if (typeof value !== 'string' || value === '') return null;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(value) || !value.includes('T') ? value : `${value}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? null : at;
}

/** What identifies a thing. Its absence is the one thing that is not forgiven. */
export const id = () => z.string().check(z.minLength(1));

/** An object inside another; anything else reads as an object without values. */
export const nested = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.pipe(
    z.transform((value: unknown) => (isObject(value) ? value : {})),
    z.object(shape),
  );

/** A list; anything else reads as an empty one, and entries that are no objects are passed over. */
export const listOf = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.pipe(
    z.transform((value: unknown) => (Array.isArray(value) ? value.filter(isObject) : [])),
    z.array(z.object(shape)),
  );

/** A list of texts; `""` is none. */
export const wireTexts = () =>
  z.transform((value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [],
  );

/** An object whose keys are not known beforehand. */
export const freeForm = () =>
  z.transform((value: unknown): Record<string, unknown> => {
    const some = withoutDepths(value, NESTING);
    return isObject(some) ? some : {};
  });

/** API: "Dublin Core", when a thing was created and last changed. */
export const dublinCore = () => nested({ created: wireTime(), modified: wireTime() });

type Schema<T> = z.core.$ZodType<T>;

/** Reads one thing. `noun` names it in the error. */
export function readOne<T>(schema: Schema<T>, noun: string, value: unknown): T {
  const read = readBy(schema, value);
  if (read) return read.data;
  throw unreadable(noun);
}

/**
 * A body as the API's document wants it. Steps check what people write, so what does not fit is a value that
 * another reply gave; nothing was sent then.
 */
export function toBody<T>(schema: Schema<T>, body: unknown): T {
  const read = z.safeParse(schema, body);
  if (read.success) return read.data;
  const field = read.error.issues[0]?.path.join('.') ?? '';
  throw new Problem('refused', `the ${field} is not one that CrateDB Cloud takes`);
}

/**
 * Reads what a change gave back. A reply without what the API documents is no sign that it was made, and none
 * that it was not.
 */
export function readDone<T>(schema: Schema<T>, noun: string, reply: unknown): T {
  const read = readBy(schema, reply);
  if (read) return read.data;
  throw unreadable(noun, true);
}

/** API: what was taken away is answered with 204, without a body. Any other success says nothing of it. */
export function readGone(reply: unknown): void {
  if (reply !== undefined) throw unreadable('an answer', true);
}

export function unreadable(noun: string, maybeDone = false): Problem {
  const why = `CrateDB Cloud sent ${noun} that cannot be read`;
  return new Problem('unavailable', why, { maybeDone });
}

/** Reads a list of things, given as a bare array. */
export function readMany<T>(schema: Schema<T>, noun: string, value: unknown): T[] {
  return readArray(noun, value).map((item) => readOne(schema, noun, item));
}

/** The raw entries of a list reply: cheap to sort and cut before each is read. */
export function readArray(noun: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const many = `${noun.replace(/^an? /, '')}s`;
  throw new Problem('unavailable', `CrateDB Cloud sent no list of ${many}`);
}

/** A raw entry, and when it was created in milliseconds since 1970. */
export type Dated = { entry: unknown; at: number };

/** An entry without a date is older than all others. */
export function dated(entry: unknown): Dated {
  const dc = isObject(entry) ? entry.dc : null;
  const at = isObject(dc) ? readMoment(dc.created) : null;
  return { entry, at: at ?? Number.NEGATIVE_INFINITY };
}

/**
 * The newest entries of a raw list by `dc.created`, newest first; entries without a date come last. One
 * that the list holds twice counts once, so that it takes nobody's place.
 */
export function newest(entries: readonly unknown[], limit: number): unknown[] {
  return newestOf(entries.map(dated), limit).map(({ entry }) => entry);
}

export function newestOf(entries: readonly Dated[], limit: number): Dated[] {
  const byId = new Map(entries.map((one) => [isObject(one.entry) ? one.entry.id : one.entry, one]));
  // Entries without an id are not things; the reader says so.
  const distinct = byId.has(undefined) ? [...entries] : [...byId.values()];
  return distinct.sort((a, b) => b.at - a.at).slice(0, limit);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
