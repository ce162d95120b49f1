/** The user, and what is there to be had: organizations, projects, regions, products, subscriptions. */
import { holds, keep, type Play, record, records, type Scene, type Stage, same } from '../scene.ts';

const alpine = (stage: Stage) => stage.seed.organizations.alpine;

/** A list that is asked for with one request; `first` is of its first element. */
const list = (
  args: string | ((stage: Stage) => string),
  path: string | ((stage: Stage) => string),
  first: (stage: Stage) => Record<string, unknown>,
): Scene => ({
  args: (stage) => (typeof args === 'string' ? args : args(stage)).split(' '),
  expect: (stage) => ({
    requests: [`GET ${typeof path === 'string' ? path : path(stage)} 200`],
    prints: ([json]) => holds(records(json)[0], first(stage)),
    table: true,
  }),
});

export const account: Play = {
  name: 'account',
  scenes: [
    {
      args: () => ['me'],
      expect: ({ seed }) => ({
        requests: ['GET /users/me/ 200'],
        prints: ([json]) => holds(json, { email: seed.keys.admin.email, is_superuser: false }),
        table: true,
      }),
    },
    {
      args: () => ['me', 'edit', '--email', 'ada@example.com'],
      expect: () => ({
        requests: ['PATCH /users/me/ 202'],
        sends: { email: 'ada@example.com' },
        changes: ['user.request_email_change'],
        prints: ([json]) => holds(json, { success: true, status: 'pending' }),
      }),
    },
    list('organizations list', '/organizations/', (stage) => ({
      id: alpine(stage),
      name: 'Alpine Weather',
      plan_type: 3,
    })),
    {
      args: (stage) => ['organizations', 'get', alpine(stage)],
      expect: (stage) => ({
        requests: [`GET /organizations/${alpine(stage)}/ 200`],
        prints: ([json]) => holds(json, { role_fqn: 'org_admin', notifications_enabled: true }),
        table: true,
      }),
    },
    {
      args: (stage) => ['organizations', 'edit', '--org-id', alpine(stage), '--name', 'Alpine'],
      expect: (stage) => ({
        requests: [`PUT /organizations/${alpine(stage)}/ 200`],
        sends: { name: 'Alpine' },
        changes: ['organization.update'],
        says: ['Organization edited.'],
        prints: ([json]) => holds(json, { name: 'Alpine' }),
      }),
    },
    list('regions list', '/regions/', () => ({ name: 'aks1.westeurope.azure', status: 'UP' })),
    list(
      (stage) => `regions list --org-id ${alpine(stage)}`,
      (stage) => `/organizations/${alpine(stage)}/regions/`,
      () => ({ deprecated: false, is_edge_region: false }),
    ),
    {
      args: () => ['products', 'list'],
      expect: () => ({
        requests: ['GET /products/ 200'],
        // What is free is hidden, and what is the same in all regions is one.
        prints: ([json]) =>
          same(
            records(json)
              .filter((it) => it.kind === 'cluster')
              .map((it) => it.name),
            ['s2', 's4', 's6', 's12', 'cr1', 'cr2', 'cr3', 'cr4'],
            'the products',
          ),
        table: true,
      }),
    },
    {
      args: () => ['products', 'list', '--kind', 'storage'],
      expect: () => ({
        requests: ['GET /products/ 200'],
        prints: ([json]) => holds(records(json)[0], { kind: 'storage', scale_summary: 'N/A' }),
        table: true,
      }),
    },
    list('subscriptions list', '/subscriptions/', (stage) => ({
      id: stage.seed.subscriptions.stripe,
      organization_id: alpine(stage),
      state: 'active',
      provider: 'stripe',
    })),
    {
      args: ({ seed }) => ['subscriptions', 'get', seed.subscriptions.aws],
      expect: ({ seed }) => ({
        requests: [`GET /subscriptions/${seed.subscriptions.aws}/ 200`],
        prints: ([json]) => holds(json, { provider: 'aws', active: true }),
        table: true,
      }),
    },
    list('projects list', '/projects/', (stage) => ({
      name: 'weather-europe',
      region: 'aks1.westeurope.azure',
      organization_id: alpine(stage),
    })),
    {
      args: (stage) =>
        `projects create --name interop --org-id ${alpine(stage)} --region eks1.eu-west-1.aws`.split(
          ' ',
        ),
      learn: (stage, [json]) => keep(stage, 'project', json),
      expect: (stage) => ({
        requests: ['POST /projects/ 201'],
        sends: { name: 'interop', organization_id: alpine(stage) },
        changes: ['project.create'],
        says: ['Project created.'],
        // The region came as a header.
        prints: ([json]) => holds(json, { region: 'eks1.eu-west-1.aws' }),
      }),
    },
    {
      args: (stage) => ['projects', 'edit', '-p', stage.id('project'), '--name', 'renamed'],
      expect: (stage) => ({
        requests: [`PATCH /projects/${stage.id('project')}/ 200`],
        sends: { name: 'renamed' },
        changes: ['project.update'],
        says: ['Project edited.'],
      }),
    },
    {
      args: (stage) => ['projects', 'get', stage.id('project')],
      expect: (stage) => ({
        requests: [`GET /projects/${stage.id('project')}/ 200`],
        prints: ([json]) => holds(json, { name: 'renamed', backup_location: null }),
        table: true,
      }),
    },
    {
      args: (stage) => ['projects', 'delete', '-p', stage.id('project'), '--yes'],
      expect: (stage) => ({
        requests: [`DELETE /projects/${stage.id('project')}/ 204`],
        changes: ['project.delete'],
        says: ['Project deleted.'],
      }),
    },
    {
      args: ({ seed }) => ['projects', 'delete', '-p', seed.projects.research, '--yes'],
      expect: ({ seed }) => ({
        requests: [`DELETE /projects/${seed.projects.research}/ 400`],
        says: ['Deletion requires no resources to be related to the target.'],
      }),
    },
    {
      args: (stage) => ['organizations', 'auditlogs', 'list', '--org-id', alpine(stage)],
      expect: (stage) => ({
        // As many pages as it takes, and an empty one.
        requests: [`GET /organizations/${alpine(stage)}/auditlogs/ 200`],
        prints: ([json]) => {
          const events = records(json);
          if (events.length <= 50) throw new Error('Only one page of the audit log was read.');
          same(new Set(events.map((it) => it.id)).size, events.length, 'the events told once');
          same(events[0]?.action, 'project.delete', 'the newest event');
          if (!events.some((it) => record(it.actor).id === null)) {
            throw new Error('No event is the system’s own.');
          }
        },
        table: true,
      }),
    },
    {
      args: (stage) =>
        `organizations auditlogs list --org-id ${alpine(stage)} --action project.create`.split(' '),
      expect: (stage) => ({
        requests: [`GET /organizations/${alpine(stage)}/auditlogs/ 200`],
        prints: ([json]) =>
          same([...new Set(records(json).map((it) => it.action))], ['project.create'], 'actions'),
      }),
    },
    {
      args: (stage) => ['organizations', 'credits', 'list', '--org-id', alpine(stage)],
      expect: (stage) => ({
        requests: [`GET /organizations/${alpine(stage)}/credits/ 200`],
        prints: ([json]) =>
          same([...new Set(records(json).map((it) => it.status))], ['ACTIVE'], 'the states'),
        table: true,
      }),
    },
    {
      args: (stage) => [
        ...`organizations customer edit --org-id ${alpine(stage)} --country AT --city Vienna`.split(
          ' ',
        ),
        ...'--name Alpine --email bills@alpine.example --phone 123 --postal-code 1010'.split(' '),
        ...['--line1', 'Ring 1', '--tax-id', 'ATU12345678', '--tax-id-type', 'eu_vat'],
      ],
      expect: (stage) => ({
        requests: [`PUT /organizations/${alpine(stage)}/customer/ 200`],
        changes: ['organization.edit_customer'],
        // Written flat, read nested.
        prints: ([json]) =>
          holds(record(json).address, { city: 'Vienna', line1: 'Ring 1', line2: null }),
      }),
    },
    {
      args: (stage) => ['organizations', 'customer', 'get', '--org-id', alpine(stage)],
      expect: (stage) => ({
        requests: [`GET /organizations/${alpine(stage)}/customer/ 200`],
        prints: ([json]) => holds(json, { tax: { tax_id: 'ATU12345678', tax_id_type: 'eu_vat' } }),
        table: true,
      }),
    },
    {
      // Being in two is the most.
      args: () => ['organizations', 'create', '--name', 'Third'],
      expect: () => ({
        requests: ['POST /organizations/ 400'],
        says: ['A user can be a member of at most two organizations.'],
      }),
    },
    {
      before: (stage) => {
        const { ada: uid } = stage.seed.users;
        const role = { organization_id: alpine(stage), role_fqn: 'org_admin' };
        return stage.control.put('user', { uid, organization_roles: [role] });
      },
      args: () => ['organizations', 'create', '--name', 'Second'],
      learn: (stage, [json]) => keep(stage, 'organization', json),
      expect: () => ({
        requests: ['POST /organizations/ 201'],
        sends: { name: 'Second' },
        changes: ['organization.create'],
        says: ['Organization created.'],
        prints: ([json]) => holds(json, { name: 'Second', plan_type: 3, role_fqn: 'org_admin' }),
      }),
    },
    {
      args: (stage) => ['organizations', 'delete', '--org-id', stage.id('organization'), '--yes'],
      expect: (stage) => ({
        requests: [`DELETE /organizations/${stage.id('organization')}/ 204`],
        changes: ['organization.delete'],
        says: ['Organization deleted.'],
      }),
    },
  ],
};
