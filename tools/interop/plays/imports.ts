/** Secrets, and imports from where they lead to; one that fails. */
import { writeFile } from 'node:fs/promises';
import { holds, keep, type Play, records, same } from '../scene.ts';
import { jobs, organization, organizations, path, place, waited } from './files.ts';

export const imports: Play = {
  name: 'imports',
  scenes: [
    {
      before: (stage) => stage.control.startSql(),
      args: (stage) =>
        organizations(
          stage,
          'secrets create --name bucket --type AWS --access-key AKIAEXAMPLEAPIBHQK7I --secret-key hush-hush',
        ),
      learn: (stage, [json]) => keep(stage, 'secret', json),
      expect: (stage) => ({
        requests: [`POST ${organization(stage)}/secrets/ 201`],
        sends: { name: 'bucket', type: 'AWS', data: '***' },
        changes: ['secret.create'],
        says: ['Secret created.'],
        prints: ([json]) => holds(json, { type: 'AWS', description: '**********BHQK7I' }),
      }),
    },
    {
      args: (stage) => organizations(stage, 'secrets list'),
      expect: (stage) => ({
        requests: [`GET ${organization(stage)}/secrets/ 200`],
        prints: ([json]) => same(records(json).at(-1)?.name, 'bucket', 'the newest secret'),
        table: true,
      }),
    },
    {
      args: (stage) =>
        jobs(
          stage,
          `import-jobs create from-s3 --bucket alpine-readings --file-path readings/*.csv --secret-id ${stage.id('secret')} --file-format csv --table readings`,
        ),
      learn: (stage, [json]) => keep(stage, 'import', json),
      expect: (stage) => ({
        requests: waited(stage, 'import', 'import'),
        changes: ['product.create_import_job'],
        says: ['Done importing 168 records'],
      }),
    },
    {
      args: (stage) => jobs(stage, `import-jobs progress --import-job-id ${stage.id('import')}`),
      expect: (stage) => ({
        requests: [`GET ${path(stage)}/import-jobs/${stage.id('import')}/progress/ 200`],
        prints: ([json]) => {
          same(records(json).length, 7, 'the files');
          holds(records(json)[0], { records: 24, percent: 100 });
        },
        table: true,
      }),
    },
    {
      args: (stage) =>
        jobs(stage, `import-jobs progress --import-job-id ${stage.id('import')} --summary true`),
      expect: (stage) => ({
        requests: [`GET ${path(stage)}/import-jobs/${stage.id('import')}/progress/ 200`],
        prints: ([json]) => holds(json, { records: 168, total_files: 7, failed_records: 0 }),
        table: true,
      }),
    },
    {
      args: (stage) =>
        organizations(
          stage,
          'secrets create --name blobs --type AZURE --connection-string Key=alpine',
        ),
      learn: (stage, [json]) => keep(stage, 'azure', json),
      expect: (stage) => ({
        requests: [`POST ${organization(stage)}/secrets/ 201`],
        sends: { name: 'blobs', type: 'AZURE', data: '***' },
        changes: ['secret.create'],
        prints: ([json]) => holds(json, { type: 'AZURE', description: '**********alpine' }),
      }),
    },
    {
      args: (stage) =>
        jobs(
          stage,
          `import-jobs create from-azure-blob-storage --container-name readings --blob-name stations.json --secret-id ${stage.id('azure')} --file-format json --table stations`,
        ),
      learn: (stage, [json]) => keep(stage, 'import', json),
      expect: (stage) => ({
        requests: waited(stage, 'import', 'import'),
        changes: ['product.create_import_job'],
        says: ['Done importing 3 records'],
      }),
    },
    {
      before: (stage) => writeFile(place(stage, 'more.csv'), 'id\n1\n'),
      // croud looks for the organization, uploads the file and imports it.
      args: (stage) =>
        jobs(
          stage,
          `import-jobs create from-file --file-path ${place(stage, 'more.csv')} --file-format csv --table nowhere --create-table false`,
        ),
      learn: (stage, [json], requests) => {
        keep(stage, 'import', json);
        const upload = requests.find((it) => it.path.startsWith('/storage/'));
        stage.known.set('file', upload?.path.split('/').at(-1) ?? '');
      },
      expect: (stage) => ({
        requests: [
          `GET ${path(stage)}/ 200`,
          `GET /projects/${stage.seed.projects.weatherEurope}/ 200`,
          `POST ${organization(stage)}/files/ 201`,
          `PUT /storage/${stage.id('file')} 200`,
          ...waited(stage, 'import', 'import'),
        ],
        changes: ['file.create', 'file.upload', 'product.create_import_job'],
        says: [/Error: .*nowhere/],
        prints: ([json]) => holds(json, { type: 'file', status: 'REGISTERED' }),
      }),
    },
    {
      args: (stage) => jobs(stage, 'import-jobs list'),
      expect: (stage) => ({
        requests: [`GET ${path(stage)}/import-jobs/ 200`],
        prints: ([json]) => {
          const [newest] = records(json);
          holds(newest, { id: stage.id('import'), status: 'FAILED', type: 'file' });
        },
        table: true,
      }),
    },
    {
      args: (stage) => jobs(stage, `import-jobs delete --import-job-id ${stage.id('import')}`),
      expect: (stage) => ({
        requests: [`DELETE ${path(stage)}/import-jobs/${stage.id('import')}/ 204`],
        changes: ['product.delete_import_job'],
        says: ['Success.'],
      }),
    },
    {
      args: (stage) => organizations(stage, `secrets delete --secret-id ${stage.id('secret')}`),
      expect: (stage) => ({
        requests: [`DELETE ${organization(stage)}/secrets/${stage.id('secret')}/ 204`],
        changes: ['secret.delete'],
        says: ['Secret deleted.'],
      }),
    },
  ],
};
