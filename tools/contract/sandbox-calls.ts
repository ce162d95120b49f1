/** Makes the sandbox give what it can give, beyond what the integration asks for. */
import { connectCloud, type SeedInfo, type SeedKey } from '../../sandbox/cloud/control/client.ts';
import { startCloud } from '../../sandbox/cloud/index.ts';
import type { SqlService } from '../../sandbox/cloud/sql/service.ts';
import type { Switches } from '../../sandbox/cloud/world/switches.ts';
import type { Operation } from './document.ts';
import type { Recorder } from './recorder.ts';

type Values = Readonly<Record<string, string>>;

/** Where ids to ask for are found: the list that has them, and the field. */
const SOURCES: Readonly<Record<string, [list: string, field: string]>> = {
  organization_id: ['/organizations/', 'id'],
  project_id: ['/projects/', 'id'],
  cluster_id: ['/clusters/', 'id'],
  subscription_id: ['/subscriptions/', 'id'],
  region_name: ['/regions/', 'name'],
  api_key: ['/users/me/api-keys/', 'key'],
  user_id_or_email: ['/organizations/{organization_id}/users/', 'uid'],
  invite_token: ['/organizations/{organization_id}/invitations/', 'uid'],
  credit_id: ['/organizations/{organization_id}/credits/', 'id'],
  file_id: ['/organizations/{organization_id}/files/', 'id'],
  secret_id: ['/organizations/{organization_id}/secrets/', 'id'],
  import_job_id: ['/clusters/{cluster_id}/import-jobs/', 'id'],
  export_job_id: ['/clusters/{cluster_id}/export-jobs/', 'id'],
};

/** Values that no list gives. Dates are around the time that a sandbox starts at. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  kind: ['cluster', 'storage'],
  name: ['weather-prod', 'no-such-cluster', '-'],
  ordinal: ['0'],
  start: ['2026-03-01T00:00:00Z'],
  end: ['2026-03-02T08:00:00Z'],
  from: ['2026-02-28T00:00:00Z'],
  to: ['2026-03-02T08:00:00Z'],
  minutes_ago: ['60'],
  statuses: ['SUCCEEDED', 'no status'],
  status: ['ACTIVE,EXPIRED', 'PENDING', 'ACCEPTED'],
  action: ['project.create'],
  product_name: ['cr2'],
  product_tier: ['default'],
  product_unit: ['2'],
  region: ['aks1.westeurope.azure'],
  storage_bytes: ['68719476736'],
  tier: ['default'],
  limit: ['1'],
  offset: ['0'],
  bucket: ['sensor-archive'],
  container_name: ['sensor-archive'],
};

/** Enough to meet a thing of every kind; the seed has no more of any. */
const MOST_OF_ONE_KIND = 30;

const UNKNOWN_ID = '00000000-0000-4000-8000-00000000dead';

export type Caller = (
  method: string,
  path: string,
  options?: { key?: SeedKey; query?: Values; body?: unknown; sudo?: boolean },
) => Promise<{ served: boolean; status: number; json: unknown }>;

/** A sandbox of its own behind the recorder, for the length of `work`. */
export async function onSandbox<T>(
  recorder: Recorder,
  sql: SqlService,
  switches: Partial<Switches>,
  work: (call: Caller, seed: SeedInfo) => Promise<T>,
): Promise<T> {
  const cloud = await startCloud({ sql, switches });
  try {
    const seed = await connectCloud(cloud.origin).seed();
    recorder.lead(cloud.origin, { step: null, nulls: switches.nulls ?? false });
    return await work(callerOf(recorder.origin, seed), seed);
  } finally {
    await cloud.close();
  }
}

function callerOf(origin: string, seed: SeedInfo): Caller {
  return async (method, path, { key = seed.keys.admin, query = {}, body, sudo = false } = {}) => {
    const url = new URL(path, origin);
    for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
    const reply = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Basic ${btoa(`${key.key}:${key.secret}`)}`,
        ...(sudo ? { 'x-auth-sudo': '1' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return {
      served: reply.headers.get('x-sandbox') !== 'unknown-route',
      status: reply.status,
      json: /json/.test(reply.headers.get('content-type') ?? '') ? tryParse(text) : undefined,
    };
  };
}

/** The operations of the document that the sandbox has a route for. */
export async function servedOperations(
  operations: readonly Operation[],
  call: Caller,
  seed: SeedInfo,
): Promise<Operation[]> {
  const served: Operation[] = [];
  for (const operation of operations) {
    const path = pathOf(operation, () => UNKNOWN_ID);
    const as = { key: seed.keys.superuser, sudo: true };
    if ((await call(operation.method, path, as)).served) served.push(operation);
  }
  return served;
}

/** Every GET and HEAD with everything there is to ask for, and with each query parameter. */
export async function readEverything(
  operations: readonly Operation[],
  call: Caller,
  seed: SeedInfo,
): Promise<void> {
  const valuesFor = finder(call);
  for (const operation of operations.filter(isRead)) {
    const required = operation.query.filter((it) => it.required);
    for (const values of await bindings(operation, valuesFor)) {
      const path = pathOf(operation, (name) => values[name] ?? UNKNOWN_ID);
      const query = Object.fromEntries(required.map(({ name }) => [name, FIXED[name]?.[0] ?? '']));
      const { status } = await call(operation.method, path, { query });
      if (status === 403) {
        await call(operation.method, path, { query, key: seed.keys.superuser, sudo: true });
      }
    }
    const [first = {}] = await bindings(operation, valuesFor);
    for (const { name } of operation.query.filter((it) => !it.required)) {
      const known = FIXED[name] ?? (await valuesFor(name, first)).slice(0, 1);
      for (const value of known) {
        const path = pathOf(operation, (part) => first[part] ?? UNKNOWN_ID);
        const needed = required.map((it) => [it.name, FIXED[it.name]?.[0] ?? '']);
        await call(operation.method, path, {
          query: { ...Object.fromEntries(needed), [name]: value },
        });
      }
    }
  }
}

/** Every operation as nobody should call it: unknown ids, no rights, a dead key, an empty body. */
export async function callBadly(
  operations: readonly Operation[],
  call: Caller,
  seed: SeedInfo,
): Promise<void> {
  const valuesFor = finder(call);
  for (const operation of operations) {
    const { method } = operation;
    const unknown = pathOf(operation, () => UNKNOWN_ID);
    const withBody =
      method === 'GET' || method === 'HEAD' || method === 'DELETE' ? {} : { body: {} };
    await call(method, unknown, withBody);
    const [first = {}] = await bindings(operation, valuesFor);
    const known = pathOf(operation, (name) => first[name] ?? UNKNOWN_ID);
    await call(method, known, { ...withBody, key: seed.keys.deactivated });
    await call(method, known, { ...withBody, key: seed.keys.projectMember });
    if ('body' in withBody) await call(method, known, withBody);
  }
}

/** Changes that break a rule of the service, told apart by switches. */
export async function breakRules(call: Caller, seed: SeedInfo): Promise<void> {
  const cluster = (name: string) => `/api/v2/clusters/${seed.clusters[name]}`;
  const change = (path: string, body: object) => call('PUT', path, { body });
  await change(`${cluster('weather-prod')}/scale/`, { product_unit: 3 });
  await change(`${cluster('weather-prod')}/scale/`, { product_unit: 4 });
  await change(`${cluster('weather-archive')}/storage/`, { disk_size_per_node_bytes: 1024 ** 3 });
  await change(`${cluster('winter-lab')}/scale/`, { product_unit: 2 });
  await call('DELETE', `${cluster('vault-records')}/`);
  await call('DELETE', `/api/v2/projects/${seed.projects.weatherEurope}/`);
  await call('POST', '/api/v2/users/me/api-keys/');
  const metrics = `/api/v2/organizations/${seed.organizations.alpine}/metrics/prometheus/`;
  await call('GET', metrics);
  await call('GET', metrics);
}

const isRead = ({ method }: Operation) => method === 'GET' || method === 'HEAD';

function pathOf(operation: Operation, idOf: (name: string) => string): string {
  return operation.template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(idOf(name)),
  );
}

type Finder = (name: string, bound: Values) => Promise<string[]>;

/** Ids by the name of the parameter, out of the lists of the API itself. */
function finder(call: Caller): Finder {
  const found = new Map<string, Promise<string[]>>();
  const look = async (list: string, field: string): Promise<string[]> => {
    const { json } = await call('GET', `/api/v2${list}`);
    const items: unknown[] = Array.isArray(json) ? json : [];
    return items.flatMap((item) => {
      const value = (item as Record<string, unknown> | null)?.[field];
      return typeof value === 'string' ? [value] : [];
    });
  };
  return async (name, bound) => {
    const [template, field] = SOURCES[name] ?? [];
    if (!template || !field) return [...(FIXED[name] ?? [])];
    const list = template.replace(/\{(\w+)\}/g, (_, part: string) => bound[part] ?? UNKNOWN_ID);
    const known = found.get(`${list} ${field}`) ?? look(list, field);
    found.set(`${list} ${field}`, known);
    return await known;
  };
}

/** All combinations of what the path's parameters can be. */
async function bindings(operation: Operation, valuesFor: Finder): Promise<Values[]> {
  let bound: Values[] = [{}];
  for (const { name, schema } of operation.path) {
    const next: Values[] = [];
    for (const values of bound) {
      const known = Array.isArray(schema.enum)
        ? schema.enum.map(String)
        : await valuesFor(name, values);
      for (const value of known.slice(0, MOST_OF_ONE_KIND)) next.push({ ...values, [name]: value });
    }
    bound = next;
  }
  return bound;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
