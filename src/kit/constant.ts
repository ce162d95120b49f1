/**
 * Core copies and freezes the whole definition twice at every call: with ninety steps in it that took a
 * sixth of a cold start and a third of a poll. Two kinds of object are not copied; to whoever reads
 * their fields, and in JSON, they are plain ones.
 */

/** Core's second copy, its own, goes into plain objects only. */
class Constant {}

/**
 * Core's first copy, lodash's, passes on as they are functions, which it knows by this tag. Its second
 * copy takes them for plain objects and copies them. lodash looks behind a tag by overwriting it, which
 * is slow without a setter.
 */
class CopiedOnce {
  get [Symbol.toStringTag](): string {
    return 'Function';
  }
  set [Symbol.toStringTag](_: unknown) {}
}
CopiedOnce.prototype.constructor = Object;

/** The object, frozen and never copied by core. Only for data: a function in it would stay unseen. */
export function constant<T extends object>(value: T): Readonly<T> {
  return Object.freeze(Object.assign(new Constant(), value) as T);
}

/** The object, copied once by core where it would be copied twice. For the maps of steps. */
export function copiedOnce<T extends object>(value: T): T {
  return Object.assign(new CopiedOnce(), value) as T;
}
