import {
  type ApiKey,
  createApiKey as create,
  listApiKeys,
  type NewApiKey,
} from '../clients/cloud/api-keys.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { maybeDone, refuse } from '../kit/errors.ts';
import { integer, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { afterChange } from '../vocabulary/withheld.ts';
import { apiKeyRecord, mask, toApiKeyRecord } from './api-key-record.ts';

export const createApiKey = defineAction({
  key: 'create_api_key',
  noun: 'API Key',
  label: 'Create API Key',
  description: 'Creates an API key for the connection’s own user, and gives its secret once.',
  // API: keys have no names, so nothing tells whether a key that is there is the one asked for.
  replay: 'unsafe',
  level: 'everything',
  lock: LOCKS.apiKeys,
  inputFields: [
    {
      key: 'keep_it_safe',
      label: 'The Secret Belongs in a Vault',
      type: 'copy',
      helpText:
        'The secret is in this step’s result and nowhere else, so Zapier keeps it in the Zap’s history: hand it to a vault in the next step. The new key can do all that your user can do. Every run makes another key. If the reply is lost, the step stops, names the new key if it can, and is not repeated.',
    },
    {
      key: 'max_keys',
      label: 'Maximum Number of Keys',
      type: 'integer',
      default: '10',
      min: 1,
      helpText:
        'The step stops if your user already has this many keys, so that a Zap that runs too often cannot create endless keys.',
    },
  ],
  record: {
    summary: summaryField('API key crate_EXAM…0000 was created; its secret is shown this once.'),
    ...apiKeyRecord,
    last_used_at: time('Last Used At', '2026-03-02T09:00:00.000Z'),
    created_at: time('Created At', '2026-03-02T09:00:00.000Z'),
    days_unused: integer('Days Without Use', 0),
    age_days: integer('Age (Days)', 0),
    api_key: text('API Key', 'crate_EXAMPLE-KEY-NOT-REAL-0000000000000000000000'),
    api_secret: text('API Secret (Shown Once)', 'EXAMPLE-SECRET-NOT-REAL-000000000000000000000'),
  },
  perform: async (run) => {
    const before = await listApiKeys(run.cloud);
    const { length: present } = before;
    if (present >= run.input.max_keys) {
      throw refuse(
        `the user of this connection has ${present} API keys already`,
        'Raise “Maximum Number of Keys”, or use one of the keys that exist.',
      );
    }
    const { key, secret } = await createdSince(run, before);
    const record = toApiKeyRecord(run, key);
    const summary = `API key ${record.masked_key} was created; its secret is shown this once.`;
    return { summary, ...record, api_key: key.key, api_secret: secret };
  },
});

/** After a lost reply, says which key there is now that nobody can use. */
async function createdSince(run: Run<unknown>, before: readonly ApiKey[]): Promise<NewApiKey> {
  try {
    return await create(run.cloud);
  } catch (error) {
    if (!maybeDone(error)) throw error;
    const after = await afterChange(listApiKeys(run.cloud), []);
    const fresh = after.filter(({ key }) => !before.some((one) => one.key === key));
    const names = [...new Set(fresh.map(({ key }) => mask(key)))];
    // It may come later still, or be one that somebody else has made.
    if (names.length === 0) throw error;
    const which =
      names.length === 1
        ? `API key ${names[0]} was created`
        : `one of ${names.length} new API keys was created (${names.slice(0, 2).join(', ')}…)`;
    throw refuse(
      `the reply with the secret was lost, but ${which}`,
      'Without its secret nobody can use it; check it before you run the step again.',
    );
  }
}
