/** What a run remembers for the next ones. */
import { createHash, randomUUID } from 'node:crypto';
import type { ZObject } from 'zapier-platform-core';
import { lazily } from '../../base/lazily.ts';
import { MEMORY_MS } from '../../base/limits.ts';

/**
 * Zapier's cache, as far as it is there. It may make an answer better; nothing may be wrong without
 * it, so its failures are silent. What it holds is shared by all Zaps of the API
 * key, so only facts about the account belong into it, never "this was told".
 */
export type Memory = {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, seconds: number): Promise<void>;
  /**
   * Takes a name for this run alone: false while another run of the same API key has it. True as well
   * when there is no cache to ask. A run that takes what it has already gets it again.
   */
  claim(name: string, seconds: number): Promise<boolean>;
  /** Gives a claimed name back. */
  release(name: string): Promise<void>;
};

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The cache's own scope is not documented enough to rely on, so each API key has its own names. */
export function memoryOf(z: ZObject, apiKey: string): Memory {
  const prefix = lazily(() => hashOf(apiKey));
  const self = lazily(() => randomUUID());
  const claimOf = (name: string) => `${prefix()}:claim:${name}`;
  const soon = patience();
  return {
    get: (key) => soon(z.cache.get(`${prefix()}:${key}`), null),
    set: async (key, value, seconds) => {
      await soon(z.cache.set(`${prefix()}:${key}`, value, seconds), null);
    },
    claim: async (name, seconds) => {
      // Core: the last argument sets only what is not set, at once for all runs; false when it is.
      const set = z.cache.set(claimOf(name), self(), seconds, undefined, true);
      if ((await soon(set, null)) !== false) return true;
      return (await soon(z.cache.get(claimOf(name)), self())) === self();
    },
    release: async (name) => {
      await soon(z.cache.delete(claimOf(name)), false);
    },
  };
}

/**
 * What the cache says, or what is taken for it when the cache fails or takes its time. One that was late is
 * not waited for again in the same run.
 */
function patience() {
  let leftMs = MEMORY_MS;
  return async <Value>(answer: Promise<Value>, otherwise: Value | null): Promise<Value | null> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Value | null>((resolve) => {
      timer = setTimeout(() => {
        leftMs = 0;
        resolve(otherwise);
      }, leftMs);
    });
    try {
      return await Promise.race([answer.catch(() => otherwise), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
