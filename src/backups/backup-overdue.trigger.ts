import { identity, periodOf } from '../kit/identity.ts';
import { text, time } from '../kit/record/static.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import { inTurn } from '../kit/run/turn.ts';
import { defineTrigger } from '../kit/trigger.ts';
import {
  alertKey,
  repeatField,
  severityField,
  watchedClusters,
  watchFields,
} from '../vocabulary/alerts.ts';
import { namesFor } from '../vocabulary/names.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  type Candidate,
  describe,
  GRACE_HOURS,
  LOOK,
  overdueBackup,
  toCandidate,
} from './overdue.ts';
import { byHours, overdueRecord, toOverdueRecord, withoutBackup } from './overdue-record.ts';

/** Clusters asked in one poll (two more requests for one that is overdue); more of them take turns. */
const MOST_CLUSTERS = 200;
const CONCURRENCY = 16;
const LAST_START_MS = 6_000;

/** Backups are kept for two weeks; a week without one is half of them. */
const ERROR_HOURS = 48;
const CRITICAL_HOURS = 168;

export const backupOverdue = defineTrigger({
  kind: 'alert',
  key: 'backup_overdue',
  noun: 'Backup Alert',
  label: 'Backup Overdue',
  description: 'Triggers when a running cluster has no new backup in time, once per day or hour.',
  inputFields: [
    ...watchFields,
    {
      key: 'limit_hours',
      label: 'No Backup for (Hours)',
      type: 'number',
      unit: 'hours',
      min: 1,
      helpText: `Leave blank for ${GRACE_HOURS} hours more than the interval of each cluster’s own backup schedule. Suspended clusters never trigger.`,
    },
    repeatField,
  ],
  record: {
    id: text('Alert ID', 'e1e38d92-0000-48f1-8a70-000000000003:2026-03-02'),
    alert_key: { ...alertKey, example: 'backup_overdue:e1e38d92-0000-48f1-8a70-000000000003' },
    summary: summaryField('weather-prod has had no backup for 24.3 hours.'),
    severity: severityField('warning'),
    ...overdueRecord,
    noticed_at: time('Noticed At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const { clusters, one } = await watchedClusters(run, run.input, {
      look: LOOK,
      pick: (cluster) => {
        const candidate = toCandidate(cluster);
        return candidate.suspended ? undefined : candidate;
      },
    });
    const asked = inTurn(clusters, run.now()).slice(0, run.isSample ? 3 : MOST_CLUSTERS);
    const check = async (cluster: Candidate) => {
      const overdue = run.isSample
        ? await describe(run, cluster)
        : await overdueBackup(run, cluster, run.input.limit_hours);
      return overdue && { cluster, overdue };
    };
    const { answers } = await eachInTime(run, asked, check, {
      nameOf: ({ name, id }) => `cluster ${name ?? id}`,
      isChosen: one,
      concurrency: CONCURRENCY,
      lastStartMs: LAST_START_MS,
    });
    const at = run.now();
    const found = answers.map(({ result }) => result).filter((one) => one !== null);
    const names = await namesFor(
      run,
      found.map(({ cluster }) => cluster),
    );
    return found
      .map(({ cluster, overdue }) => toOverdueRecord(cluster, overdue, at, names))
      .sort(byHours)
      .map((record) => ({
        id: identity(record.cluster_id, periodOf(at, run.input.repeat)),
        alert_key: identity('backup_overdue', record.cluster_id),
        summary: `${withoutBackup(record)}.`,
        severity: severityOf(record.hours_without),
        ...record,
        noticed_at: at.toISOString(),
      }));
  },
});

function severityOf(hours: number | null) {
  if (hours === null || hours >= CRITICAL_HOURS) return 'critical';
  return hours >= ERROR_HOURS ? 'error' : 'warning';
}
