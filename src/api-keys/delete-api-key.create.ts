import { deleteApiKey as destroy } from '../clients/cloud/api-keys.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import {
  cannotBeUndone,
  checkConfirmation,
  confirmField,
  notedGone,
  noteGone,
} from '../kit/destructive.ts';
import { isMissing } from '../kit/errors.ts';
import { flag, type RecordOf } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  apiKeyRecord,
  chosenApiKey,
  keyField,
  refuseOwnKey,
  toApiKeyRecord,
} from './api-key-record.ts';

const WHAT = 'Last Four Characters of the Key';

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
    keyField,
    confirmField(WHAT),
  ],
  record: {
    changed: flag('Changed', true),
    summary: summaryField('API key crate_EXAM…0000 was deleted.'),
    ...apiKeyRecord,
  },
  perform: async (run) => {
    const gone = notedGone<ApiKeyRecord>(run);
    try {
      return answer(await destroyKey(run));
    } catch (error) {
      if (gone && isMissing(error)) return answer(gone);
      throw error;
    }
  },
});

type ApiKeyRecord = RecordOf<typeof apiKeyRecord>;

function answer(record: ApiKeyRecord) {
  return { changed: true, summary: `API key ${record.masked_key} was deleted.`, ...record };
}

async function destroyKey(run: Run<{ key_id: string; confirm: string }>): Promise<ApiKeyRecord> {
  const apiKey = await chosenApiKey(run, run.input.key_id);
  refuseOwnKey(run, apiKey);
  const record = toApiKeyRecord(run, apiKey);
  checkConfirmation(run.input.confirm, [record.last_four], WHAT);
  noteGone(run, record);
  await destroy(run.cloud, apiKey.key);
  return record;
}
