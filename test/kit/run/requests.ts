import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ZObject } from 'zapier-platform-core';

/** The part of core that sends requests, without an app around it; core does not export it. */
const require = createRequire(import.meta.url);
const core = dirname(require.resolve('zapier-platform-core'));
const createAppRequestClient: (input: object) => ZObject['request'] = require(
  join(core, 'src/tools/create-app-request-client.js'),
);

export const z = {
  request: createAppRequestClient({
    _zapier: { app: {}, event: {}, whatHappened: [], logger: async () => ({}) },
  }),
} as unknown as ZObject;
