import { listApiKeys } from '../clients/cloud/api-keys.ts';
import { identity } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { apiKeyRecord, toApiKeyRecord } from './api-key-record.ts';

const { id: keyId, ...rest } = apiKeyRecord;

export const newApiKey = defineTrigger({
  kind: 'new',
  // A user has few keys, and the date may be missing.
  whole: true,
  key: 'new_api_key',
  noun: 'API Key',
  label: 'New API Key',
  description: 'Triggers when the connection’s own user gets a new API key.',
  inputFields: [],
  record: {
    id: text('Event ID', 'crate_EXAM…0000:2025-12-01T09:00:00.000Z'),
    summary: summaryField('API key crate_EXAM…0000 was created on 2025-12-01.'),
    key_id: keyId,
    ...rest,
  },
  perform: async (run) => {
    const keys = await listApiKeys(run.cloud);
    return keys
      .map((apiKey) => toApiKeyRecord(run, apiKey))
      .sort((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''))
      .map(({ id, ...key }) => ({
        id: identity(id, key.created_at),
        summary: `API key ${key.masked_key} was created${
          key.created_at === null ? '' : ` on ${key.created_at.slice(0, 10)}`
        }.`,
        key_id: id,
        ...key,
      }));
  },
});
