import { fileView } from '../files/files.ts';
import { exportDefaults, importDefaults } from '../jobs/new-job.ts';
import { newCluster } from '../state/new-cluster.ts';
import { newSubscription } from '../state/seed-billing.ts';
import { put } from '../state/state.ts';
import type { Entities, Kind, Project } from '../state/types.ts';
import { apiKeyText, secretText } from '../world/ids.ts';
import { DAY, stamp } from '../world/times.ts';
import { clusterView } from '../world/views.ts';
import { nextId, type World, writtenDc } from '../world/world.ts';

type Fields = Record<string, unknown>;

/**
 * Adds an entity, or merges into the one with the same key. What a new one lacks is filled in; what
 * cannot be guessed (the organization it belongs to) has to be given.
 */
export function putEntity(world: World, kind: Kind, fields: Fields): Fields {
  if (typeof fields.content === 'string') fields.content = Buffer.from(fields.content);
  const existing = find(world, kind, fields);
  const entity = existing
    ? Object.assign(existing, fields)
    : { ...defaults(world, kind, fields), ...fields };
  put(world.state, kind, entity as Entities[Kind]);
  if (kind === 'file') return fileView(world, entity as Entities['file']);
  return kind === 'cluster' ? clusterView(world, entity as Entities['cluster']) : entity;
}

/** Deletes an entity as it is, without what hangs on it; a snapshot by `cluster/repository/name`. */
export function removeEntity(world: World, kind: Kind, id: string): void {
  if (world.state[kind].delete(id)) return;
  const [clusterId = '', , name] = id.split('/');
  const cluster = kind === 'snapshot' ? world.state.cluster.get(clusterId) : undefined;
  if (!cluster || name === undefined) throw new Error(`There is no ${kind} "${id}".`);
  cluster.sandbox.removed_snapshots.push(name);
}

function find(world: World, kind: Kind, fields: Fields): Fields | undefined {
  const id = fields.id ?? fields.uid ?? fields.key ?? (kind === 'region' ? fields.name : undefined);
  return typeof id === 'string' ? (world.state[kind].get(id) as Fields | undefined) : undefined;
}

function defaults(world: World, kind: Kind, fields: Fields): Fields {
  const id = nextId(world, kind);
  const dc = writtenDc(world);
  const now = world.clock.now().getTime();
  switch (kind) {
    case 'organization':
      return { id, dc, email: null, notifications_enabled: false, plan_type: 3 };
    case 'project':
      need(kind, fields, 'organization_id');
      return { id, dc, backup_location: null, region: 'aks1.westeurope.azure' };
    case 'region':
      need(kind, fields, 'name');
      return {
        dc,
        description: fields.name,
        deprecated: false,
        is_edge_region: false,
        status: 'UP',
        upgrade_available: false,
        last_seen: null,
        organization_id: null,
      };
    case 'user':
      need(kind, fields, 'email');
      return {
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
      };
    case 'api_key':
      need(kind, fields, 'user_id');
      return {
        key: apiKeyText(id),
        secret: secretText(id),
        active: true,
        last_used: null,
        dc,
      };
    case 'invitation':
      need(kind, fields, 'email');
      return {
        uid: id,
        status: 'PENDING',
        expiration_date: stamp(now + world.switches.invitationDays * DAY),
        organization_roles: [],
      };
    case 'cluster': {
      need(kind, fields, 'name');
      return newCluster({
        id,
        name: String(fields.name),
        project: projectOf(world, fields),
        subscription: null,
        plan: String(fields.product_name ?? 'cr1'),
        version: '6.2.2',
        nodes: Number(fields.num_nodes ?? 1),
        created: now,
        now,
      });
    }
    case 'operation':
      need(kind, fields, 'entity_id');
      return {
        id,
        type: 'SCALE',
        status: 'SUCCEEDED',
        entity: 'CLUSTER',
        dc,
        feedback_data: { message: '' },
        non_sensitive_data: {},
      };
    case 'snapshot': {
      need(kind, fields, 'cluster_id');
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
    }
    case 'subscription':
      return newSubscription({ id, name: 'Subscription', provider: 'stripe', dc });
    case 'payment_method':
      need(kind, fields, 'organization_id');
      return {
        type: 'stripe',
        is_available: true,
        is_setup: true,
        subscription_id: null,
        card: null,
      };
    case 'credit':
      need(kind, fields, 'organization_id');
      return {
        id,
        original_amount: 10000,
        remaining_amount: 10000,
        start_date: new Date(now).toISOString().slice(0, 19),
        expiration_date: new Date(now + 365 * DAY).toISOString().slice(0, 19),
        comment: null,
        status: 'ACTIVE',
      };
    case 'quota':
      need(kind, fields, 'organization_id');
      need(kind, fields, 'code');
      return { current_value: 0, quota: 0 };
    case 'audit_event':
      need(kind, fields, 'organization_id');
      return {
        id,
        action: 'organization.update',
        actor: { id: null, email: null, name: null, username: null, picture: null },
        context: {},
        created: stamp(now),
      };
    case 'secret':
      need(kind, fields, 'organization_id');
      return { id, name: 'secret', type: 'AWS', description: '**********', dc, refusal: null };
    case 'file': {
      need(kind, fields, 'organization_id');
      const content = Buffer.isBuffer(fields.content) ? fields.content : Buffer.from('a\n1\n');
      const { length: file_size } = content;
      return { id, name: 'file', status: 'UPLOADED', file_size, dc, content, exported: false };
    }
    case 'import_job':
      need(kind, fields, 'cluster_id');
      return importDefaults(id, dc);
    case 'export_job':
      need(kind, fields, 'cluster_id');
      return exportDefaults(id, dc);
    case 'feature':
      need(kind, fields, 'name');
      return { is_active: true };
    case 'customer':
    case 'product':
      return {};
  }
}

function need(kind: Kind, fields: Fields, name: string): void {
  if (typeof fields[name] !== 'string') throw new Error(`A new ${kind} needs "${name}".`);
}

function projectOf(world: World, fields: Fields): Project {
  const project =
    typeof fields.project_id === 'string'
      ? world.state.project.get(fields.project_id)
      : [...world.state.project.values()][0];
  if (!project) throw new Error(`There is no project "${fields.project_id}".`);
  return project;
}
