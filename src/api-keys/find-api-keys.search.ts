import { listApiKeys } from '../clients/cloud/api-keys.ts';
import { many, manyRecord } from '../kit/record/many.ts';
import { defineSearch } from '../kit/search.ts';
import { counted, firstOf } from '../kit/text.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { apiKeyRecord, toApiKeyRecord } from './api-key-record.ts';

const { id: key_id, ...others } = apiKeyRecord;

const keyLine = { key_id, ...others };

export const findApiKeys = defineSearch({
  key: 'find_api_keys',
  noun: 'API Key',
  label: 'Find Many API Keys',
  description:
    'Finds the API keys of the connection’s own user with age and last use, as line items.',
  inputFields: [
    {
      key: 'status',
      label: 'Status',
      choices: { any: 'All', active: 'Active', inactive: 'Inactive' },
      default: 'any',
      helpText: 'An inactive key is refused until it is activated again.',
    },
    {
      key: 'min_age_days',
      label: 'Minimum Age (Days)',
      type: 'integer',
      unit: 'days',
      min: 0,
      helpText: 'Days since the key was created. Leave blank for any age.',
    },
    {
      key: 'min_days_unused',
      label: 'Not Used for at Least (Days)',
      type: 'integer',
      unit: 'days',
      min: 0,
      helpText:
        'A key that was never used counts from its creation. CrateDB Cloud deletes a key after 90 days without use. Leave blank for all keys.',
    },
  ],
  record: {
    summary: summaryField('1 API key: crate_EXAM…0000 (91 days old, not used for 46 days).'),
    ...manyRecord('API Keys', keyLine),
  },
  perform: async (run) => {
    const { status, min_age_days: age = 0, min_days_unused: unused = 0 } = run.input;
    const keys = (await listApiKeys(run.cloud)).map((apiKey) => toApiKeyRecord(run, apiKey));
    const found = keys
      .filter((one) => status === 'any' || one.active === (status === 'active'))
      .filter((one) => (one.age_days ?? 0) >= age && (one.days_unused ?? 0) >= unused)
      .sort((a, b) => (b.age_days ?? 0) - (a.age_days ?? 0));
    const told = found.map((one) => `${one.masked_key} (${ageOf(one)})`);
    const summary = `${counted(found.length, 'API key')}: ${firstOf(told)}.`;
    const lines = found.map(({ id: key_id, ...rest }) => ({ key_id, ...rest }));
    return many(lines).map((one) => ({ summary, ...one }));
  },
});

function ageOf(one: { age_days: number | null; days_unused: number | null }): string {
  if (one.age_days === null) return 'of unknown age';
  const age = `${counted(one.age_days, 'day')} old`;
  if (one.days_unused === null) return age;
  return `${age}, ${one.days_unused === 0 ? 'used today' : `not used for ${counted(one.days_unused, 'day')}`}`;
}
