/** Asks everything once and keeps what came, in memory only. */
import { type EndpointPath, endpoints, METRICS, ROLES } from './endpoints.ts';
import type { Observation } from './observation.ts';
import type { Credentials, Reader } from './reader.ts';
import { ABOUT_A_CLUSTER, type Ask, names, refusals, unknownIds } from './refused.ts';

export type Survey = {
  /** By endpoint, in the order of asking. */
  replies: Map<EndpointPath, Observation[]>;
  refusals: Observation[];
  unslashed: Observation[];
  unknownIds: Observation[];
  foreignIds: Observation[];
  names: Observation[];
  metrics: Observation[];
  prometheus: Observation | null;
  auditPages: Observation[];
  limitedOperations: Observation | null;
  requests: number;
};

/** Enough to see differences, few enough to be no burden. */
const MOST_ORGANIZATIONS = 3;
const MOST_PROJECTS = 2;

type Thing = Record<string, unknown>;

/**
 * @param credentials also used with a secret that is wrong, to see how that is refused
 * @param foreignCluster id of a cluster that the key must not see, if one is known
 */
export async function survey(
  read: Reader,
  credentials: Credentials,
  foreignCluster?: string,
): Promise<Survey> {
  const found: Survey = {
    replies: new Map(),
    refusals: [],
    unslashed: [],
    unknownIds: [],
    foreignIds: [],
    names: [],
    metrics: [],
    prometheus: null,
    auditPages: [],
    limitedOperations: null,
    requests: 0,
  };

  const ask = async (
    asked: string,
    about: string,
    ...[method, path, options]: Parameters<Reader>
  ): Promise<Observation> => {
    const reply = await read(method, path, options);
    found.requests += 1;
    return { asked, about, reply, body: parse(reply.text) };
  };

  const get = async (
    endpoint: EndpointPath,
    ids: Record<string, string> = {},
    about = '',
    query?: Record<string, string | number>,
  ) => {
    const options = query ? { query } : {};
    const seen = await ask(`GET ${endpoint}`, about, 'GET', fill(endpoint, ids), options);
    found.replies.set(endpoint, [...(found.replies.get(endpoint) ?? []), seen]);
    return seen;
  };

  const me = await get('/users/me/');
  found.refusals = await refusals(ask, credentials);
  if (me.reply.status !== 200) return found;

  for (const endpoint of Object.keys(endpoints) as EndpointPath[]) {
    if (endpoint !== '/users/me/' && !endpoint.includes('{') && !endpoint.endsWith('price')) {
      await get(endpoint);
    }
  }
  const things = (endpoint: EndpointPath) => listOf(found.replies.get(endpoint)?.[0]?.body);

  const organizations = things('/organizations/').slice(0, MOST_ORGANIZATIONS);
  for (const organization of organizations) {
    const ids = { organization: idOf(organization) };
    const role = ROLES.find((it) => it === organization.role_fqn) ?? 'another role';
    for (const endpoint of Object.keys(endpoints) as EndpointPath[]) {
      if (!endpoint.startsWith('/organizations/{')) continue;
      // API: only active credits and pending invitations are told unless asked otherwise.
      const query = endpoint.endsWith('/credits/') ? { status: 'ACTIVE,EXPIRED' } : undefined;
      await get(endpoint, ids, role, query);
    }
  }
  const audited = found.replies
    .get('/organizations/{organization}/auditlogs/')
    ?.find(({ body }) => listOf(body).length > 0);
  if (audited)
    found.auditPages = [audited, await nextAuditPage(ask, organizations, found, audited)];

  const projects = things('/projects/');
  for (const project of projects.slice(0, MOST_PROJECTS)) {
    await get('/projects/{project}/users/', { project: idOf(project) });
  }

  const clusters = things('/clusters/');
  const examples = examplesOf(clusters);
  for (const [state, cluster] of examples) {
    for (const endpoint of Object.keys(endpoints) as EndpointPath[]) {
      if (endpoint.startsWith('/clusters/{'))
        await get(endpoint, { cluster: idOf(cluster) }, state);
    }
  }

  const cluster = examples.get('running') ?? clusters[0];
  if (cluster) {
    const id = encodeURIComponent(idOf(cluster));
    for (const metric of METRICS) {
      const path = `/clusters/${id}/metrics/${metric}/`;
      found.metrics.push(await ask(metric, '', 'GET', path));
    }
    const path = `/clusters/${id}/operations/`;
    const query = { limit: 1 };
    found.limitedOperations = await ask('limit', '', 'GET', path, { query });
    await get('/products/clusters/price', {}, '', priceQuestion(cluster, projects));
    if (typeof cluster.name === 'string') found.names = await names(ask, cluster.name);
  }

  // API: one request a minute at most, so the probe asks once.
  const admin = organizations.find(({ role_fqn }) => role_fqn === 'org_admin') ?? organizations[0];
  if (admin) {
    const path = `/organizations/${encodeURIComponent(idOf(admin))}/metrics/prometheus/`;
    found.prometheus = await ask('prometheus', '', 'GET', path);
  }

  for (const endpoint of ['/users/me/', '/organizations/', '/clusters/{cluster}/'] as const) {
    if (endpoint.includes('{') && !cluster) continue;
    const path = fill(endpoint, { cluster: cluster ? idOf(cluster) : '' }).replace(/\/$/, '');
    found.unslashed.push(await ask(`GET ${endpoint.slice(0, -1)}`, path, 'GET', path));
  }
  found.unknownIds = await unknownIds(ask);
  for (const endpoint of foreignCluster ? ABOUT_A_CLUSTER : []) {
    const path = fill(endpoint, { cluster: foreignCluster ?? '' });
    found.foreignIds.push(await ask(`GET ${endpoint}`, '', 'GET', path));
  }
  return found;
}

async function nextAuditPage(
  ask: Ask,
  organizations: readonly Thing[],
  { replies }: Survey,
  first: Observation,
): Promise<Observation> {
  const all = replies.get('/organizations/{organization}/auditlogs/') ?? [];
  const organization = idOf(organizations[all.indexOf(first)] ?? {});
  const last = idOf(listOf(first.body).at(-1) ?? {});
  const path = `/organizations/${encodeURIComponent(organization)}/auditlogs/`;
  return ask('next page', '', 'GET', path, { query: { last } });
}

/** One cluster of each state that answers differently. */
function examplesOf(clusters: readonly Thing[]): Map<string, Thing> {
  const examples = new Map<string, Thing>();
  for (const cluster of clusters) {
    const state = stateOf(cluster);
    if (!examples.has(state)) examples.set(state, cluster);
  }
  return examples;
}

function stateOf({ suspended, gc_available }: Thing): string {
  if (suspended === true) return 'suspended';
  return gc_available === false ? 'without Grand Central' : 'running';
}

function priceQuestion(cluster: Thing, projects: readonly Thing[]) {
  const specs = cluster.hardware_specs as Thing | null | undefined;
  const project = projects.find(({ id }) => id === cluster.project_id);
  return {
    product_name: String(cluster.product_name ?? ''),
    product_tier: String(cluster.product_tier ?? 'default'),
    product_unit: Number(cluster.product_unit ?? 0),
    region: String(project?.region ?? ''),
    storage_bytes: String(specs?.disk_size_per_node_bytes ?? ''),
  };
}

function fill(endpoint: string, ids: Record<string, string>): string {
  return endpoint.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function listOf(body: unknown): Thing[] {
  return Array.isArray(body)
    ? body.filter((it) => typeof it === 'object' && it !== null && !Array.isArray(it))
    : [];
}

const idOf = (thing: Thing): string => (typeof thing.id === 'string' ? thing.id : '-');
