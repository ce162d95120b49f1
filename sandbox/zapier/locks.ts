import type { Handler, Input, LockDefinition } from './types.ts';

/** API: "It cannot be more than 180"; the platform's own default is not published. */
const LONGEST_HOLD_SECONDS = 180;

type Locks = {
  /** Runs the task once every earlier holder of the key has ended, or has held it for its time. */
  run<T>(key: string, timeoutSeconds: number | undefined, task: () => Promise<T>): Promise<T>;
};

function createLocks(): Locks {
  const tails = new Map<string, Promise<void>>();
  return {
    async run(key, timeoutSeconds = LONGEST_HOLD_SECONDS, task) {
      const before = tails.get(key);
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const tail = Promise.all([before, held]).then(() => undefined);
      tails.set(key, tail);
      await before;
      const seconds = Math.min(timeoutSeconds, LONGEST_HOLD_SECONDS);
      const timer = setTimeout(release, seconds * 1000);
      try {
        return await task();
      } finally {
        clearTimeout(timer);
        release();
        if (tails.get(key) === tail) tails.delete(key);
      }
    },
  };
}

const locksOfApps = new WeakMap<Handler, Locks>();

/** All users of an app share its locks, so two Zapiers with the same handler do too. */
export function locksOf(handler: Handler): Locks {
  const locks = locksOfApps.get(handler) ?? createLocks();
  locksOfApps.set(handler, locks);
  return locks;
}

/** Who runs a step, by the ids that a lock's scope can name. */
export type LockOwner = {
  user: string;
  account: string;
  auth: string;
};

/**
 * The key that two steps must share to exclude each other. The template is filled from the input as
 * the user entered it: an id and a name of the same thing make two keys.
 */
export function lockKey(lock: LockDefinition, raw: Input, who: LockOwner): string {
  const rendered = lock.key.replace(/\{\{(.*?)\}\}/g, (_, path: string) => {
    const value = raw[path.trim().replace(/^bundle\.inputData\./, '')];
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  const scope = (lock.scope ?? []).map((name) => `${name}=${who[name]}`).sort();
  return JSON.stringify(['app', ...scope, rendered]);
}
