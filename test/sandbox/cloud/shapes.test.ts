import { list, object, type Tried, tryCloud } from './support.ts';

let cloud: Tried;
beforeAll(async () => {
  cloud = await tryCloud();
});
afterAll(() => cloud.close());

const organization = () => `/organizations/${cloud.seed.organizations.alpine}`;
const cluster = () => `/clusters/${cloud.seed.clusters['weather-prod']}`;
const subscription = () => `subscriptions/${cloud.seed.subscriptions.aws}/`;

/** Every GET, the fields of its object or of the first of its list, and who of the others may ask. */
const gets: Array<[string, () => string, string, string]> = [
  [
    'users/me',
    () => '/users/me/',
    'email hmac idp is_superuser name organization_id organization_roles picture project_roles status uid username',
    'member projectAdmin projectMember',
  ],
  [
    'api-keys',
    () => '/users/me/api-keys/',
    'active dc key last_used user_id',
    'member projectAdmin projectMember',
  ],
  ['roles', () => '/roles/', 'id name', 'member projectAdmin projectMember'],
  [
    'organizations',
    () => '/organizations/',
    'dc email id name notifications_enabled plan_type project_count role_fqn',
    'member projectAdmin projectMember',
  ],
  [
    'organization',
    () => `${organization()}/`,
    'dc email id name notifications_enabled plan_type project_count role_fqn',
    'member projectAdmin projectMember',
  ],
  [
    'organization users',
    () => `${organization()}/users/`,
    'email idp name organization_roles picture uid username',
    'member',
  ],
  [
    'invitations',
    () => `${organization()}/invitations/`,
    'email expiration_date organization_roles status uid',
    '',
  ],
  ['auditlogs', () => `${organization()}/auditlogs/`, 'action actor context created id', ''],
  [
    'projects',
    () => '/projects/',
    'backup_location dc id name organization_id region',
    'member projectAdmin projectMember',
  ],
  [
    'organization projects',
    () => `${organization()}/projects/`,
    'backup_location dc id name organization_id region',
    'member projectAdmin projectMember',
  ],
  [
    'project',
    () => `/projects/${cloud.seed.projects.weatherEurope}/`,
    'backup_location dc id name organization_id region',
    'member projectAdmin projectMember',
  ],
  [
    'project users',
    () => `/projects/${cloud.seed.projects.weatherEurope}/users/`,
    'email idp name picture project_roles uid username',
    'member projectAdmin projectMember',
  ],
  [
    'regions',
    () => '/regions/',
    'dc deprecated description is_edge_region last_seen name organization_id status upgrade_available',
    'member projectAdmin projectMember',
  ],
  [
    'organization regions',
    () => `${organization()}/regions/`,
    'dc deprecated description is_edge_region last_seen name organization_id status upgrade_available',
    'member projectAdmin projectMember',
  ],
  ['clusters', () => '/clusters/', clusterFields(), 'member projectAdmin projectMember'],
  [
    'organization clusters',
    () => `${organization()}/clusters/`,
    clusterFields(),
    'member projectAdmin projectMember',
  ],
  [
    'project clusters',
    () => `/projects/${cloud.seed.projects.weatherEurope}/clusters/`,
    clusterFields(),
    'member projectAdmin projectMember',
  ],
  ['cluster', () => `${cluster()}/`, clusterFields(), 'member projectAdmin projectMember'],
  [
    'operations',
    () => `${cluster()}/operations/`,
    'operations',
    'member projectAdmin projectMember',
  ],
  [
    'snapshots',
    () => `${cluster()}/snapshots/`,
    'cluster_id concrete_indices created dc project_id repository snapshot tables',
    'member projectAdmin projectMember',
  ],
  [
    'available products',
    () => `${cluster()}/available-products/`,
    productFields(),
    'member projectAdmin projectMember',
  ],
  [
    'available upgrades',
    () => `${cluster()}/available-upgrades/`,
    'crate_versions',
    'member projectAdmin projectMember',
  ],
  ['products', () => '/products/', productFields(), 'member projectAdmin projectMember'],
  [
    'products of a kind',
    () => '/products/storage/',
    productFields(),
    'member projectAdmin projectMember',
  ],
  [
    'price',
    () =>
      '/products/clusters/price?product_name=cr1&product_tier=default&product_unit=0&region=aks1.eastus2.azure',
    'cluster_price storage_price total_price',
    'member projectAdmin projectMember',
  ],
  ['subscriptions', () => '/subscriptions/', subscriptionFields(), 'member'],
  [
    'organization subscriptions',
    () => `${organization()}/subscriptions/`,
    subscriptionFields(),
    'member',
  ],
  ['subscription', () => `/${subscription()}`, subscriptionFields(), 'member'],
  ['aws subscription', () => `/aws/${subscription()}`, subscriptionFields(), 'member'],
  ['azure subscription', () => `/azure/${subscription()}`, subscriptionFields(), 'member'],
  ['gcp subscription', () => `/gcp/${subscription()}`, subscriptionFields(), 'member'],
  ['stripe subscription', () => `/stripe/${subscription()}`, subscriptionFields(), 'member'],
  [
    'payment methods',
    () => `${organization()}/payment-methods/`,
    'card is_available is_setup subscription subscription_id type',
    '',
  ],
  [
    'consumption',
    () => `${organization()}/consumption/current-month/`,
    'compute_consumption_this_month current_cost storage_consumption_this_month',
    'member',
  ],
  [
    'remaining budget',
    () => `${organization()}/remaining-budget/`,
    'remaining_budget_per_month',
    '',
  ],
  ['quotas', () => `${organization()}/quotas/`, 'code current_value quota', 'member'],
  [
    'credits',
    () => `${organization()}/credits/`,
    'comment expiration_date id original_amount remaining_amount start_date status',
    '',
  ],
  [
    'customer',
    () => `${organization()}/customer/`,
    'address email name organization_id phone tax',
    '',
  ],
  ['secrets', () => `${organization()}/secrets/`, 'dc description id name type', ''],
  [
    'files',
    () => `${organization()}/files/`,
    'dc download_url file_size id name organization_id status upload_url',
    '',
  ],
  [
    'import jobs',
    () => `${cluster()}/import-jobs/`,
    'cluster_id compression dc destination file format id progress schema status type url',
    'member projectAdmin projectMember',
  ],
  [
    'export jobs',
    () => `${cluster()}/export-jobs/`,
    'cluster_id compression dc destination id progress source status',
    '',
  ],
  ['features', () => '/features/status/', 'flags', 'member projectAdmin projectMember'],
  ['meta', () => '/meta/', 'crate_versions version', 'member projectAdmin projectMember'],
  [
    'versions',
    () => '/meta/cratedb-versions/',
    'crate_versions',
    'member projectAdmin projectMember',
  ],
  ['ip address', () => '/meta/ip-address/', 'ip', 'member projectAdmin projectMember'],
  ['jwk', () => '/meta/jwk/', 'keys', 'member projectAdmin projectMember'],
  ['jwt', () => `${cluster()}/jwt/`, 'expiry refresh token', ''],
];

function clusterFields() {
  return 'allow_custom_storage allow_suspend backup_schedule channel crate_version dc deletion_protected external_ip fqdn gc_available hardware_specs health id ip_whitelist last_async_operation name num_nodes origin product_name product_tier product_unit project_id subscription_id suspended url username';
}
function productFields() {
  return 'deprecated description guarantees_per_dtu kind label name offer plan price_per_dtu_minute region scale_summary scaling specs tags tier';
}
function subscriptionFields() {
  return 'active billing_model dc id name offer offer_id organization_id plan plan_id promotion provider provisioned purchaser reference state subscription_id subscription_provider';
}

test.each(gets)('GET %s', async (_name, path, fields, others) => {
  const answer = await cloud.ask('GET', path());
  expect(answer.status).toBe(200);
  const first = Array.isArray(answer.json) ? (answer.json[0] ?? {}) : answer.json;
  expect(Object.keys(object(first)).sort().join(' ')).toBe(fields);

  for (const as of ['member', 'projectAdmin', 'projectMember'] as const) {
    const { status, json } = await cloud.ask('GET', path(), { as });
    const empty = Array.isArray(json) && json.length === 0;
    const may = others.includes(as);
    expect([as, status === 200 && !empty]).toEqual([as, may]);
    if (!may && !empty) expect([403, 404]).toContain(status);
  }
});

test('two sandboxes give equal replies', async () => {
  const second = await tryCloud();
  try {
    for (const [name, path] of gets) {
      if (name === 'jwt' || name === 'jwk') continue;
      const [a, b] = [await cloud.ask('GET', path()), await second.ask('GET', path())];
      expect(b.text.replaceAll(second.origin, '')).toBe(a.text.replaceAll(cloud.origin, ''));
    }
  } finally {
    await second.close();
  }
});

test('any number of clusters is there on demand, all with usage of their own', async () => {
  const many = await tryCloud({ clusters: 1000 });
  try {
    const clusters = list((await many.ask('GET', '/clusters/')).json);
    expect(clusters).toHaveLength(1000);
    expect(new Set(clusters.map((it) => it.id)).size).toBe(1000);
    expect(new Set(clusters.map((it) => it.project_id)).size).toBeGreaterThan(3);
    const last = `/clusters/${clusters.at(-1)?.id}`;
    expect(list((await many.ask('GET', `${last}/snapshots/`)).json).length).toBeGreaterThan(10);
  } finally {
    await many.close();
  }
});

describe('snapshots', () => {
  const get = async (name: string, search = '') =>
    list(
      (await cloud.ask('GET', `/clusters/${cloud.seed.clusters[name]}/snapshots/${search}`)).json,
    ).map((it) => Date.parse(String(it.created)));

  test('follow the schedule, newest first, over two weeks', async () => {
    const times = await get('weather-prod');
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(times).toHaveLength(14 * 24 + 1);
    expect(await get('weather-prod', '?start=2026-03-02T00:00:00%2B00:00')).toHaveLength(9);
    const earlier = await get('weather-prod', '?end=2026-02-10');
    expect(new Date(earlier[0] ?? 0).toISOString()).toMatch(/^2026-02-09T23/);
  });

  test('stop while suspended, and can be stopped and taken away', async () => {
    const [newest = 0] = await get('winter-lab');
    expect(newest).toBeLessThan(Date.parse('2026-02-27T09:00:00Z'));
    await cloud.control.cluster('snow-shared', { backups_stopped: true });
    const before = await get('snow-shared');
    await cloud.control.advance({ days: 2 });
    expect((await get('snow-shared'))[0]).toBe(before[0]);
    expect((await get('free-demo'))[0]).toBeGreaterThan(before[0] ?? 0);
    await cloud.control.reset();
  });
});

test('audit logs page by the oldest seen', async () => {
  const path = `${organization()}/auditlogs/`;
  const seen: unknown[] = [];
  for (let search = ''; ; ) {
    const page = list((await cloud.ask('GET', `${path}${search}`)).json);
    if (page.length === 0) break;
    expect(page.length).toBeLessThanOrEqual(50);
    seen.push(...page.map((it) => it.id));
    search = `?last=${page.at(-1)?.id}`;
  }
  expect(seen.length).toBeGreaterThan(60);
  expect(new Set(seen).size).toBe(seen.length);
  const created = await cloud.ask('GET', `${path}?action=product.create_cluster`);
  expect(list(created.json)).toHaveLength(15);
});

test('metrics have points, and are empty while suspended', async () => {
  const of = (name: string) =>
    cloud.ask(
      'GET',
      `/clusters/${cloud.seed.clusters[name]}/metrics/crate_disk_usage2/?minutes_ago=30`,
    );
  const series = Object.values(object((await of('weather-prod')).json));
  expect(series).toHaveLength(3);
  expect(series[0]).toHaveLength(6);
  expect((await of('winter-lab')).status).toBe(204);
  const text = await cloud.ask('GET', `${organization()}/metrics/prometheus/`);
  expect(text.text).toMatch(
    /^crate_node\{name="shard_stats",property="total",pod_name="[^"]+"\} \d/m,
  );
});
