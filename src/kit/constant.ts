/**
 * Core copies and freezes the whole definition twice at every call: with ninety steps in it that took a
 * sixth of a cold start and a third of a poll. Maps of steps are handed over so that it does neither.
 */

/**
 * What core passes on as it is. Its first copy, lodash's, takes it by this tag for a function; its second
 * one, its own, goes into plain objects only. lodash looks behind a tag by overwriting it, which is slow
 * without a setter.
 */
class HandedOn {
  get [Symbol.toStringTag](): string {
    return 'Function';
  }
  set [Symbol.toStringTag](_: unknown) {}
}

/**
 * A map whose values core neither copies nor freezes, for they are frozen to the bottom; it makes a plain
 * map of its own with the same values. For the maps of steps, whose keys it reads that way.
 */
export function handedOn<T extends object>(map: T): T {
  for (const value of Object.values(map)) freeze(value);
  return Object.assign(new HandedOn(), map) as T;
}

/** What was gone through already: steps have most of their fields in common. */
const frozen = new WeakSet<object>();

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || frozen.has(value)) return;
  frozen.add(Object.freeze(value));
  for (const inner of Object.values(value)) freeze(inner);
}

/** The object, frozen. What never changes can be part of many steps. */
export function constant<T extends object>(value: T): Readonly<T> {
  return Object.freeze(value);
}
