/** What can be wrong with a reply, as data that fast-check makes up and shrinks. */
import * as fc from 'fast-check';
import { oddText, oddValue } from './odd-values.ts';

/** Where in a reply: numbers that are taken modulo what there is, so that all of them fit any reply. */
type Place = {
  /** Which of the tape's replies. */
  reply: number;
  /** Which of the values in it. */
  value: number;
  /** Every field of that name, rather than this one. */
  everywhere: boolean;
};

export type Mutation = { place: Place } & (
  | { kind: 'missing' | 'null' | 'retyped' | 'all fields null' | 'doubled' | 'emptied' }
  | { kind: 'value' | 'whole body'; value: unknown }
  | { kind: 'text'; text: string }
  | { kind: 'unknown field'; name: string; value: unknown }
  /** The list repeated to so many entries, with ids of their own or the same ones. */
  | { kind: 'huge'; length: number; sameIds: boolean }
);

const place = (everywhere: boolean) =>
  fc.record({ reply: fc.nat(60), value: fc.nat(4_000), everywhere: fc.constant(everywhere) });

const anyPlace = fc.oneof(place(false), { arbitrary: place(true), weight: 2 });

/** One to three faults at a time. `longest`: entries of the hugest list. */
export function mutations(longest: number): fc.Arbitrary<Mutation[]> {
  const one = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'missing',
          'null',
          'retyped',
          'all fields null',
          'doubled',
          'emptied',
        ),
        place: anyPlace,
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('value'), place: anyPlace, value: oddValue }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('text'), place: anyPlace, text: oddText }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('unknown field'),
        place: anyPlace,
        name: oddText,
        value: oddValue,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('whole body'),
        place: place(false),
        value: fc.oneof(fc.constantFrom(null, [], {}, 'text', 0, true, [null], [[]]), oddValue),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('huge'),
        place: place(false),
        length: fc.oneof(
          fc.integer({ min: 101, max: 300 }),
          fc.integer({ min: 101, max: longest }),
        ),
        sameIds: fc.boolean(),
      }),
    },
  ) as fc.Arbitrary<Mutation>;
  return fc.array(one, { minLength: 1, maxLength: 3 });
}

type Spot = { holder: Record<string, unknown> | unknown[]; key: string };

/** A reply's body with the mutations of that reply done to it; `index` is the reply's on the tape. */
export function mutate(
  body: unknown,
  planned: readonly Mutation[],
  { index, replies }: { index: number; replies: number },
): unknown {
  const root = { body: structuredClone(body) };
  let isHuge = false;
  for (const mutation of planned) {
    if (mutation.place.reply % replies !== index) continue;
    // A huge list in every entry of a huge list would be no reply but gigabytes.
    if (mutation.kind === 'huge' && isHuge) continue;
    isHuge ||= mutation.kind === 'huge';
    if (mutation.kind === 'whole body') root.body = mutation.value;
    else apply(root, mutation);
  }
  return root.body;
}

function apply(root: { body: unknown }, mutation: Mutation): void {
  const list = mutation.kind === 'huge' || mutation.kind === 'doubled';
  const spots = spotsOf(root).filter((spot) => !list || Array.isArray(at(spot)));
  const spot = spots[mutation.place.value % spots.length];
  if (!spot) return;
  const alike = spots.filter((other) => other.key === spot.key && !Array.isArray(other.holder));
  for (const each of mutation.place.everywhere && alike.length > 0 ? alike : [spot]) {
    change(each, mutation);
  }
}

function change(spot: Spot, mutation: Mutation): void {
  if (mutation.kind === 'missing') remove(spot);
  else put(spot, changed(at(spot), mutation));
}

function changed(value: unknown, mutation: Mutation): unknown {
  switch (mutation.kind) {
    case 'retyped':
      return retyped(value);
    case 'all fields null':
      return isObject(value) ? mapValues(value, () => null) : null;
    case 'emptied':
      return Array.isArray(value) ? [] : isObject(value) ? {} : '';
    case 'doubled':
      return Array.isArray(value) ? [...value, ...value] : value;
    case 'value':
      return mutation.value;
    case 'text':
      return mutation.text;
    case 'unknown field':
      if (isObject(value)) define(value, mutation.name, mutation.value);
      return value;
    case 'huge':
      return Array.isArray(value) ? repeated(value, mutation) : value;
    default:
      return null;
  }
}

/** Every value in the reply, and the body itself. */
function spotsOf(holder: object, found: Spot[] = []): Spot[] {
  for (const [key, value] of Object.entries(holder)) {
    found.push({ holder: holder as Spot['holder'], key });
    if (typeof value === 'object' && value !== null) spotsOf(value, found);
  }
  return found;
}

const at = ({ holder, key }: Spot): unknown => (holder as Record<string, unknown>)[key];

function put({ holder, key }: Spot, value: unknown): void {
  define(holder, key, value);
}

/** Assigning to `__proto__` would do something else. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function remove({ holder, key }: Spot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function retyped(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return value[0] ?? 'none';
  if (isObject(value)) return [value];
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : { value };
}

/** A list of so many entries, made of those that it has. */
export function repeated(
  list: unknown[],
  { length, sameIds }: { length: number; sameIds: boolean },
) {
  if (list.length === 0) return list;
  return Array.from({ length }, (_, index) => {
    const entry = list[index % list.length];
    if (sameIds || !isObject(entry)) return entry;
    return mapValues(entry, (value, key) => (/^u?id$/.test(key) ? `${value}-${index}` : value));
  });
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapValues = (
  value: Record<string, unknown>,
  map: (value: unknown, key: string) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner, key)]));
