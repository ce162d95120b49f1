/** A handler that runs an app's steps without core and without HTTP. */
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import type { Rooms, Server } from './server.ts';
import type { Handler } from './types.ts';

const require = createRequire(import.meta.url);
const errors = require('zapier-platform-core/src/errors') as object;
const createCache = require('zapier-platform-core/src/tools/create-cache') as (
  input: object,
) => object;

/** A request as the app hands it to `z.request`, of which nothing is left out. */
export type Asked = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: unknown;
  timeout?: number;
};

/** Names of headers in lower case. */
export type Reply = { status: number; headers: Record<string, string>; text: string };

/** What is behind `z.request`. It rejects for a connection that was cut. */
export type Answer = (asked: Asked) => Reply | Promise<Reply>;

type Event = {
  command: string;
  method?: string;
  bundle: object;
  token: string;
};

type Perform = (z: object, bundle: object) => unknown;

/**
 * Of `z` there are `request` (replies unread, as with `raw`), `cache`, `errors` and `stashFile`; a step that uses
 * anything else crashes. Core's checks of what a step gives are not made.
 */
export function directHandler(
  app: object,
  answer: Answer,
  { calls, store, files }: Rooms,
): Handler {
  const request = async (asked: Asked) => {
    const { status, headers, text } = await answer(asked);
    return {
      status,
      getHeader: (name: string) => headers[name.toLowerCase()],
      text: async () => text,
      get body() {
        return Readable.from([Buffer.from(text)]);
      },
    };
  };
  const stashFile = async (bytes: Buffer, _length: number, name: string, type: string) =>
    files.add('https://files.invalid/', { bytes, name, type }).url;
  const methods = store.methods as Record<string, (...params: unknown[]) => unknown>;

  const cacheOf = (token: string) =>
    createCache({
      _zapier: {
        rpc: async (method: string, ...params: unknown[]) =>
          methods[method]?.(calls.get(token), ...params),
      },
    });

  return async (event) => {
    const { command, method = '', bundle, token } = event as Event;
    if (command === 'definition') return { results: described(app) };
    if (command !== 'execute') throw new Error(`There is no direct ${command}`);
    const perform = method.split('.').reduce<unknown>((at, key) => member(at, key), app);
    const z = { request, cache: cacheOf(token), errors, stashFile };
    if (Array.isArray(perform)) return { results: await fieldsOf(perform, z, bundle) };
    if (typeof perform !== 'function') throw new Error(`The app has no method ${method}`);
    return { results: await (perform as Perform)(z, bundle) };
  };
}

/** Input or output fields: those that a function makes in its place among the others. */
async function fieldsOf(fields: readonly unknown[], z: object, bundle: object): Promise<unknown[]> {
  const made = fields.map((field) =>
    typeof field === 'function' ? (field as Perform)(z, bundle) : field,
  );
  return (await Promise.all(made)).flat();
}

/** The definition as core gives it: every function as a text. */
function described(app: object): unknown {
  const text = (_key: string, value: unknown) =>
    typeof value === 'function' ? `$func$${value.length}$f$` : value;
  return JSON.parse(JSON.stringify(app, text));
}

const member = (of: unknown, key: string): unknown => (of as Record<string, unknown>)?.[key];

/** Nobody is called over the network. */
export const NO_SERVER: Server = { rpcUrl: '', logUrl: '', fileBase: '', close: async () => {} };
