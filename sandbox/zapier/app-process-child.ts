import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AppLocation, FromChild, ThrownError, ToChild } from './app-process.ts';

type Handler = (event: object) => Promise<object>;

// Core takes a command line with "jest" in it, be it a folder's name, for a test run.
process.argv = ['node'];

async function load(location: AppLocation): Promise<Handler> {
  const file = 'folder' in location ? join(location.folder, 'zapierwrapper.js') : location.module;
  const loaded = await import(pathToFileURL(file).href);
  if ('folder' in location) return (loaded.handler ?? loaded.default.handler) as Handler;
  const core = createRequire(import.meta.url)('zapier-platform-core');
  return core.createAppHandler(loaded.default) as Handler;
}

function thrown(error: unknown): ThrownError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return { name: error.name, message: error.message, stack: error.stack };
}

let handler: Handler | undefined;

async function answer(message: ToChild): Promise<string> {
  if ('load' in message) {
    handler = await load(message.load);
    return '{}';
  }
  if (!handler) throw new Error('The app is not loaded');
  return JSON.stringify(await handler(JSON.parse(message.event)));
}

process.on('message', async (message: ToChild) => {
  const id = 'id' in message ? message.id : 0;
  let reply: FromChild;
  try {
    reply = { id, output: await answer(message) };
  } catch (error) {
    reply = { id, error: thrown(error) };
  }
  process.send?.(reply);
});

// The parent is gone: so is the reason to run.
process.on('disconnect', () => process.exit());
