/** Files of an organization, and what goes in comes out again: an import and an export. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holds, keep, type Play, record, records, type Stage, same } from '../scene.ts';

const rows = 'id,station,height\n1,Sonnblick,3105.5\n2,"Zugspitze, top",2962.0\n';

export const organization = (stage: Stage) => `/organizations/${stage.seed.organizations.alpine}`;
const cluster = (stage: Stage) => stage.seed.clusters['weather-prod'] ?? '';
export const path = (stage: Stage) => `/clusters/${cluster(stage)}`;
export const place = (stage: Stage, name: string) => join(stage.croud.home, name);

export const organizations = (stage: Stage, words: string) =>
  `organizations ${words} --org-id ${stage.seed.organizations.alpine}`.split(' ');
export const jobs = (stage: Stage, words: string) =>
  `clusters ${words} --cluster-id ${cluster(stage)}`.split(' ');

/** A job that croud waits for. */
export const waited = (stage: Stage, kind: string, name: string) => [
  `POST ${path(stage)}/${kind}-jobs/ 201`,
  `GET ${path(stage)}/${kind}-jobs/${stage.id(name)}/ 200`,
];

export const files: Play = {
  name: 'files',
  scenes: [
    {
      before: (stage) => writeFile(place(stage, 'stations.csv'), rows),
      args: (stage) =>
        organizations(
          stage,
          `files create --name stations --file-path ${place(stage, 'stations.csv')}`,
        ),
      learn: (stage, [json]) => keep(stage, 'file', records(json)[0]),
      expect: (stage) => ({
        requests: [
          `POST ${organization(stage)}/files/ 201`,
          `PUT /storage/${stage.id('file')} 200`,
          `GET ${organization(stage)}/files/ 200`,
        ],
        sends: { name: 'stations' },
        changes: ['file.create', 'file.upload'],
        says: ['File upload completed!'],
        prints: ([json]) => holds(records(json)[0], { name: 'stations', status: 'UPLOADED' }),
      }),
    },
    {
      args: (stage) => organizations(stage, `files get --file-id ${stage.id('file')}`),
      expect: (stage) => ({
        requests: [`GET ${organization(stage)}/files/${stage.id('file')}/ 200`],
        prints: ([json]) => holds(json, { status: 'UPLOADED', file_size: rows.length }),
        table: true,
      }),
    },
    {
      args: (stage) =>
        jobs(
          stage,
          `import-jobs create from-file --file-id ${stage.id('file')} --file-format csv --table stations`,
        ),
      learn: (stage, [json]) => keep(stage, 'import', json),
      expect: (stage) => ({
        requests: waited(stage, 'import', 'import'),
        sends: {
          type: 'file',
          format: 'csv',
          destination: { table: 'stations' },
          file: { id: stage.id('file') },
        },
        changes: ['product.create_import_job'],
        says: ['Done importing 2 records', 'Operation completed.'],
        prints: ([json]) => holds(json, { status: 'REGISTERED', cluster_id: cluster(stage) }),
      }),
    },
    {
      args: (stage) =>
        jobs(
          stage,
          `export-jobs create --table stations --file-format csv --save-as ${place(stage, 'out.csv')}`,
        ),
      learn: (stage, [json], requests) => {
        keep(stage, 'export', json);
        const read = requests.find((it) => it.path.startsWith('/storage/'));
        stage.known.set('exported', read?.path.split('/').at(-1) ?? '');
      },
      expect: (stage) => ({
        requests: [
          ...waited(stage, 'export', 'export'),
          `GET ${path(stage)}/ 200`,
          `GET /projects/${stage.seed.projects.weatherEurope}/ 200`,
          `GET ${organization(stage)}/files/${stage.id('exported')}/ 200`,
          `GET /storage/${stage.id('exported')} 200`,
        ],
        sends: { source: { table: 'stations' }, destination: { format: 'csv' } },
        changes: ['product.create_export_job'],
        says: [
          'Done exporting 2 records',
          'Successfully downloaded file to',
          'Operation completed.',
        ],
        prints: async () => {
          const saved = (await readFile(place(stage, 'out.csv'), 'utf8')).trim().split('\n');
          same(saved.sort(), rows.replace('2962.0', '2962').trim().split('\n').sort(), 'the rows');
        },
      }),
    },
    {
      // The address that croud was given for the exported file.
      before: async (stage) => {
        const { key, secret } = stage.seed.keys.admin;
        const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
        const url = `${stage.origin}/api/v2${organization(stage)}/files/${stage.id('exported')}/`;
        const file = record(await (await fetch(url, { headers: { authorization } })).json());
        stage.known.set('url', String(file.download_url));
      },
      args: (stage) =>
        jobs(
          stage,
          `import-jobs create from-url --url ${stage.known.get('url')} --file-format csv --table "my"."copy" --create-table true`,
        ),
      learn: (stage, [json]) => keep(stage, 'import', json),
      expect: (stage) => ({
        requests: waited(stage, 'import', 'import'),
        changes: ['product.create_import_job'],
        says: ['Done importing 2 records'],
        prints: ([json]) =>
          holds(json, { type: 'url', destination: { table: 'my.copy', create_table: true } }),
      }),
    },
    {
      args: (stage) => jobs(stage, 'export-jobs list'),
      expect: (stage) => ({
        requests: [`GET ${path(stage)}/export-jobs/ 200`],
        prints: ([json]) =>
          holds(records(json)[0], { id: stage.id('export'), status: 'SUCCEEDED' }),
        table: true,
      }),
    },
    {
      args: (stage) => jobs(stage, `export-jobs delete --export-job-id ${stage.id('export')}`),
      expect: (stage) => ({
        requests: [`DELETE ${path(stage)}/export-jobs/${stage.id('export')}/ 204`],
        changes: ['product.delete_export_job'],
        says: ['Success.'],
      }),
    },
    {
      args: (stage) => organizations(stage, `files delete --file-id ${stage.id('file')}`),
      expect: (stage) => ({
        requests: [`DELETE ${organization(stage)}/files/${stage.id('file')}/ 204`],
        changes: ['file.delete'],
        says: ['File upload deleted.'],
      }),
    },
    {
      args: (stage) => organizations(stage, 'files list'),
      expect: (stage) => ({
        requests: [`GET ${organization(stage)}/files/ 200`],
        prints: ([json]) =>
          same(
            records(json).some((it) => it.id === stage.id('file')),
            false,
            'the deleted file is listed',
          ),
        table: true,
      }),
    },
  ],
};
