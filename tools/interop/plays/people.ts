/** Users of organizations and projects, roles, and API keys. */
import { holds, keep, type Play, records, type Stage, same } from '../scene.ts';

const organization = (stage: Stage) => `/organizations/${stage.seed.organizations.alpine}`;
const project = (stage: Stage) => `/projects/${stage.seed.projects.research}`;
const edsger = 'edsger.dijkstra@example.com';

const organizationUsers = (stage: Stage, words: string) =>
  `organizations users ${words} --org-id ${stage.seed.organizations.alpine}`.split(' ');
const projectUsers = (stage: Stage, words: string) =>
  `projects users ${words} -p ${stage.seed.projects.research}`.split(' ');
const names = (json: unknown) => records(json).map((it) => it.email);

export const people: Play = {
  name: 'people',
  scenes: [
    {
      args: () => ['users', 'roles', 'list'],
      expect: () => ({
        requests: ['GET /roles/ 200'],
        prints: ([json]) =>
          same(
            records(json).map((it) => it.id),
            ['org_admin', 'org_member', 'project_admin', 'project_member'],
            'the roles',
          ),
        table: true,
      }),
    },
    {
      args: (stage) => organizationUsers(stage, `add --user ${edsger} --role org_member`),
      expect: (stage) => ({
        requests: [`POST ${organization(stage)}/users/ 201`],
        sends: { user: edsger, role_fqn: 'org_member' },
        changes: ['organization.add_user'],
        says: ['User added to organization.'],
        prints: ([json]) => holds(json, { user_id: stage.seed.users.edsger, added: true }),
      }),
    },
    {
      args: (stage) => organizationUsers(stage, `add --user ${edsger} --role org_admin`),
      expect: (stage) => ({
        requests: [`POST ${organization(stage)}/users/ 200`],
        changes: ['organization.edit_user'],
        says: ['Role altered for user.'],
        prints: ([json]) => holds(json, { role_fqn: 'org_admin', added: false }),
      }),
    },
    {
      args: (stage) => organizationUsers(stage, 'add --user new@example.com --role org_member'),
      expect: (stage) => ({
        requests: [`POST ${organization(stage)}/users/ 201`],
        changes: ['organization.invite_user'],
        prints: ([json]) => holds(json, { invited: true }),
      }),
    },
    {
      args: (stage) => organizationUsers(stage, 'list'),
      expect: (stage) => ({
        requests: [`GET ${organization(stage)}/users/ 200`],
        prints: ([json]) => same(names(json).includes(edsger), true, 'the new user is listed'),
        table: true,
      }),
    },
    {
      args: (stage) => projectUsers(stage, `add --user ${edsger} --role project_member`),
      expect: (stage) => ({
        requests: [`POST ${project(stage)}/users/ 201`],
        sends: { user: edsger, role_fqn: 'project_member' },
        changes: ['project.add_user'],
        says: ['User added to project.'],
      }),
    },
    {
      args: (stage) => projectUsers(stage, 'list'),
      expect: (stage) => ({
        requests: [`GET ${project(stage)}/users/ 200`],
        prints: ([json]) => same(names(json).includes(edsger), true, 'the new user is listed'),
        table: true,
      }),
    },
    {
      args: (stage) => projectUsers(stage, `remove --user ${edsger}`),
      expect: (stage) => ({
        requests: [`DELETE ${project(stage)}/users/${edsger}/ 204`],
        changes: ['project.remove_user'],
        says: ['User removed from project.'],
      }),
    },
    {
      args: (stage) => organizationUsers(stage, `remove --user ${stage.seed.users.edsger}`),
      expect: (stage) => ({
        requests: [`DELETE ${organization(stage)}/users/${stage.seed.users.edsger}/ 204`],
        changes: ['organization.remove_user'],
        says: ['User removed from organization.'],
      }),
    },
    {
      args: (stage) => organizationUsers(stage, `remove --user ${edsger}`),
      expect: (stage) => ({
        requests: [`DELETE ${organization(stage)}/users/${edsger}/ 404`],
        says: ['Resource not found.'],
      }),
    },
    {
      args: () => ['api-keys', 'create'],
      learn: (stage, [json]) => keep(stage, 'key', json, 'key'),
      expect: (stage) => ({
        requests: ['POST /users/me/api-keys/ 200'],
        changes: ['user.create_api_key'],
        prints: ([json]) => holds(json, { user_id: stage.seed.users.ada, active: true }),
      }),
    },
    {
      args: (stage) => ['api-keys', 'edit', '--api-key', stage.id('key'), '--active', 'false'],
      expect: (stage) => ({
        requests: [`PATCH /users/me/api-keys/${stage.id('key')}/ 200`],
        sends: { active: false },
        changes: ['user.edit_api_key'],
        says: ['API key edited.'],
        prints: ([json]) => holds(json, { key: stage.id('key'), active: false }),
      }),
    },
    {
      args: () => ['api-keys', 'list'],
      expect: (stage) => ({
        requests: ['GET /users/me/api-keys/ 200'],
        prints: ([json]) => {
          const key = records(json).find((it) => it.key === stage.id('key'));
          holds(key, { active: false, last_used: null });
          same('secret' in (key ?? {}), false, 'a secret in the list');
        },
        table: true,
      }),
    },
    {
      args: (stage) => ['api-keys', 'delete', '--api-key', stage.id('key')],
      expect: (stage) => ({
        requests: [`DELETE /users/me/api-keys/${stage.id('key')}/ 204`],
        changes: ['user.delete_api_key'],
        says: ['API key deleted.'],
      }),
    },
  ],
};
