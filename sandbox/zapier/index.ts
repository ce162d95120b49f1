import { createHash, randomUUID } from 'node:crypto';
import type { Zapier, ZapierOptions } from './api.ts';
import { connectionOf } from './connection.ts';
import { type Answer, directHandler, NO_SERVER } from './direct.ts';
import { editorOf } from './editor.ts';
import { createFiles } from './files.ts';
import { readPointer } from './hydrate.ts';
import { createInvoker } from './invoke.ts';
import { runsOf } from './runs.ts';
import { type Rooms, type Server, startServer } from './server.ts';
import { createSteps } from './steps.ts';
import { createStore } from './store.ts';

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

function roomsOf({
  now = () => new Date(),
  files = 'kept',
}: Pick<ZapierOptions, 'now' | 'files'>): Rooms {
  return {
    calls: new Map(),
    logs: [],
    files: createFiles({ refuses: files === 'refused' }),
    store: createStore(now),
  };
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
  const steps = createSteps({
    invoke,
    handler,
    authData,
    timezone,
    locks: options.locks ?? true,
    owner: (auth) => ({ user, account, auth: authId(auth) }),
    wait: options.wait ?? (async () => {}),
  });
  const connection = connectionOf(steps, authData);

  return {
    connection,
    ...runsOf(steps, connection),
    ...editorOf(steps),
    step: steps.step,
    definition: steps.definition,

    async hydrate(pointer) {
      const { method, bundle } = readPointer(pointer);
      return await steps.step(method, { inputData: bundle });
    },

    addFile: (file) => files.add(server.fileBase, file),
    validate: async () => (await invoke({ command: 'validate' })) as unknown[],
    logs,
    files: files.list,
    cache: store.cache,
    close: () => server.close(),
  };
}
