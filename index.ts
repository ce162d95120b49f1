import zapier, { defineApp } from 'zapier-platform-core';
import { apiKeys } from './src/api-keys/index.ts';
import { backups } from './src/backups/index.ts';
import { clusters } from './src/clusters/index.ts';
import { authentication } from './src/connection/index.ts';
import { assemble } from './src/kit/step.ts';
import { VERSION } from './src/kit/version.ts';
import { monitoring } from './src/monitoring/index.ts';
import { organizations } from './src/organizations/index.ts';
import { rows } from './src/rows/index.ts';
import { subscriptions } from './src/subscriptions/index.ts';
import { users } from './src/users/index.ts';

/** The subjects a user speaks of; each lists its steps. */
export const subjects = {
  clusters,
  backups,
  monitoring,
  users,
  organizations,
  apiKeys,
  subscriptions,
  rows,
};

export default defineApp({
  version: VERSION,
  platformVersion: zapier.version,
  authentication,
  flags: {
    // Blank values reach the steps, which read them by their fields.
    cleanInputData: false,
    // Core's patch of node's http logs request headers a second time, past its own scrubber.
    skipHttpPatch: true,
  },
  ...assemble(Object.values(subjects)),
});
