/**
 * What a trigger gives when its Zap is switched on: the identities of all that is there, to be remembered
 * and never told. What is missing then would be told as new later, so it is all or an error.
 */
import { refuse } from '../errors.ts';
import type { InputField } from '../fields/read.ts';
import { MOST_SEEDED } from '../identity.ts';

/** Platform: a step's answer may have 6 MB. */
const LARGEST_SEED_BYTES = 5_000_000;

/** The items with nothing but what tells them apart. */
export function seedOf(
  items: readonly object[],
  key: string,
  fields: readonly InputField[],
): Record<string, unknown>[] {
  const seed = items.map((item) => ({ [key]: (item as Record<string, unknown>)[key] }));
  const isTooMuch =
    seed.length > MOST_SEEDED || Buffer.byteLength(JSON.stringify(seed)) > LARGEST_SEED_BYTES;
  if (!isTooMuch) return seed;
  const narrowing = fields.filter(({ dynamic, list }) => dynamic || list);
  const names = narrowing.map(({ label }) => `“${label}”`).join(' or ');
  throw refuse(
    `there are ${seed.length} things to remember, more than a Zap can`,
    names === '' ? 'Watch them by another trigger.' : `Choose fewer of them in ${names}.`,
  );
}
