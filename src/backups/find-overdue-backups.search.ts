import { isProblem } from '../base/problem.ts';
import { pickClusters } from '../clients/cloud/clusters.ts';
import { many, manyRecord } from '../kit/record/many.ts';
import { text } from '../kit/record/static.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { defineSearch } from '../kit/search.ts';
import { clusterFilter, projectField } from '../vocabulary/clusters/choose.ts';
import { type Names, readNames } from '../vocabulary/names.ts';
import { organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  type Candidate,
  describe,
  GRACE_HOURS,
  LOOK,
  type Overdue,
  overdueBackup,
  toCandidate,
} from './overdue.ts';
import { byHours, overdueRecord, toOverdueRecord, withoutBackup } from './overdue-record.ts';

const CONCURRENCY = 16;
const LAST_START_MS = 6_000;

/** What is said of a cluster that is listed. */
const STATES = {
  overdue: 'Overdue',
  suspended: 'Suspended: no backups are made',
  unknown: 'Not known',
} as const;

const NOT_ASKED = 'There was no time left to ask. Narrow the search by project or organization.';

export const findOverdueBackups = defineSearch({
  key: 'find_overdue_backups',
  noun: 'Overdue Backup',
  label: 'Find Overdue Backups',
  description: 'Finds clusters without a backup in time, longest first, as line items.',
  inputFields: [
    organizationField,
    projectField,
    {
      key: 'limit_hours',
      label: 'No Backup for (Hours)',
      type: 'number',
      unit: 'hours',
      min: 1,
      helpText: `Leave blank for ${GRACE_HOURS} hours more than the interval of each cluster’s own backup schedule.`,
    },
    {
      key: 'suspended_clusters',
      label: 'Suspended Clusters',
      choices: { leave_out: 'Leave Out', include: 'Include' },
      default: 'leave_out',
      helpText: 'No backups are made while a cluster is suspended.',
    },
  ],
  record: {
    summary: summaryField('1 cluster has no backup in time: weather-prod for 24.3 hours.'),
    ...manyRecord('Clusters', {
      state: text('State', STATES.overdue),
      reason: text('Reason if Not Known', ''),
      ...overdueRecord,
    }),
  },
  perform: async (run) => {
    const filter = await clusterFilter(run, run.input);
    const [clusters, names] = await Promise.all([
      pickClusters(run.cloud, filter, { look: LOOK, pick: toCandidate }),
      readNames(run),
    ]);
    const { limit_hours: hours, suspended_clusters: suspended } = run.input;
    const running = clusters.filter((cluster) => !cluster.suspended);
    const options = {
      nameOf: ({ name, id }: Candidate) => `cluster ${name ?? id}`,
      concurrency: CONCURRENCY,
      lastStartMs: LAST_START_MS,
    };
    const check = async (cluster: Candidate) => {
      const overdue = await overdueBackup(run, cluster, hours);
      return (
        overdue && lineOf({ run, names }, cluster, overdue, { state: STATES.overdue, reason: null })
      );
    };
    const asked = await eachInTime(run, running, check, options);
    const asleep = suspended === 'include' ? clusters.filter((one) => one.suspended) : [];
    const sleeping = await eachInTime(
      run,
      asleep,
      async (cluster) =>
        lineOf({ run, names }, cluster, await describe(run, cluster), {
          state: STATES.suspended,
          reason: null,
        }),
      options,
    );
    const unknown = [
      ...[...asked.failed, ...sleeping.failed].map(({ thing, error }) =>
        lineOf({ run, names }, thing, null, { state: STATES.unknown, reason: reasonOf(error) }),
      ),
      ...[...asked.late, ...sleeping.late].map((item) =>
        lineOf({ run, names }, item, null, { state: STATES.unknown, reason: NOT_ASKED }),
      ),
    ];
    const overdue = asked.answers
      .map(({ result }) => result)
      .filter((line) => line !== null)
      .sort(byHours);
    const lines = [
      ...overdue,
      ...sleeping.answers.map(({ result }) => result).sort(byHours),
      ...unknown,
    ];
    return many(lines).map((found) => ({ summary: summaryOf(overdue, unknown.length), ...found }));
  },
});

function lineOf(
  { run, names }: { run: Run<unknown>; names: Names },
  cluster: Candidate,
  what: Overdue | null,
  { state, reason }: { state: string; reason: string | null },
) {
  // Of what could not be asked, nothing is known.
  const record = toOverdueRecord(
    cluster,
    what ?? { last: null, since: 0, due: 0 },
    run.now(),
    names,
  );
  return { state, reason, ...record, due_at: what ? record.due_at : null };
}

function reasonOf(error: unknown): string {
  return isProblem(error) ? error.message : 'It could not be asked.';
}

function summaryOf(overdue: Parameters<typeof byHours>[0][], unknown: number): string {
  const rest = unknown === 0 ? '' : ` ${unknown} could not be judged.`;
  const [worst] = overdue;
  if (!worst) return `All backups that could be judged are in time.${rest}`;
  const count = overdue.length;
  if (count === 1) return `${withoutBackup(worst)}.${rest}`;
  return `${count} clusters have no backup in time; ${withoutBackup(worst)}.${rest}`;
}
