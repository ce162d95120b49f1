import type { Entities, Kind, State } from './types.ts';

type KeyOf = { [K in Kind]: (entity: Entities[K]) => string };

const keyOf: KeyOf = {
  organization: (it) => it.id,
  project: (it) => it.id,
  region: (it) => it.name,
  user: (it) => it.uid,
  api_key: (it) => it.key,
  invitation: (it) => it.uid,
  cluster: (it) => it.id,
  operation: (it) => it.id,
  snapshot: (it) => `${it.cluster_id}/${it.repository}/${it.snapshot}`,
  import_job: (it) => it.id,
  export_job: (it) => it.id,
  subscription: (it) => it.id,
  payment_method: (it) => `${it.organization_id}/${it.type}/${it.subscription_id}/${it.card?.id}`,
  credit: (it) => it.id,
  quota: (it) => `${it.organization_id}/${it.code}`,
  audit_event: (it) => it.id,
  customer: (it) => it.organization_id,
  secret: (it) => it.id,
  file: (it) => it.id,
  product: (it) => `${it.kind}/${it.name}/${it.tier}/${it.region}/${it.plan}/${it.offer}`,
  feature: (it) => it.name,
};

export const kinds = Object.keys(keyOf) as Kind[];

export function emptyState(): State {
  return Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as State;
}

/** Adds an entity, or replaces the one with the same key. */
export function put<K extends Kind>(state: State, kind: K, entity: Entities[K]): Entities[K] {
  state[kind].set(keyOf[kind](entity), entity);
  return entity;
}
