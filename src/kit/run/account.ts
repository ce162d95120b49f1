/** What this process remembers of an account for a minute, to ask for less. */
import { createHash } from 'node:crypto';
import { lazily } from '../../base/lazily.ts';
import { MINUTE_MS } from '../../base/time.ts';

export type Account = {
  /** What was read under that name less than a minute ago, by the server's clock; null when nothing was. */
  recall(name: string, now: Date): unknown;
  /** What was read because nothing could be recalled; not kept if anything was dropped since. */
  keep(name: string, value: unknown, now: Date): void;
  /** Drops all of it: the key was refused, or something was changed. */
  forget(): void;
};

const KEPT_MS = MINUTE_MS;

/** Names of some hundred projects take 50 kB. */
const MOST_ACCOUNTS = 20;

type Kept = { value: unknown; at: number };

const accounts = new Map<string, Map<string, Kept>>();

/** How often anything was dropped, of whatever account. */
let dropped = 0;

/**
 * The memory of one account and no other: of a server, a key and its secret. It may make a poll cheaper and
 * never decides anything.
 */
export function accountOf(
  origin: string,
  { key, secret }: { key: string; secret: string },
): Account {
  const id = lazily(() =>
    createHash('sha256')
      .update(JSON.stringify([origin, key, secret]))
      .digest('hex'),
  );
  // What is being read while something is changed may be from before or after it.
  let droppedBefore = dropped;
  return {
    recall: (name, now) => {
      droppedBefore = dropped;
      const kept = accounts.get(id())?.get(name);
      // The server's time is known to the second, and its clock may have been put back.
      return kept && Math.abs(now.getTime() - kept.at) < KEPT_MS ? kept.value : null;
    },
    keep: (name, value, now) => {
      if (droppedBefore !== dropped) return;
      const own = accounts.get(id()) ?? new Map<string, Kept>();
      own.set(name, { value, at: now.getTime() });
      // The newest last, so that the oldest goes first.
      accounts.delete(id());
      accounts.set(id(), own);
      if (accounts.size > MOST_ACCOUNTS) accounts.delete(accounts.keys().next().value ?? '');
    },
    forget: () => {
      dropped += 1;
      accounts.delete(id());
    },
  };
}
