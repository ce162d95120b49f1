import { lazily } from '../base/lazily.ts';
import { type Cluster, getCluster } from '../clients/cloud/clusters.ts';
import { RESTORE_SECTIONS, restoreSnapshot, type Snapshot } from '../clients/cloud/snapshots.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { noSuch, shorten } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { integer, text, time } from '../kit/record/static.ts';
import { note } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { type ClusterChange, changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { chosenCluster, clusterField, oneClusterWith } from '../vocabulary/clusters/choose.ts';
import { suspendedRefusal } from '../vocabulary/clusters/obstacles.ts';
import { afterChange } from '../vocabulary/withheld.ts';
import { backupId, tablesIn, toBackupRecord } from './backup-record.ts';
import { backupField, chosenBackup } from './backups-of.ts';
import {
  doneRefusal,
  lastRestore,
  type RestoreTarget,
  sameBackup,
  sameRestore,
} from './last-restore.ts';
import { holds, placeRefusal, presentRefusal, restoredTables } from './restore-rules.ts';
import { tablesOf } from './tables-of.ts';

const CONTENT = {
  tables: 'Tables',
  all: 'Everything',
  sections: 'Sections',
  metadata: 'All but the Tables',
};

const SECTIONS = Object.fromEntries(
  RESTORE_SECTIONS.map((section) => [
    section,
    section === 'udfs' ? 'Functions' : section.charAt(0).toUpperCase() + section.slice(1),
  ]),
) as Record<(typeof RESTORE_SECTIONS)[number], string>;

const inputFields = [
  {
    ...oneClusterWith('Tables that it already has are never overwritten.'),
    group: 'where',
    label: 'Restore Into Cluster',
    required: true,
  },
  {
    ...clusterField,
    key: 'source_cluster_id',
    group: 'where',
    label: 'Cluster That Was Backed Up',
    helpText:
      'Leave blank if it is the same cluster. Another one must be in the same organization and region.',
  },
  { ...backupField, group: 'where', helpText: 'Leave blank for the newest one.' },
  {
    key: 'content',
    group: 'content',
    label: 'Content to Restore',
    choices: CONTENT,
    default: 'tables',
    helpText: 'Everything: tables, settings, views, users, privileges and functions.',
  },
  {
    key: 'tables',
    group: 'content',
    label: 'Tables',
    list: true,
    dynamic: 'backup_table.id.label',
    helpText: 'Only with the content “Tables”. Leave blank for all tables of the backup.',
  },
  {
    key: 'sections',
    group: 'content',
    label: 'Sections',
    list: true,
    choices: SECTIONS,
    helpText: 'Only with the content “Sections”, where at least one is required.',
  },
  ...safetyFields,
] as const;

type Input = InputOf<typeof inputFields>;

/** The id of the backup that this run chose. */
const PINNED = note<string>('backup');

export const restoreBackup = defineAction({
  key: 'restore_backup',
  noun: 'Backup',
  label: 'Restore Backup',
  description: 'Restores a backup into the same cluster or another one.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields,
  record: clusterChangeRecord(
    {
      summary: 'Restoring all tables of backup 20260302083913 of weather-prod into weather-prod.',
      from: 'backup 20260302083913 of weather-prod',
      to: 'all tables in weather-prod',
      operation: 'RESTORE_SNAPSHOT',
    },
    {
      backup_id: text('Backup ID', 'system_backup_20220804103901/20260302083913'),
      backup_name: text('Backup', '20260302083913'),
      backup_taken_at: time('Backup Taken At', '2026-03-02T08:39:13.451Z'),
      backup_cluster_id: text('Backed Up Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
      backup_cluster_name: text('Backed Up Cluster Name', 'weather-prod'),
      backup_table_count: integer('Tables in the Backup', 1),
    },
  ),
  perform: async (run) => {
    const target = await chosenCluster(run, run.input.cluster_id);
    const source = await sourceOf(run, target);
    const snapshot = await pinnedBackup(run, source);
    const restore = toTarget(run.input, source, snapshot);
    const presentTables = lazily(() => tablesOf(run, target));
    return changeCluster(
      run,
      (cluster) => planRestore(run, { cluster, source, snapshot, restore, presentTables }),
      target,
    );
  },
});

async function sourceOf(run: Run<Input>, target: Cluster): Promise<Cluster> {
  const { source_cluster_id: sourceText } = run.input;
  return sourceText === undefined ? target : chosenCluster(run, sourceText);
}

/** The newest backup may be a newer one by the time a step looks again. */
async function pinnedBackup(run: Run<Input>, source: Cluster): Promise<Snapshot> {
  const snapshot = await chosenBackup(run, source, run.notes.get(PINNED) ?? run.input.backup_id);
  run.notes.set(PINNED, backupId(snapshot));
  return snapshot;
}

function toTarget(input: Input, source: Cluster, snapshot: Snapshot): RestoreTarget {
  const { content, tables, sections } = input;
  if (tables.length > 0 && content !== 'tables') {
    throw refuse(
      '“Tables” are named, and “Content to Restore” is something else',
      'Choose “Tables” there, or leave the names out.',
    );
  }
  if (sections.length > 0 !== (content === 'sections')) {
    throw refuse(
      '“Sections” and “Content to Restore” do not go together',
      'Choose “Sections” there and at least one section, or neither.',
    );
  }
  return {
    repository: snapshot.repository,
    snapshot: snapshot.snapshot,
    type: content,
    tables: [...new Set(tables.map((table) => theTable(snapshot, table)))],
    sections: [...new Set(sections)],
    source_cluster_id: source.id,
  };
}

function theTable(snapshot: Snapshot, table: string): string {
  const [only, ...others] = tablesIn(snapshot, table);
  if (!only) throw noSuch('table', table, snapshot.tables, 'in the backup');
  if (others.length === 0) return only;
  throw refuse(
    `the backup holds several tables “${shorten(table)}”: ${[only, ...others].join(', ')}`,
    'Name the one just as it is written.',
  );
}

type Plan = {
  cluster: Cluster;
  source: Cluster;
  snapshot: Snapshot;
  restore: RestoreTarget;
  /** What the cluster holds; null when it cannot be asked. */
  presentTables: () => Promise<ReadonlySet<string> | null>;
};

async function planRestore(run: Run<Input>, plan: Plan) {
  const { cluster, source, snapshot, restore, presentTables } = plan;
  const wanted = restoredTables(restore, snapshot);
  const last = await lastRestore(run, cluster);
  const wasDone = last !== null && sameRestore(last.target, restore) === true;
  const isThere = async () => holds(await presentTables(), wanted);
  return {
    operationType: 'RESTORE_SNAPSHOT',
    from: `backup ${snapshot.snapshot} of ${source.name ?? source.id}`,
    to: `${inWords(restore)} in ${cluster.name ?? cluster.id}`,
    doing: `restoring ${inWords(restore)} of backup ${snapshot.snapshot} of ${source.name ?? source.id} into ${cluster.name ?? cluster.id}`,
    already: `${cluster.name ?? cluster.id} was restored from backup ${snapshot.snapshot} already`,
    isSo: wasDone && (await isThere()),
    target: restore,
    leadsThere: (target, asked) =>
      sameRestore(target, restore) ?? ((asked && sameBackup(target, restore)) || undefined),
    refusal: async () =>
      suspendedRefusal(cluster) ??
      (await placeRefusal(run, cluster, source)) ??
      doneRefusal(run, cluster, last, restore, await isThere()) ??
      presentRefusal(cluster, wanted, wanted.length > 0 ? await presentTables() : null),
    send: async () => {
      const { tables, sections, source_cluster_id, ...rest } = restore;
      await restoreSnapshot(run.cloud, cluster.id, {
        ...rest,
        ...(tables.length > 0 ? { tables } : {}),
        ...(sections.length > 0 ? { sections } : {}),
        ...(source.id === cluster.id ? {} : { source_cluster_id }),
      });
      return afterChange(getCluster(run.cloud, cluster.id), cluster);
    },
    gives: () => {
      const backup = toBackupRecord(snapshot, source, run.now());
      return {
        backup_id: backup.backup_id,
        backup_name: backup.backup_name,
        backup_taken_at: backup.taken_at,
        backup_cluster_id: source.id,
        backup_cluster_name: source.name,
        backup_table_count: backup.table_count,
      };
    },
  } satisfies ClusterChange<object>;
}

function inWords({ type, tables, sections }: RestoreTarget): string {
  if (tables.length > 0) return tables.join(', ');
  if (sections.length > 0) return sections.join(', ');
  return type === 'tables' ? 'all tables' : CONTENT[type].toLowerCase();
}
