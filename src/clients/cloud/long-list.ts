/** Lists that can have thousands of entries. */
import * as z from 'zod/mini';
import type { CloudClient, Query } from './client.ts';
import { readBy } from './reader.ts';
import { type Dated, dated, newestOf, readArray, readOne, unreadable } from './wire.ts';

type Where = { target: string; query?: Query };
type What<Thing> = { schema: z.core.$ZodType<Thing> & { shape: z.core.$ZodShape }; noun: string };

/**
 * A first look at a thing, which may be enough, and all of it for what is wanted; undefined is not wanted.
 * What costs more to make can be a function, for those that are only counted.
 */
export type Choice<Thing, Key extends keyof Thing, Picked> = {
  look: readonly Key[];
  pick: (glance: Pick<Thing, Key>, whole: () => Thing) => Picked | (() => Picked) | undefined;
};

/** What is picked of one thing that is there as a whole. */
export function pickFrom<Thing, Key extends keyof Thing, Picked extends object>(
  thing: Thing,
  { pick }: Choice<Thing, Key, Picked>,
): Picked | undefined {
  const picked = pick(thing, () => thing);
  return typeof picked === 'function' ? picked() : picked;
}

/** The first of what was picked, and how much it was in all. */
export type Found<Picked> = { first: Picked[]; count: number };

/** Stands for what was picked, but is only counted. */
const COUNTED = Symbol('counted');

/**
 * What is picked of each entry of a list, no more than the first `most`. Entries are read and picked from
 * while the reply comes: what nobody wants of a long list is hardly read, and gone again before the next
 * piece is there.
 */
export async function readLongList<Thing, Key extends keyof Thing & string, Picked extends object>(
  cloud: CloudClient,
  { target, query }: Where,
  { schema, noun }: What<Thing>,
  { look, pick }: Choice<Thing, Key, Picked>,
  most: number,
): Promise<Found<Picked>> {
  const first = glanceAt(schema, look);
  const reply = await cloud.get(target, query, () => {
    let left = most;
    return (entry) => {
      const glance = readBy(first, entry);
      if (glance === null) return null;
      const whole = () => readOne(schema, withArticle(noun), entry);
      const picked = pick(glance.data as Pick<Thing, Key>, whole);
      if (picked === undefined) return undefined;
      left -= 1;
      if (left < 0) return COUNTED;
      return typeof picked === 'function' ? picked() : picked;
    };
  });
  // What became of each entry, unless the reply was no list.
  const entries = readArray(noun, reply) as (Picked | typeof COUNTED | undefined | null)[];
  const found = entries.filter((entry) => {
    // Said now and not while the reply came: it would be no other one if it were asked for again.
    if (entry === null) throw unreadable(withArticle(noun));
    return entry !== undefined;
  }) as (Picked | typeof COUNTED)[];
  return { first: found.filter((entry) => entry !== COUNTED), count: found.length };
}

const glances = new WeakMap<object, Map<string, z.core.$ZodType>>();

/** The part of a schema that has these keys; made once, for a reader is made of each schema. */
export function glanceAt(
  schema: What<unknown>['schema'],
  keys: readonly string[],
): z.core.$ZodType {
  const known = glances.get(schema) ?? new Map<string, z.core.$ZodType>();
  glances.set(schema, known);
  const name = keys.join();
  const glance =
    known.get(name) ??
    z.object(Object.fromEntries(keys.map((key) => [key, schema.shape[key]])) as z.core.$ZodShape);
  known.set(name, glance);
  return glance;
}

/** The newest raw entries of a list, see `newest`; the others are let go while the reply comes. */
export async function readNewest(
  cloud: CloudClient,
  { target, query }: Where,
  noun: string,
  limit: number,
): Promise<unknown[]> {
  let kept: Dated[] = [];
  const reply = await cloud.get(target, query, () => {
    kept = [];
    let oldest = Number.NEGATIVE_INFINITY;
    return (entry) => {
      const one = dated(entry);
      if (one.at < oldest) return;
      kept.push(one);
      if (kept.length < 6 * limit) return;
      // Twice as many, so that one listed twice with two dates does not cost another its place.
      kept = newestOf(kept, 2 * limit);
      oldest = kept.at(-1)?.at ?? oldest;
    };
  });
  readArray(noun, reply);
  return newestOf(kept, limit).map(({ entry }) => entry);
}

const withArticle = (noun: string) => `a ${noun}`;
