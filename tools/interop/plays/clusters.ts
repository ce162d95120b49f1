/** The life of a cluster: made, scaled, filled from another's backup, deleted. */
import { asked, holds, keep, type Play, records, type Stage, same, speed } from '../scene.ts';

export const path = (stage: Stage, name: string) => `/clusters/${stage.id(name)}`;

/** A change that croud waits for: the change, its operation, and the cluster once more. */
export const change = (stage: Stage, name: string, part: string) => [
  `PUT ${path(stage, name)}/${part}/ 200`,
  `GET ${path(stage, name)}/operations/ 200`,
  `GET ${path(stage, name)}/ 200`,
];

/** croud prints the cluster as it was, and as it has become. */
export const becomes =
  (before: Record<string, unknown>, after: Record<string, unknown>) => (json: unknown[]) => {
    same(json.length, 2, 'the clusters printed');
    holds(json[0], before);
    holds(json[1], after);
  };

export const completed = ['Operation completed.'];

/** A command about the cluster that is known as such. */
export const own = (stage: Stage, words: string) => [
  'clusters',
  ...words.split(' '),
  '--cluster-id',
  stage.id('cluster'),
];

/** A seeded cluster is the one from now on. */
export const takeCluster = (name: string) => async (stage: Stage) =>
  stage.known.set('cluster', stage.seed.clusters[name] ?? '');

export const clusters: Play = {
  name: 'clusters',
  scenes: [
    {
      args: () => ['clusters', 'list'],
      expect: () => ({
        requests: ['GET /clusters/ 200'],
        prints: ([json]) => holds(records(json)[0], { name: 'weather-prod', num_nodes: 3 }),
        table: true,
      }),
    },
    {
      args: ({ seed }) => `clusters list --org-id ${seed.organizations.beacon}`.split(' '),
      expect: ({ seed }) => ({
        requests: [`GET /organizations/${seed.organizations.beacon}/clusters/ 200`],
        prints: ([json]) =>
          same(
            records(json).map((it) => it.name),
            ['parcel-tracking'],
            'the clusters',
          ),
      }),
    },
    {
      args: ({ seed }) => `clusters list -p ${seed.projects.research}`.split(' '),
      expect: ({ seed }) => ({
        requests: ['GET /clusters/ 200'],
        prints: ([json]) =>
          same(
            [...new Set(records(json).map((it) => it.project_id))],
            [seed.projects.research],
            'the projects of the clusters',
          ),
      }),
    },
    {
      // The clock moves when croud has looked, so that it sees every step.
      before: (stage) => stage.control.speed(0),
      meanwhile: async (stage) => {
        await asked(stage, '/operations/', 1);
        await stage.control.advance({ seconds: 30 });
        await asked(stage, '/operations/', 2);
        await stage.control.finishOperations();
      },
      args: ({ seed }) =>
        [
          'clusters deploy --product-name cr1 --tier default --cluster-name interop-lab',
          `--org-id ${seed.organizations.alpine} --region aks1.westeurope.azure --version 6.2.1`,
          '--username admin --password at-least-24-characters-long!',
          `--subscription-id ${seed.subscriptions.stripe}`,
        ].flatMap((words) => words.split(' ')),
      learn: (stage, [json]) => keep(stage, 'cluster', json),
      expect: (stage) => ({
        requests: [
          `POST /organizations/${stage.seed.organizations.alpine}/clusters/ 201`,
          `GET ${path(stage, 'cluster')}/operations/ 200`,
          `GET ${path(stage, 'cluster')}/ 200`,
        ],
        sends: {
          cluster: {
            crate_version: '6.2.1',
            name: 'interop-lab',
            password: '***',
            product_name: 'cr1',
            product_tier: 'default',
            username: 'admin',
            channel: 'stable',
          },
          subscription_id: stage.seed.subscriptions.stripe,
          project: { name: 'interop-lab', region: 'aks1.westeurope.azure' },
        },
        changes: ['project.create', 'product.create_cluster'],
        says: [
          'Status: REGISTERED (Your creation request was received and is pending processing.)',
          'Status: IN_PROGRESS (Cluster creation started.',
          'Operation completed.',
        ],
        prints: ([json]) =>
          holds(json, {
            name: 'interop-lab',
            num_nodes: 1,
            fqdn: 'interop-lab.aks1.westeurope.azure.cratedb.net.',
          }),
      }),
    },
    {
      before: (stage) => stage.control.speed(speed),
      args: (stage) => ['clusters', 'get', stage.id('cluster')],
      expect: (stage) => ({
        requests: [`GET ${path(stage, 'cluster')}/ 200`],
        prints: ([json]) => holds(json, { crate_version: '6.2.1', suspended: false }),
        table: true,
      }),
    },
    {
      args: (stage) => own(stage, 'scale --unit 1'),
      expect: (stage) => ({
        requests: change(stage, 'cluster', 'scale'),
        sends: { product_unit: 1 },
        changes: ['product.scale_cluster'],
        says: completed,
        prints: becomes({ num_nodes: 1 }, { num_nodes: 2 }),
      }),
    },
    {
      args: ({ seed }) =>
        `clusters snapshots list --cluster-id ${seed.clusters['weather-prod']}`.split(' '),
      learn: (stage, [json]) => {
        const [newest] = records(json);
        keep(stage, 'snapshot', newest, 'snapshot');
        keep(stage, 'repository', newest, 'repository');
      },
      expect: ({ seed }) => ({
        requests: [`GET /clusters/${seed.clusters['weather-prod']}/snapshots/ 200`],
        prints: ([json]) =>
          holds(records(json)[0], { tables: ['doc.orders', 'doc.sensor_readings'] }),
        table: true,
      }),
    },
    {
      // Into the new cluster, which has none of the tables.
      args: (stage) => [
        ...own(stage, 'snapshots restore --type all'),
        ...['--source-cluster-id', stage.seed.clusters['weather-prod'] ?? ''],
        ...['--repository', stage.id('repository'), '--snapshot', stage.id('snapshot')],
      ],
      expect: (stage) => ({
        requests: [
          `POST ${path(stage, 'cluster')}/snapshots/restore/ 200`,
          `GET ${path(stage, 'cluster')}/operations/ 200`,
        ],
        sends: {
          repository: stage.id('repository'),
          snapshot: stage.id('snapshot'),
          type: 'all',
          source_cluster_id: stage.seed.clusters['weather-prod'],
        },
        changes: ['product.restore_snapshot'],
        says: completed,
        prints: ([json]) => holds(json, { snapshot: stage.id('snapshot') }),
      }),
    },
    {
      args: (stage) => own(stage, 'restart-node --ordinal 0'),
      expect: (stage) => ({
        requests: [`DELETE ${path(stage, 'cluster')}/nodes/0 202`],
        changes: ['product.restart_node'],
        says: ['Node restarted.'],
        prints: ([json]) => holds(json, { code: 200, status: 'Success' }),
      }),
    },
    {
      args: (stage) => own(stage, 'delete --yes'),
      expect: (stage) => ({
        requests: [`DELETE ${path(stage, 'cluster')}/ 204`],
        changes: ['product.delete_cluster'],
        says: ['Cluster deleted.'],
      }),
    },
    {
      args: (stage) => ['clusters', 'get', stage.id('cluster')],
      expect: (stage) => ({
        requests: [`GET ${path(stage, 'cluster')}/ 404`],
        says: ['Resource not found.'],
      }),
    },
  ],
};
