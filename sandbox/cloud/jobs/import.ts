import { turnBackupPeriod } from '../clusters/snapshots.ts';
import type { Cluster, ImportJob, ReadFile } from '../state/types.ts';
import { fraction } from '../world/ids.ts';
import type { World } from '../world/world.ts';
import { findObjects } from './object-store.ts';
import { readRecords } from './records.ts';
import { type TableName, tableName, writeRecords } from './table.ts';

/** Reads all of the source, so that its records are counted. Throws what went wrong. */
export async function readImport(world: World, job: ImportJob): Promise<void> {
  needCluster(world, job);
  const read = await readSource(world, job);
  if (job.sandbox) job.sandbox.read = read;
  job.files = read.map((file) => ({
    name: file.name,
    status: 'IN_PROGRESS',
    bytes: 0,
    records: 0,
    failed_records: 0,
    total_records: file.invented ?? file.rows.length,
    percent: 0,
    message: '',
  }));
  job.progress.total_files = read.length;
  job.progress.total_records = sum(job.files.map((it) => it.total_records));
}

/** Writes what was read into the cluster's table. Throws what went wrong. */
export async function writeImport(world: World, job: ImportJob): Promise<void> {
  const cluster = needCluster(world, job);
  const { progress } = job;
  const wanted = {
    table: tableName(job.table),
    create: job.destination.create_table,
    definition: job.table_definition,
  };
  for (const [i, file] of (job.sandbox?.read ?? []).entries()) {
    const feedback = job.files[i];
    if (!feedback) continue;
    if (file.invented === undefined) {
      const { written, failed, createTable } = await writeRecords(world, cluster, wanted, file);
      feedback.records = written;
      feedback.failed_records = failed;
      progress.details.create_table_sql ??= createTable;
      if (createTable !== null) rememberTable(world, cluster, wanted.table);
    } else feedback.records = file.invented;
    feedback.status = 'SUCCEEDED';
    feedback.percent = 100;
  }
  progress.records = sum(job.files.map((it) => it.records));
  progress.failed_records = sum(job.files.map((it) => it.failed_records));
  progress.processed_files = job.files.length;
  progress.percent = 100;
}

/** From now on backups hold it too. */
function rememberTable(world: World, cluster: Cluster, { schema, name }: TableName): void {
  cluster.sandbox.tables = [...cluster.sandbox.tables, `${schema}.${name}`];
  turnBackupPeriod(cluster, world.clock.now().getTime());
}

const sum = (numbers: number[]) => numbers.reduce((total, it) => total + it, 0);

function needCluster(world: World, job: ImportJob): Cluster {
  const cluster = world.state.cluster.get(job.cluster_id);
  if (!cluster) throw new Error('The cluster is gone.');
  if (cluster.suspended) throw new Error('The cluster is suspended.');
  return cluster;
}

async function readSource(world: World, job: ImportJob): Promise<ReadFile[]> {
  const { source } = job;
  switch (source.type) {
    case 'url':
      return [await readUrl(job, source.url.url)];
    case 'file': {
      const file = world.state.file.get(source.file.id);
      if (!file?.content) throw new Error('The file has not been uploaded.');
      return [readContent(job, file.name, file.content)];
    }
    default: {
      const found = findObjects(world, source);
      if (found.length === 0) throw new Error('No files found that match the path.');
      return found.map(({ name, content }) => readContent(job, name, content));
    }
  }
}

function readContent(job: ImportJob, name: string, content: Buffer): ReadFile {
  // Parquet is not understood here: its records are made up.
  if (job.format === 'parquet') return invented(name);
  return { name, ...readRecords(content, job.format, job.compression) };
}

const invented = (name: string): ReadFile => ({
  name,
  columns: [],
  rows: [],
  invented: 1000 + Math.floor(fraction(`records of ${name}`) * 50_000),
});

/** Only this machine is asked; what any other address holds is made up. */
async function readUrl(job: ImportJob, address: string): Promise<ReadFile> {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('The URL is not valid.');
  const name = url.pathname.split('/').at(-1) || url.hostname;
  if (!/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)) return invented(name);
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (!response?.ok) {
    throw new Error(`The file could not be downloaded: ${response?.status ?? 'no answer'}.`);
  }
  return readContent(job, name, Buffer.from(await response.arrayBuffer()));
}
