import { apiKeys } from './api-keys.ts';
import { backups } from './backups.ts';
import { clusters } from './clusters.ts';
import type { Examples } from './example.ts';
import { monitoring } from './monitoring.ts';
import { organizations } from './organizations.ts';
import { rows } from './rows.ts';
import { subscriptions } from './subscriptions.ts';
import { users } from './users.ts';

/** One worked example per step, by the step's key. */
export const examples: Examples = {
  ...clusters,
  ...backups,
  ...monitoring,
  ...users,
  ...organizations,
  ...apiKeys,
  ...subscriptions,
  ...rows,
};
