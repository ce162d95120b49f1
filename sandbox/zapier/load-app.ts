import { createRequire } from 'node:module';
import { startAppProcess } from './app-process.ts';
import type { Handler, LoadedHandler } from './types.ts';

const require = createRequire(import.meta.url);

/**
 * - `source`: the app object. It runs in this process, where core sees jest and throws on its
 *   runtime checks.
 * - `folder`: an unpacked build, by its `zapierwrapper.js`.
 * - `module`: the file whose default export is the app; TypeScript is fine.
 *
 * The last two run in a process of their own, as Zapier runs them: production behaviour, no
 * environment but the event's, and a fresh process now and then.
 */
export type AppTarget = { source: object } | { folder: string } | { module: string };

type Core = {
  createAppHandler(app: object): Handler;
};

/** @throws Error if the app cannot be loaded */
export async function loadHandler(target: AppTarget): Promise<LoadedHandler> {
  if (!('source' in target)) return await startAppProcess(target);
  const core = require('zapier-platform-core') as Core;
  const limits = require('zapier-platform-core/src/constants') as { KILL_MAX_LIMIT: number };
  // Core ends a process that has grown large after 250 calls. Here that would be the test run.
  limits.KILL_MAX_LIMIT = Number.POSITIVE_INFINITY;
  const handler = core.createAppHandler(target.source);
  return Object.assign((event: object) => handler(event), { close: async () => {} });
}
