/**
 * One route alone fails. What a role may not read is left out; what did not answer is not known to be empty,
 * so a step that goes on without it would be blind and look well.
 */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
  await cloud.control.put('audit_event', {
    organization_id: cloud.seed.organizations.alpine,
    action: 'organization.edit_user',
    context: { user_id: cloud.seed.users.grace },
  });
});

const WHERE = { organization_id: 'Alpine Weather' };
const EMAIL = 'radia.perlman@example.com';

type Case = {
  method: string;
  input?: Record<string, unknown>;
  /** The route that fails, and the fields that are null when the role may not read it. */
  route: string;
  withheld: Record<string, unknown>;
};

const CASES: Case[] = [
  {
    method: 'triggers.new_role_assignment.operation.perform',
    input: WHERE,
    route: 'GET /api/v2/projects/*/users/',
    withheld: { place: 'organization' },
  },
  {
    method: 'triggers.new_audit_event.operation.perform',
    input: { ...WHERE, actions: ['organization.edit_user'] },
    route: 'GET /api/v2/organizations/*/users/',
    withheld: { action: 'organization.edit_user', user_name: null },
  },
  {
    method: 'searches.find_user.operation.perform',
    input: { ...WHERE, email: 'grace.hopper@example.com' },
    route: 'GET /api/v2/organizations/*/invitations/',
    withheld: { name: 'Grace Hopper', status: 'member' },
  },
  {
    method: 'searches.find_current_spending.operation.perform',
    input: WHERE,
    route: 'GET /api/v2/organizations/*/credits/',
    withheld: { credits_remaining: null, remark: expect.stringContaining('admins') },
  },
  {
    method: 'searches.find_current_spending.operation.perform',
    input: WHERE,
    route: 'GET /api/v2/organizations/*/remaining-budget/',
    withheld: { remaining_budget_per_month: null },
  },
  {
    method: 'searches.find_subscription.operation.perform',
    input: { name: 'AWS Marketplace' },
    route: 'GET /api/v2/clusters/',
    withheld: { cluster_count: 0 },
  },
];

const run = async ({ method, input = {} }: Case) => {
  const answer = await zapier.step(method, { inputData: input });
  return (Array.isArray(answer) ? answer[0] : answer) as Record<string, unknown>;
};

describe.each(CASES.map((one) => [one.method.split('.')[1], one.route, one] as const))(
  '%s, %s',
  (_key, route, one) => {
    test.each([
      [503, 'error'],
      [429, 'throttled'],
    ])('%i is told', async (status, kind) => {
      await cloud.control.fault({ route, status });
      await expect(run(one)).rejects.toMatchObject({ kind });
    });

    test.each([403, 404])('%i leaves it out', async (status) => {
      await cloud.control.fault({ route, status, body: { message: 'No.' } });
      expect(await run(one)).toMatchObject(one.withheld);
    });
  },
);

test('somebody is not called a stranger while the invitations cannot be read', async () => {
  const remove = { ...WHERE, user_id: EMAIL, confirm: EMAIL };
  await cloud.control.fault({ route: 'GET *invitations*', status: 503 });
  await expect(zapier.create('remove_user_from_organization', remove)).rejects.toMatchObject({
    kind: 'error',
  });
  expect(await cloud.control.changes()).toEqual([]);
});

test('a search tells nothing while one of several organizations does not answer', async () => {
  const route = `GET /api/v2/organizations/${cloud.seed.organizations.beacon}/users/`;
  const find = async () => (await zapier.search('find_users', {})) as Record<string, unknown>[];
  expect(await find()).toMatchObject([{ organizations_not_read: null }]);
  await cloud.control.fault({ route, status: 503 });
  await expect(find()).rejects.toMatchObject({ kind: 'error' });
  await cloud.control.clearFaults();
  await cloud.control.fault({ route, status: 403, body: { message: 'No.' } });
  expect(await find()).toMatchObject([{ organizations_not_read: 'Beacon Logistics' }]);
});

test('what a step still had under way is not tried again behind its back', async () => {
  // One list is refused at once while the other one is between two tries.
  await cloud.control.fault({
    route: 'GET /api/v2/organizations/',
    status: 403,
    body: { message: 'No.' },
  });
  await cloud.control.fault({ route: 'GET /api/v2/subscriptions/', status: 503 });
  const input = { ...WHERE, subscription_id: 'Azure Marketplace (new)' };
  await expect(zapier.create('assign_subscription_to_organization', input)).rejects.toMatchObject({
    kind: 'halted',
  });
  const countAfter = async (ms: number) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return (await cloud.control.requests()).length;
  };
  // What was on its way arrives first.
  let before = 0;
  let asked = await countAfter(100);
  while (asked !== before) [before, asked] = [asked, await countAfter(200)];
  expect(await countAfter(1_500)).toBe(asked);
});

test('a project admin chooses among the people of the project', async () => {
  const { key, secret } = cloud.keys.projectAdmin;
  const asPaul = await openZapier(cloud, { authData: { api_key: key, api_secret: secret } });
  const people = await asPaul.dropdown('user', { project_id: 'weather-europe' });
  expect(people.map(({ label }) => label)).toEqual([
    'Mary Jackson (Mary.Jackson@Example.com)',
    'Paul Baran (paul.baran@example.com)',
  ]);
  await cloud.control.fault({ route: 'GET *organizations/*/users/', status: 503 });
  await expect(zapier.dropdown('user', { project_id: 'weather-europe' })).rejects.toMatchObject({
    kind: 'error',
  });
});

test('subscriptions whose state changed last come first', async () => {
  const ids = async () => {
    const method = 'triggers.subscription_status_changed.operation.perform';
    const told = (await zapier.step(method)) as { subscription_id: string }[];
    return told.map(({ subscription_id: id }) => id);
  };
  const before = await ids();
  const last = before.at(-1);
  expect(before.length).toBeGreaterThan(3);
  await cloud.control.put('subscription', {
    id: last,
    dc: { created: '2024-01-01T00:00:00', modified: '2026-03-02T08:00:00' },
  });
  expect(await ids()).toEqual([last, ...before.slice(0, -1)]);
});

describe('a reply that says nothing is no empty list', () => {
  const KONRAD = 'konrad.zuse@example.com';
  const CHANGES: [string, string, Record<string, unknown>][] = [
    // Konrad is an admin; whoever takes him for a stranger makes a member of him.
    [
      'add_user_to_organization',
      'GET /api/v2/organizations/*/users/',
      { ...WHERE, email: KONRAD, role: 'org_member', if_member: 'Leave Role' },
    ],
    [
      'create_project',
      'GET /api/v2/projects/',
      { ...WHERE, name: 'weather-europe', region: 'aks1.westeurope.azure' },
    ],
    ['create_subscription', 'GET *subscriptions/', WHERE],
    [
      'remove_user_from_organization',
      'GET /api/v2/organizations/*/users/',
      { ...WHERE, user_id: KONRAD, confirm: KONRAD },
    ],
  ];
  const SAYINGS = ['blank', 'null', 'unsuccessful', 'empty'] as const;

  test.each(
    CHANGES.flatMap(([key, route, input]) =>
      SAYINGS.map((said) => [key, said, route, input] as const),
    ),
  )('%s (%s): nothing is changed because of it', async (key, instead, route, input) => {
    await cloud.control.fault({ route, instead });
    await expect(zapier.create(key, input)).rejects.toMatchObject({ kind: 'error' });
    expect(await cloud.control.changes()).toEqual([]);
  });

  test('one such reply is asked for again', async () => {
    await cloud.control.fault({ route: 'GET /api/v2/*', instead: 'blank', times: 1 });
    const [key, , input] = CHANGES[0] as (typeof CHANGES)[number];
    expect(await zapier.create(key, input)).toMatchObject({
      changed: false,
      result: 'nothing',
      role: 'org_admin',
    });
  });
});

describe('a change that is answered with 200 and no success', () => {
  const CHANGES: [string, Record<string, unknown>][] = [
    ['add_user_to_organization', { ...WHERE, email: 'new@example.com', role: 'org_member' }],
    ['create_project', { ...WHERE, name: 'spring', region: 'aks1.westeurope.azure' }],
    ['create_subscription', WHERE],
    ['scale_cluster', { cluster_id: 'weather-prod', nodes: 4 }],
    ['create_api_key', {}],
  ];
  const instead = async (said: 'unsuccessful' | 'empty') => {
    for (const method of ['POST', 'PUT']) {
      await cloud.control.fault({ route: `${method} /api/v2/*`, instead: said });
    }
  };

  test.each(CHANGES)('%s: the server’s words are an error', async (key, input) => {
    await instead('unsuccessful');
    await expect(zapier.create(key, input)).rejects.toMatchObject({
      kind: 'halted',
      message: expect.stringContaining('Quota exceeded'),
    });
    expect(await cloud.control.changes()).toEqual([]);
  });

  test.each(CHANGES)('%s: an empty object is no sign of it', async (key, input) => {
    await instead('empty');
    await expect(zapier.create(key, input)).rejects.toMatchObject({
      kind: expect.stringMatching(/^(error|halted)$/),
      message: expect.stringContaining('that cannot be read'),
    });
    expect(await cloud.control.changes()).toEqual([]);
  });
});

test('a firewall that refuses is not taken for a missing role', async () => {
  const page = '<html><body>Request blocked</body></html>';
  await cloud.control.fault({ route: 'GET /api/v2/clusters/', status: 403, html: page });
  await expect(zapier.search('find_clusters', {})).rejects.toMatchObject({
    message: expect.stringMatching(/something between Zapier and CrateDB Cloud.*refused/),
  });
  await cloud.control.clearFaults();
  await cloud.control.fault({ route: 'PUT /api/v2/*', status: 403, html: page });
  const scale = zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: 4 });
  await expect(scale).rejects.toMatchObject({
    message: expect.not.stringMatching(/admin|role/),
  });
});

test('a byte order mark in front of every reply is passed over', async () => {
  await cloud.control.fault({ route: '*', byteOrderMark: true });
  const find = zapier.search('find_cluster', { name: 'weather-prod' });
  expect(await find).toMatchObject([{ name: 'weather-prod', nodes: 3 }]);
  const usage = zapier.search('find_cluster_usage', { cluster_id: 'weather-prod' });
  expect(await usage).toMatchObject([{ nodes_measured: 3 }]);
  await cloud.control.fault({ route: 'PUT *', status: 400, body: { message: 'No such size.' } });
  const scale = zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: 4 });
  await expect(scale).rejects.toMatchObject({ message: expect.stringContaining('No such size') });
});
