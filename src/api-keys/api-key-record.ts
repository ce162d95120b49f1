/** An API key as steps tell it: never with its secret. */
import { type ApiKey, listApiKeys } from '../clients/cloud/api-keys.ts';
import { missing, refuse } from '../kit/errors.ts';
import { flag, type RecordOf, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';

/** A key, by dropdown or as it is. */
export const targetKeyField = {
  key: 'target_key',
  label: 'API Key',
  required: true,
  dynamic: 'api_key.id.label',
  search: 'find_api_key.id',
} as const;

export const apiKeyRecord = {
  id: text('API Key', 'crate_EXAMPLE-KEY-NOT-REAL-0000000000000000000000'),
  masked_key: text('API Key (Masked)', 'crate_EXAM…0000'),
  active: flag('Active', true),
  used_by_connection: flag('Used by This Connection', false),
  last_used_at: time('Last Used At', '2026-01-15T09:00:03.000Z'),
  created_at: time('Created At', '2025-12-01T09:00:00.000Z'),
};

export function toApiKeyRecord(run: Run<unknown>, apiKey: ApiKey): RecordOf<typeof apiKeyRecord> {
  return {
    id: apiKey.key,
    masked_key: mask(apiKey.key),
    active: apiKey.active,
    used_by_connection: run.isOwnKey(apiKey.key),
    last_used_at: apiKey.last_used,
    created_at: apiKey.dc.created,
  };
}

/** API: keys have no names; their beginning and end are enough to tell them apart. */
export function mask(key: string): string {
  const start = key.startsWith('crate_') ? 10 : 4;
  return key.length < start + 12
    ? `${key.slice(0, 4)}…`
    : `${key.slice(0, start)}…${key.slice(-4)}`;
}

/**
 * The key that a text names: the key itself, or as the dropdown masks it. The text is neither sent nor
 * repeated in an error, for it may be a secret put into the wrong field.
 */
export async function chosenApiKey(run: Run<unknown>, value: string): Promise<ApiKey> {
  const keys = await listApiKeys(run.cloud);
  const matches = keys.filter(({ key }) => key === value);
  if (matches.length === 0) matches.push(...keys.filter(({ key }) => mask(key) === value));
  const [only] = matches;
  if (matches.length > 1) {
    throw refuse('several API keys look like that', 'Choose the one in the dropdown.');
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
