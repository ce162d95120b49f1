import type { DublinCore, ExportJob, ImportJob, JobStep } from '../state/types.ts';
import { SECOND } from '../world/times.ts';

/** Seconds from request to end. */
const IMPORT_SECONDS = 60;
const EXPORT_SECONDS = 30;

const sent = 'Your creation request was sent to the region.';

/** An import that has just been asked for, `at` milliseconds; `fail` is how it shall end instead. */
export function newImport(
  of: Pick<
    ImportJob,
    | 'id'
    | 'cluster_id'
    | 'source'
    | 'format'
    | 'compression'
    | 'destination'
    | 'table'
    | 'table_definition'
    | 'schema'
    | 'dc'
  >,
  at: number,
  fail: string | null,
): ImportJob {
  const progress = (seconds: number, share: number): JobStep => ({
    at: at + seconds * SECOND,
    status: 'IN_PROGRESS',
    message: 'Import in progress.',
    share,
  });
  return {
    ...of,
    status: 'REGISTERED',
    progress: noProgress('Your import job was received and is pending processing.'),
    files: [],
    sandbox: {
      read: [],
      steps: [
        { at: at + 5 * SECOND, status: 'SENT', message: sent, share: 0 },
        { ...progress(10, 0), work: 'read' },
        progress(25, 0.35),
        progress(40, 0.7),
        last(at + IMPORT_SECONDS * SECOND, 'Import succeeded', fail),
      ],
    },
  };
}

/** An export that has just been asked for, `at` milliseconds; `fail` is how it shall end instead. */
export function newExport(
  of: Pick<ExportJob, 'id' | 'cluster_id' | 'source' | 'format' | 'compression' | 'dc'>,
  at: number,
  fail: string | null,
): ExportJob {
  return {
    ...of,
    file_id: null,
    status: 'REGISTERED',
    progress: {
      bytes: 0,
      message: 'Your export job was received and is pending processing.',
      records: 0,
    },
    sandbox: {
      steps: [
        { at: at + 5 * SECOND, status: 'SENT', message: sent, share: 0 },
        { at: at + 10 * SECOND, status: 'IN_PROGRESS', message: 'Export in progress.', share: 0 },
        last(at + EXPORT_SECONDS * SECOND, 'Export finished successfully.', fail),
      ],
    },
  };
}

function last(at: number, message: string, fail: string | null): JobStep {
  if (fail === null) return { at, status: 'SUCCEEDED', message, share: 1, work: 'write' };
  return { at, status: 'FAILED', message: fail || 'Failed', share: 0 };
}

function noProgress(message: string): ImportJob['progress'] {
  return {
    // API: stays 0 also when the import is done.
    bytes: 0,
    details: { create_table_sql: null },
    failed_files: 0,
    failed_records: 0,
    message,
    percent: 0,
    processed_files: 0,
    records: 0,
    total_files: 0,
    total_records: 0,
  };
}

/** What an import lacks that is put by hand: done, of one file with ten records. */
export function importDefaults(id: string, dc: DublinCore): Omit<ImportJob, 'cluster_id'> {
  return {
    id,
    source: { type: 'url', url: { url: 'https://data.example.com/file.csv' } },
    format: 'csv',
    compression: 'none',
    destination: { table: 'imported', create_table: true },
    table: 'imported',
    table_definition: null,
    schema: { type: 'csv' },
    status: 'SUCCEEDED',
    progress: {
      ...noProgress('Import succeeded'),
      percent: 100,
      processed_files: 1,
      records: 10,
      total_files: 1,
      total_records: 10,
    },
    files: [],
    dc,
  };
}

/** What an export lacks that is put by hand: done, without a file. */
export function exportDefaults(id: string, dc: DublinCore): Omit<ExportJob, 'cluster_id'> {
  return {
    id,
    source: { table: 'doc.sensor_readings' },
    format: 'csv',
    compression: null,
    file_id: null,
    status: 'SUCCEEDED',
    progress: { bytes: 0, message: 'Export finished successfully.', records: 20 },
    dc,
  };
}
