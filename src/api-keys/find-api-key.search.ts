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
      key: 'target_key',
      label: 'API Key',
      required: true,
      dynamic: 'api_key.id.label',
      helpText: 'The whole key, or as the dropdown shows it. Keys of other users cannot be seen.',
    },
  ],
  record: apiKeyRecord,
  perform: async (run) => {
    const found = await orNone(chosenApiKey(run, run.input.target_key));
    return found ? [toApiKeyRecord(run, found)] : [];
  },
});
