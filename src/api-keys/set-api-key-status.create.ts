import { setApiKeyActive } from '../clients/cloud/api-keys.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { flag } from '../kit/record/static.ts';
import {
  apiKeyRecord,
  chosenApiKey,
  refuseOwnKey,
  targetKeyField,
  toApiKeyRecord,
} from './api-key-record.ts';

export const setApiKeyStatus = defineAction({
  key: 'set_api_key_status',
  noun: 'API Key',
  label: 'Set API Key Status',
  description: 'Activates or deactivates an API key of the connection’s own user.',
  replay: 'safe',
  lock: LOCKS.apiKeys,
  inputFields: [
    targetKeyField,
    {
      key: 'status',
      label: 'Status',
      required: true,
      choices: { active: 'Active', inactive: 'Inactive' },
      helpText:
        'An inactive key is refused until it is activated again. The key that this connection uses is never deactivated.',
    },
  ],
  record: { changed: flag('Changed', true), ...apiKeyRecord },
  perform: async (run) => {
    const active = run.input.status === 'active';
    const apiKey = await chosenApiKey(run, run.input.target_key);
    if (apiKey.active === active) {
      return { changed: run.notes.has('asked for'), ...toApiKeyRecord(run, apiKey) };
    }
    if (!active) refuseOwnKey(run, apiKey);
    run.notes.set('asked for', run.input.status);
    const after = await setApiKeyActive(run.cloud, apiKey.key, active);
    return { changed: true, ...toApiKeyRecord(run, after) };
  },
});
