/**
 * Reads many things by one schema. zod keeps an account of each value that it looks at, which for
 * thousands of clusters takes longer than all else; the schemas of `wire.ts` are made of few parts, so each
 * part is turned into a plain function once. What it does not know is left to zod.
 */
import * as z from 'zod/mini';

type Schema<T = unknown> = z.core.$ZodType<T>;
type Read = (value: unknown) => unknown;

/** That a value does not match; what did not is for whoever catches it. */
const MISMATCH = Symbol('mismatch');

const readers = new WeakMap<Schema, Read>();

/** What the schema makes of a value, or null when the value does not match it. */
export function readBy<T>(schema: Schema<T>, value: unknown): { data: T } | null {
  try {
    // A reader gives what its schema says.
    return { data: readerOf(schema)(value) as T };
  } catch (error) {
    if (error === MISMATCH) return null;
    throw error;
  }
}

function readerOf(schema: Schema): Read {
  const known = readers.get(schema);
  if (known) return known;
  const reader = makeReader(schema);
  readers.set(schema, reader);
  return reader;
}

function makeReader(schema: Schema): Read {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.checks?.length) return byZod(schema);
  switch (def.type) {
    case 'transform':
      return transformBy(def.transform);
    case 'pipe':
      return piped(readerOf(def.in), readerOf(def.out));
    case 'array':
      return listBy(readerOf(def.element));
    case 'object':
      return def.catchall ? byZod(schema) : objectBy(def.shape);
    default:
      return byZod(schema);
  }
}

function byZod(schema: Schema): Read {
  return (value) => {
    const read = z.safeParse(schema, value);
    if (!read.success) throw MISMATCH;
    return read.data;
  };
}

/** The transforms of `wire.ts` take a value and nothing else. */
function transformBy(transform: (value: unknown, payload: never) => unknown): Read {
  return transform as Read;
}

function piped(first: Read, second: Read): Read {
  return (value) => second(first(value));
}

function listBy(readEntry: Read): Read {
  return (value) => {
    if (!Array.isArray(value)) throw MISMATCH;
    return value.map((entry) => readEntry(entry));
  };
}

function objectBy(shape: Readonly<Record<string, Schema>>): Read {
  const keys = Object.keys(shape);
  const reads = Object.values(shape).map(readerOf);
  // A copy of one that has all keys already is made at half the cost of giving them one by one.
  const blank = Object.fromEntries(keys.map((key) => [key, null]));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw MISMATCH;
    const given = value as Record<string, unknown>;
    const thing: Record<string, unknown> = { ...blank };
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] as string;
      thing[key] = (reads[index] as Read)(given[key]);
    }
    return thing;
  };
}
