import { orNone } from '../kit/choose.ts';
import { defineSearch } from '../kit/search.ts';
import { apiKeyRecord, chosenApiKey, toApiKeyRecord } from './api-key-record.ts';

export const findApiKey = defineSearch({
  key: 'find_api_key',
  noun: 'API Key',
  label: 'Find API Key',
  description: 'Finds an API key of the connection’s own user, never its secret.',
  inputFields: [
    {
      key: 'key_id',
      label: 'API Key',
      required: true,
      dynamic: 'api_key.id.label',
      helpText: 'Choose a key, or enter it in full or masked. Keys of other users cannot be seen.',
    },
  ],
  record: apiKeyRecord,
  perform: async (run) => {
    const found = await orNone(chosenApiKey(run, run.input.key_id));
    return found ? [toApiKeyRecord(run, found)] : [];
  },
});
