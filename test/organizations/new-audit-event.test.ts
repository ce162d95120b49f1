import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

/** So many events in the log of an organization, each with its number. */
async function happen(count: number, more: Record<string, unknown> = {}): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    await cloud.control.put('audit_event', {
      organization_id: cloud.seed.organizations.alpine,
      action: 'product.login_to_cluster',
      context: { n },
      ...more,
    });
  }
}

const numbers = (items: Record<string, unknown>[]) =>
  items.map(({ context }) =>
    Number((context as { key: string; value: string }[]).find(({ key }) => key === 'n')?.value),
  );

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('a burst between two polls is told whole, in order', async () => {
  const zap = zapier.trigger('new_audit_event');
  await zap.switchOn();
  await happen(90);
  expect(numbers(await zap.poll())).toEqual(upTo(90));
  expect(await zap.poll()).toEqual([]);
});

test('a day of failed polls loses nothing', async () => {
  const zap = zapier.trigger('new_audit_event');
  await zap.switchOn();
  await cloud.control.fault({ route: '*auditlogs*', status: 503 });
  await happen(40);
  await expect(zap.poll()).rejects.toMatchObject({ kind: 'error' });
  await cloud.control.advance({ days: 1 });
  await happen(30);
  await expect(zap.poll()).rejects.toMatchObject({ kind: 'error' });
  await cloud.control.clearFaults();
  expect(numbers(await zap.poll())).toEqual([...upTo(40), ...upTo(30)]);
});

test('among many others, the wanted ones are found', async () => {
  const { users, clusters } = cloud.seed;
  const byGrace = { actor: { id: users.grace, email: 'grace.hopper@example.com' } };
  const wanted = {
    ...byGrace,
    action: 'cluster.suspend',
    context: { n: 7, cluster_id: clusters['weather-prod'] },
  };
  const inputs = [
    { actions: ['cluster.suspend', 'cluster.resume'] },
    { actor: 'Grace.Hopper@example.com' },
    { cluster_id: 'weather-prod', actions: ['cluster.suspend'] },
  ];
  const zaps = inputs.map((input) => zapier.trigger('new_audit_event', input));
  for (const zap of zaps) await zap.switchOn();
  await happen(1, wanted);
  await happen(120);
  for (const zap of zaps) {
    expect(await zap.poll()).toMatchObject([
      { action: 'cluster.suspend', cluster_name: 'weather-prod', by_service: false },
    ]);
  }
});

test('a cluster that is deleted is still asked about by its id', async () => {
  const id = cloud.seed.clusters['weather-prod'];
  const zap = zapier.trigger('new_audit_event', { cluster_id: String(id).toUpperCase() });
  await zap.switchOn();
  await cloud.control.remove('cluster', String(id));
  await happen(1, { action: 'product.delete_cluster', context: { n: 1, cluster_id: id } });
  expect(await zap.poll()).toMatchObject([
    { action: 'product.delete_cluster', cluster_id: id, cluster_name: null },
  ]);
  const unknown = zapier.trigger('new_audit_event', { cluster_id: 'no-such-cluster' });
  await expect(unknown.test()).rejects.toMatchObject({ kind: 'error' });
});

test.each([
  ['cluster', 'GET /api/v2/clusters/', () => cloud.seed.clusters['weather-prod']],
  ['project', 'GET /api/v2/projects/', () => cloud.seed.projects.research],
  ['user', 'GET /api/v2/organizations/*/users/', () => cloud.seed.users.grace],
])('the name of a %s is left out where it is withheld, and only there', async (kind, route, id) => {
  const zap = zapier.trigger('new_audit_event', { actions: ['product.login_to_cluster'] });
  await zap.switchOn();
  await happen(1, { context: { [`${kind}_id`]: id() } });
  await cloud.control.fault({ route, status: 503 });
  await expect(zap.poll()).rejects.toMatchObject({ kind: 'error' });
  await cloud.control.clearFaults();
  await cloud.control.fault({ route, status: 403, body: { message: 'No.' } });
  expect(await zap.poll()).toMatchObject([{ [`${kind}_id`]: id(), [`${kind}_name`]: null }]);
  await cloud.control.clearFaults();
  await happen(1, { context: { [`${kind}_id`]: id() } });
  expect(await zap.poll()).toMatchObject([{ [`${kind}_name`]: expect.any(String) }]);
});

test('no digit of a long number in a context is lost', async () => {
  const event = `{"id":"9d1f6a52-0000-4000-8000-000000000099","action":"project.create","actor":{},
    "context":{"rows":9007199254740993,"deep":[{"id":-12345678901234567890}]},"created":"2026-03-02T08:59:00"}`;
  await cloud.control.fault({
    route: 'GET *auditlogs*',
    times: 1,
    status: 200,
    body: `[${event}]`,
    contentType: 'application/json',
  });
  const zap = zapier.trigger('new_audit_event', { organization_id: 'Alpine Weather' });
  const [told] = await zap.test();
  expect(told?.context).toEqual([
    { key: 'rows', value: '9007199254740993' },
    { key: 'deep.1.id', value: '-12345678901234567890' },
  ]);
});

test('what the service does itself can be asked for', async () => {
  const items = await zapier.trigger('new_audit_event', { actor: 'cratedb cloud' }).test();
  expect(items.length).toBeGreaterThan(0);
  expect(items).toEqual(items.map(() => expect.objectContaining({ by_service: true })));
});

test('one organization that may not be read hides no other, and is said', async () => {
  const zap = zapier.trigger('new_audit_event');
  const [first] = await zap.test();
  expect(first).toMatchObject({
    organization_name: 'Alpine Weather',
    organizations_not_read: 'Beacon Logistics',
  });
  const beacon = zapier.trigger('new_audit_event', { organization_id: 'Beacon Logistics' });
  await expect(beacon.test()).rejects.toMatchObject({ kind: 'error' });
});

test('a test takes older events where the last days had none', async () => {
  await cloud.control.advance({ days: 30 });
  const zap = zapier.trigger('new_audit_event');
  expect(await zap.test()).toHaveLength(3);
  await zap.switchOn();
  expect(await zap.poll()).toEqual([]);
});
