import { gzipSync } from 'node:zlib';
import { runSql } from '../database/inside.ts';
import { newFile, storeContent } from '../files/files.ts';
import { writeJson } from '../sql/json.ts';
import type { ExportJob } from '../state/types.ts';
import type { World } from '../world/world.ts';
import { csvLine } from './csv.ts';
import { quotedTable, tableName } from './table.ts';

/** Reads the whole table and keeps it as a file of the organization. Throws what went wrong. */
export async function writeExport(world: World, job: ExportJob): Promise<void> {
  const cluster = world.state.cluster.get(job.cluster_id);
  const project = world.state.project.get(cluster?.project_id ?? '');
  if (!cluster || !project) throw new Error('The cluster is gone.');
  if (cluster.suspended) throw new Error('The cluster is suspended.');
  if (job.format === 'parquet') throw new Error('The sandbox cannot write Parquet.');
  const table = tableName(job.source.table);
  const { cols, rows } = await runSql(world, cluster, {
    stmt: `SELECT * FROM ${quotedTable(table)}`,
  });
  const text =
    job.format === 'csv'
      ? [cols, ...rows].map(csvLine).join('')
      : rows.map((row) => `${jsonLine(cols, row)}\n`).join('');
  const gzip = job.compression === 'gzip';
  const content = gzip ? gzipSync(text) : Buffer.from(text);
  const file = newFile(world, {
    organizationId: project.organization_id,
    name: `${table.name}.${job.format}${gzip ? '.gz' : ''}`,
    size: null,
    exported: true,
  });
  storeContent(world, file, content);
  job.file_id = file.id;
  job.progress.bytes = content.length;
  job.progress.records = rows.length;
}

function jsonLine(cols: string[], row: unknown[]): string {
  return writeJson(Object.fromEntries(cols.map((name, i) => [name, row[i]])));
}
