/** One value of `z.cache`. */
export type CacheEntry = {
  key: string;
  /** Who shares it: nobody else but the user or the connection; everybody if empty. */
  scope: string[];
  value: unknown;
  expiresAt: Date | null;
};

/** The call that asks, as far as the store must know it. */
export type Asker = {
  auth: string;
  user: string;
  storeKey: string | undefined;
};

/** API: "Cursors are stored per-zap and last about an hour." */
const CURSOR_SECONDS = 3600;

const after = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000);

/** What `z.cache` and `z.cursor` reach over RPC: the methods of core 19.1, with Zapier's answers. */
export function createStore(now: () => Promise<Date> | Date) {
  const cache = new Map<string, CacheEntry>();
  const cursors = new Map<string, { value: string; expiresAt: Date }>();

  const place = (key: string, scope: string[] | null | undefined, asker: Asker) => {
    const owners = [...(scope ?? [])].sort();
    if (owners.length === 0) return key;
    const ids = owners.map((owner) => `${owner}=${owner === 'auth' ? asker.auth : asker.user}`);
    return `${key} (${ids.join(', ')})`;
  };

  const alive = (id: string, at: Date) => {
    const entry = cache.get(id);
    if (!entry?.expiresAt || entry.expiresAt > at) return entry;
    cache.delete(id);
    return undefined;
  };

  const cursorKey = (asker: Asker) => {
    if (asker.storeKey) return asker.storeKey;
    throw new Error('z.cursor needs a trigger with canPaginate: true');
  };

  const methods = {
    async zcache_get(asker: Asker, key: string, scope?: string[]) {
      const entry = alive(place(key, scope, asker), await now());
      return entry ? JSON.stringify(entry.value) : null;
    },
    async zcache_set(
      asker: Asker,
      key: string,
      value: string,
      ttl?: number | null,
      scope?: string[] | null,
      nx?: boolean | null,
    ) {
      const id = place(key, scope, asker);
      const at = await now();
      // From here on nothing waits, so that of two askers one is the first.
      if (nx && alive(id, at)) return false;
      const expiresAt = typeof ttl === 'number' ? after(at, ttl) : null;
      cache.set(id, { key, scope: scope ?? [], value: JSON.parse(value), expiresAt });
      return true;
    },
    async zcache_delete(asker: Asker, key: string, scope?: string[]) {
      const id = place(key, scope, asker);
      const was = alive(id, await now());
      cache.delete(id);
      return was !== undefined;
    },
    async get_cursor(asker: Asker) {
      const cursor = cursors.get(cursorKey(asker));
      return cursor && cursor.expiresAt > (await now()) ? cursor.value : null;
    },
    async set_cursor(asker: Asker, value: string) {
      const expiresAt = after(await now(), CURSOR_SECONDS);
      cursors.set(cursorKey(asker), { value, expiresAt });
      return null;
    },
  };

  return { cache, methods };
}
