/** What a Zap that is on does with the app's steps. */
import { randomUUID } from 'node:crypto';
import type { SearchResults, Zapier } from './api.ts';
import { pageOf, pagingMeta } from './paging.ts';
import type { Steps } from './steps.ts';
import { createZap } from './trigger.ts';
import type { Item } from './types.ts';

type Runs = Pick<Zapier, 'trigger' | 'poll' | 'search' | 'create' | 'searchOrCreate'>;

export function runsOf(
  { definition, stepOf, run, poll }: Steps,
  connection: Zapier['connection'],
): Runs {
  const search: Zapier['search'] = async (key, input = {}, { pagingToken, ...rest } = {}) =>
    (await run('searches', key, input, rest, pagingMeta(pagingToken))) as SearchResults;

  return {
    trigger(key, input = {}) {
      const storeKey = randomUUID();
      return createZap({
        definition: () => stepOf('triggers', key),
        perform: (meta) => poll(key, input, storeKey, meta),
        testConnection: async () => {
          if ((await definition()).authentication) await connection.test();
        },
      });
    },

    poll: async (key, input = {}, { meta = {}, authData } = {}) =>
      (await poll(key, input, randomUUID(), meta, authData)) as Item[],

    search,

    async create(key, input = {}, stepOptions = {}) {
      return (await run('creates', key, input, stepOptions)) as Item;
    },

    async searchOrCreate(key, searchInput, createInput, stepOptions = {}) {
      const { searchOrCreates, searchAndCreates } = await definition();
      const pair = (searchOrCreates ?? searchAndCreates)?.[key];
      if (!pair) throw new Error(`The app has no search-or-create ${key}`);
      const [hit] = pageOf(await search(pair.search, searchInput, stepOptions)).results;
      if (hit) return { found: true, item: hit };
      const meta = { withSearch: pair.search };
      const made = await run('creates', pair.create, createInput, stepOptions, meta);
      return { found: false, item: made as Item };
    },
  };
}
