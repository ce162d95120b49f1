import { fileView } from '../files/files.ts';
import { put } from '../state/state.ts';
import type { Entities, Kind } from '../state/types.ts';
import { clusterView } from '../world/views.ts';
import { nextId, type World, writtenDc } from '../world/world.ts';
import { type Fields, newThings } from './new-things.ts';

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

/** A new thing as far as nothing is said of it. */
function defaults(world: World, kind: Kind, fields: Fields): Fields {
  const { needs, make } = newThings[kind];
  const missing = needs.find((name) => typeof fields[name] !== 'string');
  if (missing) throw new Error(`A new ${kind} needs "${missing}".`);
  const id = nextId(world, kind);
  return make({ world, fields, id, dc: writtenDc(world), now: world.clock.now().getTime() });
}
