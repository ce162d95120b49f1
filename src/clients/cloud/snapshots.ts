import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import {
  dublinCore,
  id,
  readDone,
  readMany,
  toBody,
  wireText,
  wireTexts,
  wireTime,
} from './wire.ts';

/**
 * API: `ClusterSnapshot`, one backup. Repository and snapshot together name it; `created` is when it was
 * taken, `dc.created` when it was written down.
 */
export const snapshotSchema = lazily(() =>
  z.object({
    repository: id(),
    snapshot: id(),
    cluster_id: wireText(),
    project_id: wireText(),
    created: wireTime(),
    tables: wireTexts(),
    dc: dublinCore(),
  }),
);

export type Snapshot = z.infer<ReturnType<typeof snapshotSchema>>;

/** API: kept for two weeks; only while a cluster is suspended do older ones stay. */
export const RETENTION_DAYS = 14;

/**
 * Backups of one cluster, newest first. `start` and `end` are ISO times. API: never more than two weeks,
 * counted back from the newest one in range.
 */
export async function listSnapshots(
  cloud: CloudClient,
  clusterId: string,
  query: { start?: string; end?: string } = {},
): Promise<Snapshot[]> {
  const reply = await cloud.get(path`/clusters/${clusterId}/snapshots/`, {
    start: seconds(query.start),
    end: seconds(query.end),
  });
  const snapshots = readMany(snapshotSchema(), 'a backup', reply);
  return snapshots.sort((a, b) => takenAt(b) - takenAt(a));
}

/** API: seconds are the finest that the filters document. */
function seconds(iso: string | undefined): string | undefined {
  return iso?.replace(/\.\d+Z$/, 'Z');
}

/** When the backup was taken, in milliseconds; 0 when nobody knows. */
export function takenAt(snapshot: Snapshot): number {
  return Date.parse(snapshot.created ?? snapshot.dc.created ?? '') || 0;
}

export const RESTORE_SECTIONS = [
  'tables',
  'views',
  'users',
  'privileges',
  'analyzers',
  'udfs',
] as const;

export type Restore = {
  repository: string;
  snapshot: string;
  /** `tables` restores the tables named, or all when none is. */
  type: 'all' | 'tables' | 'metadata' | 'sections';
  tables?: string[];
  sections?: string[];
  /** Another cluster whose backup it is; in the same organization and region. */
  source_cluster_id?: string;
};

/**
 * Restores into a cluster. API: answers at once, and an operation RESTORE_SNAPSHOT on that cluster does
 * the work; a table that is there already makes it fail.
 */
export async function restoreSnapshot(
  cloud: CloudClient,
  clusterId: string,
  restore: Restore,
): Promise<void> {
  const body = toBody(restoreBody(), restore);
  const reply = await cloud.change('POST', path`/clusters/${clusterId}/snapshots/restore/`, body);
  readDone(startedSchema(), 'a restore', reply);
}

/** API: the backup that is restored. */
const startedSchema = lazily(() => z.object({ snapshot: id() }));

const restoreBody = lazily(() =>
  z.strictObject({
    repository: z.string().check(z.minLength(1)),
    snapshot: z.string().check(z.minLength(1)),
    type: z.enum(['all', 'tables', 'metadata', 'sections']),
    tables: z.optional(z.array(z.string()).check(z.minLength(1))),
    sections: z.optional(z.array(z.enum(RESTORE_SECTIONS)).check(z.minLength(1))),
    source_cluster_id: z.optional(z.string()),
  }),
);
