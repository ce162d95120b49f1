/** Lays our schema beside what was sent, field by field. */
import * as z from 'zod/mini';
import type { Endpoint } from './endpoints.ts';
import { formatOf, typeOf } from './formats.ts';
import { knownWords, type Names } from './names.ts';

export type Field = {
  /** `health.last_seen`, `ip_whitelist[].cidr`; keys that may be values are not in it. */
  path: string;
  /** In how many of how many objects it was sent. */
  sent: number;
  of: number;
  nulls: number;
  types: string[];
  /** Of texts. */
  formats: string[];
  words: string[];
  /** Null where the integration has a schema and reads the field as it was sent. */
  remark: string | null;
};

type Context = { names: Names; endpoint: Endpoint; fields: Field[] };

/**
 * All fields of things of one kind: those of the schema in its order, then those it does not know.
 * Without a schema, all that were sent.
 */
export function compare(endpoint: Endpoint, things: readonly unknown[], names: Names): Field[] {
  const context: Context = { names, endpoint, fields: [] };
  const schema = endpoint.schema?.();
  if (schema) walk(inner(schema), things, '', context);
  else outline(things, '', context);
  return context.fields;
}

/** The schema behind the transforms that make a value readable. */
function inner(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.core.$ZodPipe ? inner(schema._zod.def.out) : schema;
}

function walk(
  schema: z.core.$ZodType,
  values: readonly unknown[],
  path: string,
  context: Context,
): void {
  if (schema instanceof z.core.$ZodArray) {
    walk(inner(schema._zod.def.element), values.flatMap(listed), `${path}[]`, context);
    return;
  }
  if (!(schema instanceof z.core.$ZodObject)) {
    outlineInner(values, path, context, null);
    return;
  }
  const objects = values.filter(isObject);
  if (objects.length === 0) return;
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema._zod.def.shape;
  for (const [key, field] of Object.entries(shape)) {
    const there = objects.filter((object) => Object.hasOwn(object, key));
    const sent = there.map((object) => object[key]);
    const at = join(path, key);
    const remark = sent.length === 0 ? 'never sent' : howRead(field, sent);
    context.fields.push(describe(at, sent, objects.length, remark, context));
    walk(inner(field), sent, at, context);
  }
  outlineObjects(objects, path, context, new Set(Object.keys(shape)), 'unknown');
}

/** What the integration makes of the values, if it is not what was sent. */
function howRead(schema: z.core.$ZodType, values: readonly unknown[]): string | null {
  const told = values.filter((value) => value !== null && value !== '');
  const remarks = told.map((value) => {
    const read = z.safeParse(schema, value);
    if (!read.success || read.data === null) return 'cannot be read';
    const [from, to] = [kind(value), kind(read.data)];
    return from === to ? null : `${from} read as ${to}`;
  });
  const counts = new Map<string, number>();
  for (const remark of remarks) if (remark) counts.set(remark, (counts.get(remark) ?? 0) + 1);
  const all = [...counts].map(([remark, count]) => `${remark} (${count})`);
  return all.length === 0 ? null : all.join(', ');
}

/** A whole number is a number. */
const kind = (value: unknown) => typeOf(value).replace('integer', 'number');

function outline(values: readonly unknown[], path: string, context: Context): void {
  outlineObjects(values.filter(isObject), path, context, new Set(), null);
  outlineInner(values.filter(Array.isArray), path, context, null);
}

/** The fields of objects as they were sent, apart from `known` ones. */
function outlineObjects(
  objects: readonly Record<string, unknown>[],
  path: string,
  context: Context,
  known: ReadonlySet<string>,
  remark: string | null,
): void {
  // Keys that may be values are one field together.
  const byName = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      if (known.has(key)) continue;
      const name = context.names.field(key);
      byName.set(name, [...(byName.get(name) ?? []), value]);
    }
  }
  for (const [name, values] of [...byName].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const at = join(path, name);
    const here = context.endpoint.unread?.includes(at) ? 'not read' : remark;
    context.fields.push(describe(at, values, objects.length, here, context));
    outlineInner(values, at, context, here);
  }
}

function outlineInner(
  values: readonly unknown[],
  path: string,
  context: Context,
  remark: string | null,
): void {
  outlineObjects(values.filter(isObject), path, context, new Set(), remark);
  const items = values.flatMap(listed);
  if (items.length === 0) return;
  const at = `${path}[]`;
  const plain = items.filter((item) => !isObject(item));
  if (plain.length > 0) context.fields.push(describe(at, plain, items.length, remark, context));
  outlineInner(items, at, context, remark);
}

function describe(
  path: string,
  values: readonly unknown[],
  of: number,
  remark: string | null,
  { endpoint }: Context,
): Field {
  const texts = values.filter((value) => typeof value === 'string');
  const known = endpoint.words?.[path];
  return {
    path,
    sent: values.length,
    of,
    nulls: values.filter((value) => value === null).length,
    types: unique(values.filter((value) => value !== null).map(typeOf)),
    formats: unique(texts.map(formatOf)),
    words: known ? knownWords(texts, known) : [],
    remark,
  };
}

const unique = (texts: string[]): string[] => [...new Set(texts)].sort();

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeOf(value) === 'object';
}
