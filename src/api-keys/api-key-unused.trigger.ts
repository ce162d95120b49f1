import { DAY_MS } from '../base/time.ts';
import { type ApiKey, listApiKeys } from '../clients/cloud/api-keys.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { identity } from '../kit/identity.ts';
import { integer, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { counted } from '../kit/text.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { type Severity, severityField } from '../vocabulary/alerts.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { apiKeyRecord, daysSince, toApiKeyRecord } from './api-key-record.ts';

/** API: a key unused for so many days is deleted. */
const DELETED_AFTER_DAYS = 90;

/** Told again then, however early the first alert came. */
const LAST_CALL_DAYS = 85;

const inputFields = [
  {
    key: 'days_unused',
    label: 'Days Without Use',
    type: 'integer',
    unit: 'days',
    default: '75',
    min: 1,
    max: 89,
    helpText:
      'CrateDB Cloud deletes a key after 90 days without use. One that was never used counts from its creation.',
  },
  {
    key: 'with_inactive',
    label: 'Include Inactive Keys',
    type: 'boolean',
    default: 'false',
    helpText: 'No: deactivated keys never trigger.',
  },
] as const;

type Input = InputOf<typeof inputFields>;

export const apiKeyUnused = defineTrigger({
  kind: 'alert',
  key: 'api_key_unused',
  noun: 'API Key Alert',
  label: 'API Key Unused',
  description:
    'Triggers when an API key has not been used for a number of days, and again at 85 days.',
  inputFields,
  record: {
    id: text('Alert ID', 'crate_EXAM…0000:2025-12-17T09:00:03.000Z:75'),
    alert_key: text('Alert Key', 'api_key_unused:crate_EXAM…0000:2025-12-01T09:00:00.000Z'),
    summary: summaryField(
      'API key crate_EXAM…0000 was not used for 75 days; CrateDB Cloud deletes it in 15 days.',
    ),
    severity: severityField('warning'),
    key_id: apiKeyRecord.id,
    masked_key: apiKeyRecord.masked_key,
    last_four: apiKeyRecord.last_four,
    active: apiKeyRecord.active,
    days_unused: integer('Days Without Use', 75),
    days_left: integer('Days Until It Is Deleted', 15),
    unused_since: time('Unused Since', '2025-12-17T09:00:03.000Z'),
    deleted_at: time('Deleted At (If Still Unused)', '2026-03-17T09:00:03.000Z'),
    last_used_at: time('Last Used At', '2025-12-17T09:00:03.000Z'),
    created_at: apiKeyRecord.created_at,
    console_url: apiKeyRecord.console_url,
  },
  perform: async (run) => {
    const keys = await listApiKeys(run.cloud);
    return keys
      .filter((apiKey) => isWatched(run, apiKey))
      .flatMap((apiKey) => idleness(apiKey, run.now()) ?? [])
      .filter(({ days }) => run.isSample || days >= run.input.days_unused)
      .sort((a, b) => b.days - a.days)
      .map((idle) => toAlert(run, idle));
  },
});

type Idle = { apiKey: ApiKey; since: string; days: number };

/** The key in use by the connection is being used at this very moment. */
function isWatched(run: Run<Input>, apiKey: ApiKey): boolean {
  if (run.isOwnKey(apiKey.key)) return false;
  return apiKey.active !== false || run.input.with_inactive || run.isSample;
}

/** Since when a key was not used, in whole days; undefined where the API gives no date at all. */
function idleness(apiKey: ApiKey, now: Date): Idle | undefined {
  const since = apiKey.last_used ?? apiKey.dc.created;
  if (since === null) return undefined;
  return { apiKey, since, days: daysSince(since, now) ?? 0 };
}

function toAlert(run: Run<Input>, { apiKey, since, days }: Idle) {
  const { id: key_id, masked_key, ...key } = toApiKeyRecord(run, apiKey);
  const { last_four, active, last_used_at, created_at, console_url } = key;
  const band = days >= LAST_CALL_DAYS ? LAST_CALL_DAYS : run.input.days_unused;
  const left = Math.max(0, DELETED_AFTER_DAYS - days);
  const severity: Severity = days >= LAST_CALL_DAYS ? 'error' : 'warning';
  return {
    id: identity(masked_key, since, Math.max(band, run.input.days_unused)),
    alert_key: identity('api_key_unused', masked_key, created_at),
    summary: `API key ${masked_key} was not used for ${counted(days, 'day')}; CrateDB Cloud deletes it in ${counted(left, 'day')}.`,
    severity,
    key_id,
    masked_key,
    last_four,
    active,
    days_unused: days,
    days_left: left,
    unused_since: since,
    deleted_at: new Date(Date.parse(since) + DELETED_AFTER_DAYS * DAY_MS).toISOString(),
    last_used_at,
    created_at,
    console_url,
  };
}
