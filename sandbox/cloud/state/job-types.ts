import type { DublinCore } from './dublin-core.ts';

export type JobStatus = 'REGISTERED' | 'SENT' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';

/** `share` is how much is done by then, from 0 to 1; `work` is what has to be carried out first. */
export type JobStep = {
  at: number;
  status: JobStatus;
  message: string;
  share: number;
  work?: 'read' | 'write';
};

/** What the service tells of one file of an import. */
export type FileFeedback = {
  name: string;
  status: JobStatus;
  bytes: number;
  records: number;
  failed_records: number;
  total_records: number;
  percent: number;
  message: string;
};

export type ImportProgress = {
  bytes: number;
  details: { create_table_sql: string | null };
  failed_files: number;
  failed_records: number;
  message: string;
  percent: number;
  processed_files: number;
  records: number;
  total_files: number;
  total_records: number;
};

export type TableColumn = { name: string; type: string; extra?: string | null | undefined };

export type ImportSource =
  | { type: 'url'; url: { url: string } }
  | { type: 'file'; file: { id: string } }
  | {
      type: 's3';
      s3: { bucket: string; file_path: string; secret_id: string; endpoint?: string | undefined };
    }
  | {
      type: 'azureblob';
      azureblob: { container_name: string; blob_name: string; secret_id: string };
    };

/** Everything of a job's file: its rows, or, where they cannot be known, how many there shall be. */
export type ReadFile = {
  name: string;
  columns: string[];
  rows: unknown[][];
  invented?: number;
};

export type ImportJob = {
  id: string;
  cluster_id: string;
  source: ImportSource;
  format: string;
  compression: string;
  destination: { table: string; create_table: boolean };
  /** Internal: as it was asked for, with its quotes. */
  table: string;
  /** Internal. */
  table_definition: TableColumn[] | null;
  schema: Record<string, unknown>;
  status: JobStatus;
  progress: ImportProgress;
  /** Told by `/progress/` only. */
  files: FileFeedback[];
  dc: DublinCore;
  /** Internal: what is still to come, in order of time. */
  sandbox?: { steps: JobStep[]; read: ReadFile[] };
};

export type ExportJob = {
  id: string;
  cluster_id: string;
  source: { table: string };
  format: string;
  compression: string | null;
  /** Of the file it made; null until then. */
  file_id: string | null;
  status: JobStatus;
  progress: { bytes: number; message: string; records: number };
  dc: DublinCore;
  /** Internal: what is still to come, in order of time. */
  sandbox?: { steps: JobStep[] };
};
