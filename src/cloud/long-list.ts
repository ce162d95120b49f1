/** Lists that can have thousands of entries. */
import type * as z from 'zod/mini';
import type { CloudClient, Query } from './client.ts';
import { readBy } from './reader.ts';
import { newest, readArray, unreadable } from './wire.ts';

type Where = { target: string; query?: Query };
type What<Thing> = { schema: z.core.$ZodType<Thing>; noun: string };

/** What is wanted of a thing; undefined when nothing is. */
export type Pick<Thing, Picked> = (thing: Thing) => Picked | undefined;

/**
 * What is picked of each entry of a list. Entries are read and picked from while the reply comes: what
 * nobody wants of a long list is gone again before the next piece is there.
 */
export async function readLongList<Thing, Picked extends object>(
  cloud: CloudClient,
  { target, query }: Where,
  { schema, noun }: What<Thing>,
  pick: Pick<Thing, Picked>,
): Promise<Picked[]> {
  const reply = await cloud.get(target, query, () => (entry) => {
    const read = readBy(schema, entry);
    return read === null ? null : pick(read.data);
  });
  // What became of each entry, unless the reply was no list.
  const entries = readArray(noun, reply) as (Picked | undefined | null)[];
  return entries.filter((entry) => {
    // Said now and not while the reply came: it would be no other one if it were asked for again.
    if (entry === null) throw unreadable(`${articleOf(noun)} ${noun}`);
    return entry !== undefined;
  }) as Picked[];
}

/** The newest raw entries of a list, see `newest`; the others are let go while the reply comes. */
export async function readNewest(
  cloud: CloudClient,
  { target, query }: Where,
  noun: string,
  limit: number,
): Promise<unknown[]> {
  let kept: unknown[] = [];
  const reply = await cloud.get(target, query, () => {
    kept = [];
    return (entry) => {
      kept.push(entry);
      // Twice as many, so that one listed twice with two dates does not cost another its place.
      if (kept.length >= 6 * limit) kept = newest(kept, 2 * limit);
    };
  });
  readArray(noun, reply);
  return newest(kept, limit);
}

const articleOf = (noun: string) => (/^[aeiou]/i.test(noun) ? 'an' : 'a');
