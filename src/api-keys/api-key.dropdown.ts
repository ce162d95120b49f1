import { type ApiKey, listApiKeys } from '../clients/cloud/api-keys.ts';
import { defineDropdown, labelOf } from '../kit/dropdown.ts';
import { mask } from './api-key-record.ts';

export const apiKeyDropdown = defineDropdown({
  key: 'api_key',
  noun: 'API Key',
  label: 'API Keys',
  example: {
    id: 'crate_EXAM…0000',
    label: 'crate_EXAM…0000 (created 2025-12-01, last used 2026-01-15)',
  },
  // The connection's own key is left out: nothing may be done to it here.
  list: async (run) => {
    const keys = await listApiKeys(run.cloud);
    return keys
      .filter(({ key }) => !run.isOwnKey(key))
      .sort((a, b) => (b.dc.created ?? '').localeCompare(a.dc.created ?? ''))
      .map((apiKey) => ({ id: mask(apiKey.key), label: labelFor(apiKey) }));
  },
});

function labelFor({ key, active, last_used: used, dc }: ApiKey): string {
  return labelOf(
    mask(key),
    dc.created && `created ${dc.created.slice(0, 10)}`,
    used === null ? 'never used' : `last used ${used.slice(0, 10)}`,
    active === false ? 'inactive' : null,
  );
}
