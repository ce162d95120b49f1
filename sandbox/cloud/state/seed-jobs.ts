import { csvLine } from '../jobs/csv.ts';
import { exportDefaults, importDefaults } from '../jobs/new-job.ts';
import { uuid } from '../world/ids.ts';
import { DAY, HOUR, MINUTE, stamp } from '../world/times.ts';
import { clusterId } from './seed-clusters.ts';
import { organizationIds } from './seed-people.ts';
import { put } from './state.ts';
import type { ImportJob, State } from './types.ts';

/** Imports and exports of the past days on `weather-prod`; times are told from `now` (milliseconds). */
export function seedJobs(state: State, now: number): void {
  const cluster_id = clusterId('weather-prod');
  const dc = (at: number, minutes: number) => ({
    created: stamp(at),
    modified: stamp(at + minutes * MINUTE),
  });
  const imported = (label: string, at: number, more: Partial<ImportJob>) =>
    put(state, 'import_job', {
      ...importDefaults(uuid(`import ${label}`), dc(at, 1)),
      cluster_id,
      ...more,
    });
  const { progress } = importDefaults('', dc(now, 0));
  imported('stations', now - 6 * DAY, {
    source: { type: 'url', url: { url: 'https://data.example.com/stations.csv' } },
    destination: { table: 'doc.sensor_readings', create_table: true },
    progress: { ...progress, records: 22_683, failed_records: 12, total_records: 22_695 },
  });
  imported('forecast', now - 2 * DAY, {
    source: { type: 'url', url: { url: 'https://data.example.com/forecast.json' } },
    format: 'json',
    schema: { type: 'json' },
    destination: { table: 'doc.forecast', create_table: false },
    status: 'FAILED',
    progress: {
      ...progress,
      message: "RelationUnknown[Relation 'doc.forecast' unknown]",
      percent: 0,
      processed_files: 0,
      records: 0,
      total_records: 480,
    },
  });

  const content = Buffer.from(
    [['id', 'value'], ...Array.from({ length: 20 }, (_, i) => [`reading-${i + 1}`, i])]
      .map(csvLine)
      .join(''),
  );
  const at = now - 20 * HOUR;
  const file = put(state, 'file', {
    id: uuid('file export'),
    organization_id: organizationIds.alpine,
    name: 'sensor_readings.csv',
    status: 'UPLOADED',
    file_size: content.length,
    dc: dc(at, 1),
    content,
    exported: true,
  });
  put(state, 'export_job', {
    ...exportDefaults(uuid('export readings'), dc(at, 1)),
    cluster_id,
    file_id: file.id,
    progress: {
      bytes: content.length,
      message: 'Export finished successfully.',
      records: 20,
    },
  });
}
