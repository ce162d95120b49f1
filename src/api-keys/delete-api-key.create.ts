import { deleteApiKey as destroy } from '../clients/cloud/api-keys.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { cannotBeUndone, notedGone, noteGone } from '../kit/destructive.ts';
import { isMissing, refuse } from '../kit/errors.ts';
import { flag } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import {
  apiKeyRecord,
  chosenApiKey,
  refuseOwnKey,
  targetKeyField,
  toApiKeyRecord,
} from './api-key-record.ts';

export const deleteApiKey = defineAction({
  key: 'delete_api_key',
  noun: 'API Key',
  label: 'Delete API Key',
  description: 'Deletes an API key of the connection’s own user.',
  replay: 'safe',
  level: 'everything',
  lock: LOCKS.apiKeys,
  inputFields: [
    cannotBeUndone(
      'This cannot be undone: whatever still uses the key stops working. Deactivate it first and wait a while. The key that this connection uses is never deleted.',
    ),
    targetKeyField,
    {
      key: 'confirm',
      label: 'Delete for Good',
      type: 'boolean',
      required: true,
      helpText: 'Nothing happens unless this is set to true.',
    },
  ],
  record: { changed: flag('Changed', true), ...apiKeyRecord },
  perform: async (run) => {
    if (!run.input.confirm) {
      throw refuse(
        '“Delete for Good” is off',
        'Nothing was changed. Switch it on to delete the key.',
      );
    }
    const gone = notedGone<ApiKeyRecord>(run);
    try {
      return await destroyKey(run);
    } catch (error) {
      if (gone && isMissing(error)) return { changed: true, ...gone };
      throw error;
    }
  },
});

type ApiKeyRecord = ReturnType<typeof toApiKeyRecord>;

async function destroyKey(run: Run<{ target_key: string }>) {
  const apiKey = await chosenApiKey(run, run.input.target_key);
  refuseOwnKey(run, apiKey);
  const record = toApiKeyRecord(run, apiKey);
  noteGone(run, record);
  await destroy(run.cloud, apiKey.key);
  return { changed: true, ...record };
}
