/** An API key as steps give it: masked, and never with its secret. */
import { DAY_MS } from '../base/time.ts';
import { type ApiKey, listApiKeys } from '../clients/cloud/api-keys.ts';
import { missing, refuse } from '../kit/errors.ts';
import { flag, integer, type RecordOf, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';

/** A key, by dropdown, masked, or as it is. */
export const keyField = {
  key: 'key_id',
  label: 'API Key',
  required: true,
  dynamic: 'api_key.id.label',
  search: 'find_api_key.id',
  helpText:
    'Choose a key, or enter it masked as other steps return it. Only keys of your own user.',
} as const;

export const apiKeyRecord = {
  id: text('Key ID', 'crate_EXAM…0000'),
  masked_key: text('API Key (Masked)', 'crate_EXAM…0000'),
  last_four: text('Last Four Characters', '0000'),
  active: flag('Active', true),
  used_by_connection: flag('Used by This Connection', false),
  last_used_at: time('Last Used At', '2026-01-15T09:00:03.000Z'),
  days_unused: integer('Days Without Use', 46),
  created_at: time('Created At', '2025-12-01T09:00:00.000Z'),
  age_days: integer('Age (Days)', 91),
  console_url: consoleUrlOf('api_keys'),
};

export function toApiKeyRecord(run: Run<unknown>, apiKey: ApiKey): RecordOf<typeof apiKeyRecord> {
  const { key, active, last_used: used, dc } = apiKey;
  return {
    id: mask(key),
    masked_key: mask(key),
    last_four: key.slice(-4),
    active,
    used_by_connection: run.isOwnKey(key),
    last_used_at: used,
    days_unused: daysSince(used ?? dc.created, run.now()),
    created_at: dc.created,
    age_days: daysSince(dc.created, run.now()),
    console_url: consoleUrl('api_keys'),
  };
}

/** Whole days, or null where there is no date. */
export function daysSince(iso: string | null, now: Date): number | null {
  if (iso === null) return null;
  return Math.max(0, Math.floor((now.getTime() - Date.parse(iso)) / DAY_MS));
}

/** API: keys have no names; their beginning and end are enough to tell them apart. */
export function mask(key: string): string {
  const start = key.startsWith('crate_') ? 10 : 4;
  return key.length < start + 12
    ? `${key.slice(0, 4)}…`
    : `${key.slice(0, start)}…${key.slice(-4)}`;
}

/**
 * The key that a text names: the key itself, or masked as steps and the dropdown give it. The text is
 * neither sent nor repeated in an error, for it may be a secret put into the wrong field.
 */
export async function chosenApiKey(run: Run<unknown>, value: string): Promise<ApiKey> {
  const keys = await listApiKeys(run.cloud);
  const matches = keys.filter(({ key }) => key === value);
  if (matches.length === 0) matches.push(...keys.filter(({ key }) => mask(key) === value));
  const [only] = matches;
  if (matches.length > 1) {
    throw refuse('several API keys look like that', 'Enter the whole key.');
  }
  if (only) return only;
  throw missing(
    'the user of this connection has no such API key',
    'It may have been deleted already; choose it from the dropdown.',
  );
}

/** Refuses to take away the key that the connection lives by. */
export function refuseOwnKey(run: Run<unknown>, apiKey: ApiKey): void {
  if (!run.isOwnKey(apiKey.key)) return;
  throw refuse(
    `API key ${mask(apiKey.key)} is the one that this connection uses`,
    'Nothing was changed. Reconnect with another key first.',
  );
}
