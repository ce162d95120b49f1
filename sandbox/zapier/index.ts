import { createHash, randomUUID } from 'node:crypto';
import type { SearchPage, SearchResults, Zapier, ZapierOptions } from './api.ts';
import { type Answer, directHandler, NO_SERVER } from './direct.ts';
import { createFiles } from './files.ts';
import { readPointer } from './hydrate.ts';
import { rawInput } from './input.ts';
import { createInvoker } from './invoke.ts';
import { connectionLabel } from './label.ts';
import { type Rooms, type Server, startServer } from './server.ts';
import { createSteps } from './steps.ts';
import { createStore } from './store.ts';
import { createZap } from './trigger.ts';
import type { Input, Item } from './types.ts';

export type * from './api.ts';
export type { Answer, Asked, Reply } from './direct.ts';
export type { StoredFile } from './files.ts';
export type { LogLine } from './server.ts';
export { StepError, type StepErrorKind } from './step-error.ts';
export type { CacheEntry } from './store.ts';
export type { Zap } from './trigger.ts';
export type * from './types.ts';

const authId = (authData: Record<string, string> = {}) =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(authData).sort()))
    .digest('hex');

const pageOf = (results: unknown): SearchPage =>
  Array.isArray(results)
    ? { results: results as Item[], paging_token: null }
    : (results as SearchPage);

const pagingMeta = (token: string | undefined) =>
  token === undefined ? {} : { paging_token: token };

/** Opens Zapier's side of an app: one account, one user, one connection. */
export async function startZapier(options: ZapierOptions): Promise<Zapier> {
  const rooms = roomsOf(options);
  return zapierOf(options, rooms, await startServer(rooms));
}

/**
 * The same without core and without a socket: an app's steps are called in this process, and `answer`
 * is what they reach. Some fifty times as fast, for histories and replies by the thousand; that the
 * two say the same is tested.
 */
export function startDirectZapier({ app, answer, ...options }: DirectOptions): Zapier {
  const rooms = roomsOf(options);
  const handler = directHandler(app, answer, rooms);
  return zapierOf({ ...options, handler }, rooms, NO_SERVER);
}

export type DirectOptions = Omit<ZapierOptions, 'handler'> & { app: object; answer: Answer };

function roomsOf({ now = () => new Date() }: Pick<ZapierOptions, 'now'>): Rooms {
  return { calls: new Map(), logs: [], files: createFiles(), store: createStore(now) };
}

function zapierOf(
  options: ZapierOptions,
  { calls, logs, files, store }: Rooms,
  server: Server,
): Zapier {
  const { handler, authData, timezone = 'UTC' } = options;
  const [user, account] = [randomUUID(), randomUUID()];
  const invoke = createInvoker({
    handler,
    environment: options.environment ?? {},
    server,
    calls,
    user,
    authId,
    timeoutSeconds: options.timeoutSeconds ?? 30,
    throwOnChecks: options.checks === 'throw',
  });
  const { definition, stepOf, step, prepared, run, poll, fields } = createSteps({
    invoke,
    handler,
    authData,
    timezone,
    locks: options.locks ?? true,
    owner: (auth) => ({ user, account, auth: authId(auth) }),
    wait: options.wait ?? (async () => {}),
  });

  const testConnection = () => step('authentication.test', { meta: { isTestingAuth: true } });

  const search: Zapier['search'] = async (key, input = {}, { pagingToken, ...rest } = {}) =>
    (await run('searches', key, input, rest, pagingMeta(pagingToken))) as SearchResults;

  return {
    connection: {
      test: testConnection,
      async label() {
        const tested = await testConnection();
        const template = (await definition()).authentication?.connectionLabel;
        if (template === undefined) return '';
        if (typeof template === 'string' && !template.startsWith('$func$')) {
          return connectionLabel(template, authData, tested);
        }
        const inputData = tested as Input;
        return String(await step('authentication.connectionLabel', { inputData }));
      },
    },

    step,

    trigger(key, input = {}) {
      const storeKey = randomUUID();
      return createZap({
        definition: () => stepOf('triggers', key),
        perform: (meta) => poll(key, input, storeKey, meta),
        testConnection: async () => {
          if ((await definition()).authentication) await testConnection();
        },
      });
    },

    poll: async (key, input = {}, { meta = {}, authData: auth } = {}) =>
      (await poll(key, input, randomUUID(), meta, auth)) as Item[],

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

    async dropdown(triggerKey, input = {}, { page = 0 } = {}) {
      const { operation } = await stepOf('triggers', triggerKey);
      if (page > 0 && !operation.canPaginate) {
        throw new Error(`${triggerKey} has no second page: it lacks canPaginate`);
      }
      const storeKey = JSON.stringify(['dropdown', triggerKey, rawInput(input)]);
      const meta = { isFillingDynamicDropdown: true, page };
      return (await poll(triggerKey, input, storeKey, meta)) as Item[];
    },

    async choices(kind, key, fieldKey, input = {}, { pagingToken } = {}) {
      const { operation, ...call } = await prepared(kind, key, input);
      const index = (operation.inputFields ?? []).findIndex(
        (field) => typeof field !== 'string' && field.key === fieldKey,
      );
      if (index < 0) throw new Error(`${key} has no static field ${fieldKey}`);
      const meta = { ...call.meta, isFillingDynamicDropdown: true, ...pagingMeta(pagingToken) };
      const method = `${kind}.${key}.operation.inputFields.${index}.choices.perform`;
      return pageOf(await step(method, { ...call, meta }));
    },

    fields: (kind, key, input = {}) => fields(kind, key, input),

    async outputFields(kind, key, input = {}) {
      const { operation, ...call } = await prepared(kind, key, input);
      return (await step(`${kind}.${key}.operation.outputFields`, call)) as Item[];
    },

    async hydrate(pointer) {
      const { method, bundle } = readPointer(pointer);
      return await step(method, { inputData: bundle });
    },

    addFile: (file) => files.add(server.fileBase, file),
    definition,
    validate: async () => (await invoke({ command: 'validate' })) as unknown[],
    logs,
    files: files.list,
    cache: store.cache,
    close: () => server.close(),
  };
}
