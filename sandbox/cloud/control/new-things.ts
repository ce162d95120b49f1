import { exportDefaults, importDefaults } from '../jobs/new-job.ts';
import { newCluster } from '../state/new-cluster.ts';
import { newSubscription } from '../state/seed-billing.ts';
import type { DublinCore, Kind, Project } from '../state/types.ts';
import { apiKeyText, secretText } from '../world/ids.ts';
import { DAY, stamp } from '../world/times.ts';
import type { World } from '../world/world.ts';

export type Fields = Record<string, unknown>;

type About = { world: World; fields: Fields; id: string; dc: DublinCore; now: number };

/** What a new thing of each kind lacks, and which fields cannot be guessed. */
export const newThings: Record<Kind, { needs: string[]; make(about: About): Fields }> = {
  organization: {
    needs: [],
    make: ({ id, dc }) => ({ id, dc, email: null, notifications_enabled: false, plan_type: 3 }),
  },
  project: {
    needs: ['organization_id'],
    make: ({ id, dc }) => ({ id, dc, backup_location: null, region: 'aks1.westeurope.azure' }),
  },
  region: {
    needs: ['name'],
    make: ({ fields, dc }) => ({
      dc,
      description: fields.name,
      deprecated: false,
      is_edge_region: false,
      status: 'UP',
      upgrade_available: false,
      last_seen: null,
      organization_id: null,
    }),
  },
  user: {
    needs: ['email'],
    make: ({ fields, id }) => ({
      uid: id,
      name: fields.email,
      username: fields.email,
      idp: 'cognito',
      picture: null,
      status: 'active',
      hmac: secretText(`hmac ${id}`).slice(0, 32),
      is_superuser: false,
      organization_roles: [],
      project_roles: [],
    }),
  },
  api_key: {
    needs: ['user_id'],
    make: ({ id, dc }) => ({
      key: apiKeyText(id),
      secret: secretText(id),
      active: true,
      last_used: null,
      dc,
    }),
  },
  invitation: {
    needs: ['email'],
    make: ({ world, id, now }) => ({
      uid: id,
      status: 'PENDING',
      expiration_date: stamp(now + world.switches.invitationDays * DAY),
      organization_roles: [],
    }),
  },
  cluster: {
    needs: ['name'],
    make: ({ world, fields, id, now }) =>
      newCluster({
        id,
        name: String(fields.name),
        project: projectOf(world, fields),
        subscription: null,
        plan: String(fields.product_name ?? 'cr1'),
        version: '6.2.2',
        nodes: Number(fields.num_nodes ?? 1),
        created: now,
        now,
      }),
  },
  operation: {
    needs: ['entity_id'],
    make: ({ id, dc }) => ({
      id,
      type: 'SCALE',
      status: 'SUCCEEDED',
      entity: 'CLUSTER',
      dc,
      feedback_data: { message: '' },
      non_sensitive_data: {},
    }),
  },
  snapshot: {
    needs: ['cluster_id'],
    make: ({ world, fields, dc, now }) => {
      const cluster = world.state.cluster.get(String(fields.cluster_id));
      return {
        project_id: cluster?.project_id,
        repository: cluster?.sandbox.backup_repository,
        snapshot: stamp(now).replace(/\D/g, '').slice(0, 14),
        created: stamp(now),
        tables: cluster?.sandbox.tables ?? [],
        concrete_indices: (cluster?.sandbox.tables ?? []).map((it) => it.replace(/^doc\./, '')),
        dc,
      };
    },
  },
  subscription: {
    needs: [],
    make: ({ id, dc }) => newSubscription({ id, name: 'Subscription', provider: 'stripe', dc }),
  },
  payment_method: {
    needs: ['organization_id'],
    make: () => ({
      type: 'stripe',
      is_available: true,
      is_setup: true,
      subscription_id: null,
      card: null,
    }),
  },
  credit: {
    needs: ['organization_id'],
    make: ({ id, now }) => ({
      id,
      original_amount: 10000,
      remaining_amount: 10000,
      start_date: new Date(now).toISOString().slice(0, 19),
      expiration_date: new Date(now + 365 * DAY).toISOString().slice(0, 19),
      comment: null,
      status: 'ACTIVE',
    }),
  },
  quota: { needs: ['organization_id', 'code'], make: () => ({ current_value: 0, quota: 0 }) },
  audit_event: {
    needs: ['organization_id'],
    make: ({ id, now }) => ({
      id,
      action: 'organization.update',
      actor: { id: null, email: null, name: null, username: null, picture: null },
      context: {},
      created: stamp(now),
    }),
  },
  secret: {
    needs: ['organization_id'],
    make: ({ id, dc }) => ({
      id,
      name: 'secret',
      type: 'AWS',
      description: '**********',
      dc,
      refusal: null,
    }),
  },
  file: {
    needs: ['organization_id'],
    make: ({ fields, id, dc }) => {
      const content = Buffer.isBuffer(fields.content) ? fields.content : Buffer.from('a\n1\n');
      const { length: file_size } = content;
      return { id, name: 'file', status: 'UPLOADED', file_size, dc, content, exported: false };
    },
  },
  import_job: { needs: ['cluster_id'], make: ({ id, dc }) => importDefaults(id, dc) },
  export_job: { needs: ['cluster_id'], make: ({ id, dc }) => exportDefaults(id, dc) },
  feature: { needs: ['name'], make: () => ({ is_active: true }) },
  customer: { needs: [], make: () => ({}) },
  product: { needs: [], make: () => ({}) },
};

function projectOf(world: World, fields: Fields): Project {
  const project =
    typeof fields.project_id === 'string'
      ? world.state.project.get(fields.project_id)
      : [...world.state.project.values()][0];
  if (!project) throw new Error(`There is no project "${fields.project_id}".`);
  return project;
}
