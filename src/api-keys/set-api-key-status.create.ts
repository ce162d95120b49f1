import { type ApiKey, setApiKeyActive } from '../clients/cloud/api-keys.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { flag } from '../kit/record/static.ts';
import { ASKED } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  apiKeyRecord,
  chosenApiKey,
  keyField,
  refuseOwnKey,
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
    keyField,
    {
      key: 'status',
      label: 'Status',
      required: true,
      choices: { active: 'Active', inactive: 'Inactive' },
      helpText:
        'An inactive key is refused until it is activated again. The key that this connection uses is never deactivated.',
    },
  ],
  record: {
    changed: flag('Changed', true),
    summary: summaryField('API key crate_EXAM…0000 is active.'),
    ...apiKeyRecord,
  },
  perform: async (run) => {
    const active = run.input.status === 'active';
    const apiKey = await chosenApiKey(run, run.input.key_id);
    if (apiKey.active === active) {
      return answer(run, run.notes.has(ASKED), apiKey);
    }
    if (!active) refuseOwnKey(run, apiKey);
    run.notes.set(ASKED, true);
    const after = await setApiKeyActive(run.cloud, apiKey.key, active);
    return answer(run, true, after);
  },
});

function answer(run: Run<unknown>, changed: boolean, apiKey: ApiKey) {
  const record = toApiKeyRecord(run, apiKey);
  const word = record.active ? 'active' : 'inactive';
  return { changed, summary: `API key ${record.masked_key} is ${word}.`, ...record };
}
