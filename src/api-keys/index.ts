/** API keys of the connection's own user: the API shows no others. */
import type { Step } from '../kit/step.ts';
import { apiKeyDropdown } from './api-key.dropdown.ts';
import { apiKeyUnused } from './api-key-unused.trigger.ts';
import { createApiKey } from './create-api-key.create.ts';
import { deleteApiKey } from './delete-api-key.create.ts';
import { findApiKey } from './find-api-key.search.ts';
import { findApiKeys } from './find-api-keys.search.ts';
import { newApiKey } from './new-api-key.trigger.ts';
import { setApiKeyStatus } from './set-api-key-status.create.ts';

export const apiKeys: readonly Step[] = [
  newApiKey,
  apiKeyUnused,
  findApiKey,
  findApiKeys,
  createApiKey,
  setApiKeyStatus,
  deleteApiKey,
  apiKeyDropdown,
];
