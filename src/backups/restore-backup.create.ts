import { lazily } from '../base/lazily.ts';
import { type Cluster, getCluster } from '../clients/cloud/clusters.ts';
import { RESTORE_SECTIONS, restoreSnapshot, type Snapshot } from '../clients/cloud/snapshots.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { noSuch, shorten } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { integer, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import {
  busyField,
  type ClusterChange,
  changeCluster,
  clusterChangeRecord,
  previewField,
  suspendedRefusal,
} from '../vocabulary/clusters/change.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { backupId, tablesIn, toBackupRecord } from './backup-record.ts';
import { backupField, chosenBackup } from './backups-of.ts';
import { lastRestore, type RestoreTarget, sameRestore } from './last-restore.ts';
import { holds, placeRefusal, presentRefusal, restoredTables } from './restore-rules.ts';
import { tablesOf } from './tables-of.ts';

const WHAT = {
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

export const restoreBackup = defineAction({
  key: 'restore_backup',
  noun: 'Backup',
  label: 'Restore Backup',
  description: 'Restores a backup into the same cluster or another one.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    {
      ...clusterField,
      label: 'Restore Into Cluster',
      required: true,
      helpText: 'Tables that it has already are never overwritten: drop them first.',
    },
    {
      ...clusterField,
      key: 'source_cluster_id',
      label: 'Cluster That Was Backed Up',
      helpText:
        'Leave blank when it is the same. Another one must be in the same organization and region.',
    },
    { ...backupField, helpText: 'Leave blank for the newest one.' },
    {
      key: 'what',
      label: 'What to Restore',
      choices: WHAT,
      default: 'tables',
      helpText: 'Everything is tables and settings, views, users, privileges and functions.',
    },
    {
      key: 'tables',
      label: 'Tables',
      list: true,
      dynamic: 'backup_table.id.label',
      helpText: 'Of “Tables”. Leave blank for all tables of the backup.',
    },
    {
      key: 'sections',
      label: 'Sections',
      list: true,
      choices: SECTIONS,
      helpText: 'Of “Sections”, where at least one is needed.',
    },
    busyField,
    previewField,
  ],
  record: {
    ...clusterChangeRecord,
    backup_id: text('Backup ID', 'system_backup_20220804103901/20260302083913'),
    backup_name: text('Backup', '20260302083913'),
    backup_taken_at: time('Backup Taken At', '2026-03-02T08:39:13.451Z'),
    backup_cluster_id: text('Backed Up Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    backup_cluster_name: text('Backed Up Cluster Name', 'weather-prod'),
    backup_table_count: integer('Tables in the Backup', 1),
  },
  perform: async (run) => {
    const target = await chosenCluster(run, run.input.cluster_id);
    const source = await sourceOf(run, target);
    const snapshot = await pinnedBackup(run, source);
    const restore = toTarget(run.input, source, snapshot);
    const presentTables = lazily(() => tablesOf(run, target));
    const answer = await changeCluster(
      run,
      (cluster) => planRestore(run, { cluster, source, snapshot, restore, presentTables }),
      target,
    );
    const backup = toBackupRecord(snapshot, source, run.now());
    return {
      ...answer,
      backup_id: backup.backup_id,
      backup_name: backup.backup_name,
      backup_taken_at: backup.taken_at,
      backup_cluster_id: source.id,
      backup_cluster_name: source.name,
      backup_table_count: backup.table_count,
    };
  },
});

type Input = {
  cluster_id: string;
  source_cluster_id: string | undefined;
  backup_id: string | undefined;
  what: 'tables' | 'all' | 'sections' | 'metadata';
  tables: string[];
  sections: (typeof RESTORE_SECTIONS)[number][];
  if_busy: 'later' | 'stop';
  preview: boolean;
};

async function sourceOf(run: Run<Input>, target: Cluster): Promise<Cluster> {
  const { source_cluster_id: sourceText } = run.input;
  return sourceText === undefined ? target : chosenCluster(run, sourceText);
}

/** The newest backup may be a newer one by the time a step looks again. */
async function pinnedBackup(run: Run<Input>, source: Cluster): Promise<Snapshot> {
  const snapshot = await chosenBackup(run, source, run.notes.get('backup') ?? run.input.backup_id);
  run.notes.set('backup', backupId(snapshot));
  return snapshot;
}

function toTarget(input: Input, source: Cluster, snapshot: Snapshot): RestoreTarget {
  const { what, tables, sections } = input;
  if (tables.length > 0 && what !== 'tables') {
    throw refuse(
      '“Tables” are named, and “What to Restore” is something else',
      'Choose “Tables” there, or leave the names out.',
    );
  }
  if (sections.length > 0 !== (what === 'sections')) {
    throw refuse(
      '“Sections” and “What to Restore” do not go together',
      'Choose “Sections” there and at least one section, or neither.',
    );
  }
  return {
    repository: snapshot.repository,
    snapshot: snapshot.snapshot,
    type: what,
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

async function planRestore(run: Run<Input>, plan: Plan): Promise<ClusterChange> {
  const { cluster, source, snapshot, restore, presentTables } = plan;
  const wanted = restoredTables(restore, snapshot);
  const last = await lastRestore(run, cluster);
  const wasDone = last !== null && sameRestore(last, restore) === true;
  return {
    operationType: 'RESTORE_SNAPSHOT',
    from: `backup ${snapshot.snapshot} of ${nameOf(source)}`,
    to: `${inWords(restore)} in ${nameOf(cluster)}`,
    isSo: wasDone && holds(await presentTables(), wanted),
    target: restore,
    leadsThere: (target) => sameRestore(target, restore),
    refusal: async () =>
      suspendedRefusal(cluster) ??
      (await placeRefusal(run, cluster, source)) ??
      presentRefusal(cluster, wanted, wanted.length > 0 ? await presentTables() : null),
    priceBefore: 'same',
    priceAfter: 'same',
    send: async () => {
      const { tables, sections, source_cluster_id, ...rest } = restore;
      await restoreSnapshot(run.cloud, cluster.id, {
        ...rest,
        ...(tables.length > 0 ? { tables } : {}),
        ...(sections.length > 0 ? { sections } : {}),
        ...(source.id === cluster.id ? {} : { source_cluster_id }),
      });
      return getCluster(run.cloud, cluster.id).catch(() => cluster);
    },
  };
}

function inWords({ type, tables, sections }: RestoreTarget): string {
  if (tables.length > 0) return tables.join(', ');
  if (sections.length > 0) return sections.join(', ');
  return type === 'tables' ? 'all tables' : WHAT[type].toLowerCase();
}
