/**
 * What people, forms and agents write into fields, through Zapier's own reading of it: what opens,
 * deletes, buys or shrinks does so only when just that was written.
 */
import fc from 'fast-check';
import type { Item, StepError, Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const ZERO_WIDTH = '\u200b';
const ALPINE = { organization_id: 'Alpine Weather' };
const PROD = { cluster_id: 'weather-prod' };

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

afterEach(() => cloud.close());

const changed = async () => (await cloud.control.changes()).map(({ what }) => what);

async function refusal(run: Promise<unknown>): Promise<string> {
  const error = (await run.then(
    () => new Error('not refused'),
    (reason) => reason,
  )) as StepError;
  expect(['halted', 'error']).toContain(error.kind);
  return error.message;
}

/** A create that is refused in a sentence with the text, and changes nothing. */
async function refused(key: string, input: Record<string, unknown>, text: string | RegExp) {
  expect(await refusal(zapier.create(key, input))).toMatch(text);
  expect(await changed()).toEqual([]);
}

describe('a switch permits only what it says', () => {
  const WORDS = ['Denied', 'no way', '0.0', 'on', '1', 'off', 'N/A', ['yes', 'no']];

  test.each(WORDS)('%j opens no cluster', async (allow_everybody) => {
    const input = { ...PROD, action: 'replace', ranges: [''], allow_everybody };
    await refused('update_cluster_ip_allowlist', input, '“Allow Opening to Everybody” must be Yes');
  });

  test.each(WORDS)('%j takes no node away', async (allow_fewer) => {
    const input = { ...PROD, nodes: 2, allow_fewer };
    await refused('scale_cluster', input, '“Allow Fewer Nodes” must be Yes or No');
  });

  test.each(WORDS.filter((word) => word !== 'off' && word !== 'on'))(
    '%j takes no protection off',
    async (protection) => {
      await refused('set_cluster_deletion_protection', { ...PROD, protection }, /“Deletion Prot/);
    },
  );

  test('a blank one permits nothing, and Yes in any case does', async () => {
    const scale = (allow_fewer: string) =>
      zapier.create('scale_cluster', { ...PROD, nodes: 2, allow_fewer });
    expect(await refusal(scale(ZERO_WIDTH))).toContain('would be fewer');
    // Permitted, it comes to what else stands in the way.
    expect(await refusal(scale(` YES${ZERO_WIDTH}`))).toContain('would fill 2 nodes');
  });
});

test('an API key is deleted by nothing but its confirmation', async () => {
  const key = { key_id: 'crate_n4w4…PqY0' };
  for (const confirm of ['Denied', 'no', 'N/A', ZERO_WIDTH, '0', 'PqY']) {
    await refused('delete_api_key', { ...key, confirm }, /./);
  }
});

describe('two halves of the addresses are everybody', () => {
  test.each([
    [['0.0.0.0/1', '128.0.0.0/1']],
    ['0.0.0.0/1, 128.0.0.0/1'],
    ['["::ffff:0.0.0.0/97", "::ffff:128.0.0.0/97"]'],
    [['2000::/4', '3000::/4']],
  ])('%j', async (ranges) => {
    const input = { ...PROD, action: 'replace', ranges };
    await cloud.control.cluster('weather-prod', {
      ip_whitelist: [{ cidr: '192.0.2.0/24', description: null }],
    });
    await refused('update_cluster_ip_allowlist', input, 'would open cluster “weather-prod”');
  });

  test('and an IPv4 address in the form of IPv6 is what it is', async () => {
    const input = { ...PROD, action: 'add', ranges: '::ffff:192.0.2.44', allow_lock_out: 'yes' };
    const item = await zapier.create('update_cluster_ip_allowlist', input);
    expect(item.to_value).toContain('192.0.2.44/32');
  });
});

describe('a size is read as it is written', () => {
  test.each([
    ['1,024', '1024 GiB per node'],
    ['1024 GiB', '1024 GiB per node'],
    ['1.024,00', '1024 GiB per node'],
    [1024, '1024 GiB per node'],
  ])('%j', async (storage_gib_per_node, to_value) => {
    const input = { ...PROD, storage_gib_per_node, preview: 'true' };
    expect(await zapier.create('expand_cluster_storage', input)).toMatchObject({ to_value });
  });

  test.each(['1.024', '1,5', 'n/a', '1024 GB', '1024 MiB', 'about 1024', ['1', '024']])(
    '%j is refused',
    async (storage_gib_per_node) => {
      await refused(
        'expand_cluster_storage',
        { ...PROD, storage_gib_per_node },
        '“Target Size (GiB per Node)”',
      );
    },
  );

  test('whatever size is asked for, it tells what the cluster has afterwards', async () => {
    for (const size of fc.sample(fc.integer({ min: 1, max: 200 }), { numRuns: 12, seed: 3 })) {
      const input = { ...PROD, storage_gib_per_node: size, preview: 'yes' };
      expect(await zapier.create('expand_cluster_storage', input)).toMatchObject({
        to_value: `${Math.max(64, size)} GiB per node`,
        target_storage_gib_per_node: Math.max(64, size),
      });
    }
  });

  test('one that is smaller than what there is leaves what there is', async () => {
    const input = { ...PROD, storage_gib_per_node: '32 GiB' };
    expect(await zapier.create('expand_cluster_storage', input)).toMatchObject({
      changed: false,
      to_value: '64 GiB per node',
      target_storage_gib_per_node: 64,
    });
    expect(await changed()).toEqual([]);
  });

  test('a percentage with its sign', async () => {
    await cloud.control.cluster('weather-prod', { usage: { used_percent: 80 } });
    const input = {
      ...PROD,
      target_used_percent: '60 %',
      maximum_gib_per_node: '1,000 GiB',
      preview: 'yes',
    };
    const item = await zapier.create('expand_cluster_storage', input);
    expect(item).toMatchObject({ changed: false, preview: true });
    expect(Number.parseFloat(String(item.to_value))).toBeGreaterThan(80);
  });
});

describe('a node is named by its number or its name', () => {
  test.each([
    ['data-hot-2', 'node 2 restarted'],
    ['2', 'node 2 restarted'],
    [2, 'node 2 restarted'],
  ])('%j', async (node, to_value) => {
    const item = await zapier.create('restart_cluster_node', { ...PROD, node });
    expect(item).toMatchObject({ changed: true, to_value });
  });

  test('each has several names', async () => {
    const forms = ['', 'data-hot-', 'DATA-HOT-', ` crate-data-hot-${ORGANIZATION}-`];
    const names = fc.record({ number: fc.nat(2), form: fc.constantFrom(...forms) });
    for (const { number, form } of fc.sample(names, { numRuns: 12, seed: 2 })) {
      const input = { ...PROD, node: `${form}${number}${ZERO_WIDTH}`, preview: 'yes' };
      const item = await zapier.create('restart_cluster_node', input);
      expect(item).toMatchObject({ node_number: number, blocked_by: null });
    }
  });

  test.each(['master-0', 'data-hot', 'data-cold-1', 'N/A', '-1', '1.0', ['0', '1']])(
    '%j is none',
    async (node) => {
      await refused('restart_cluster_node', { ...PROD, node }, '“Node” ');
    },
  );
});

describe('money', () => {
  const alerts = (limit: unknown) =>
    zapier.poll('spending_over_limit', { ...ALPINE, limit_amount: limit });

  test.each(['1,000', '$1,000', '1.000,00 USD', 1000])('%j is a thousand', async (limit) => {
    expect(await alerts(limit)).toEqual([]);
  });

  test.each(['400', '$ 400.00'])('%j is four hundred', async (limit) => {
    expect(await alerts(limit)).toMatchObject([{ limit_amount: 400 }]);
  });

  test.each(['€400', '1.000', 'Denied', '1,00'])('%j is not guessed at', async (limit) => {
    if (limit === '1.000') expect(await alerts(limit)).toMatchObject([{ limit_amount: 1 }]);
    else expect(await refusal(alerts(limit))).toContain('must be a number (USD)');
  });
});

test('a time that is none finds no backup', async () => {
  const find = (before: string) => zapier.search('find_backup', { ...PROD, taken_before: before });
  for (const before of ['n/a', 'N/A', 'yesterday', '03/01/2026', 'Denied']) {
    expect(await refusal(find(before))).toContain('“Taken Before” must be a date and time');
  }
  expect(await find('2026-03-01 12:00')).toMatchObject([
    { taken_before: '2026-03-01T12:00:00.000Z', taken_at: expect.stringMatching(/^2026-03-01T11/) },
  ]);
});

describe('a list is taken as text with commas, in JSON, and without case', () => {
  test.each(['FILES,CLUSTERS', 'files', '["Clusters", "Files"]', [`FILES${ZERO_WIDTH}`]])(
    'quotas: %j',
    async (codes) => {
      const items = await zapier.poll('quota_nearly_used', { ...ALPINE, quota_codes: codes });
      expect(items).toMatchObject([{ quota_code: 'FILES', used: 4 }]);
    },
  );

  test('a quota that nobody has is refused', async () => {
    const run = zapier.poll('quota_nearly_used', { ...ALPINE, quota_codes: 'FILES,FLIES' });
    expect(await refusal(run)).toMatch(/“Only These Quotas” cannot be “FLIES”.*CLUSTERS, NODES/);
  });

  test.each([
    'terminated,suspended',
    'Terminated',
    '["TERMINATED"]',
    'suspended; terminated',
    '"terminated","suspended"',
  ])('subscription states: %j', async (states) => {
    const items = await zapier.poll('subscription_status_changed', { ...ALPINE, states });
    expect(items).toMatchObject([{ name: 'Bank Transfer', state: 'terminated' }]);
  });

  test.each([
    'project.create,organization.add_user',
    'Project.Create, ORGANIZATION.ADD_USER',
    'organization.add_user; project.create',
    'Project: Create (project.create)',
  ])('audit actions: %j', async (actions) => {
    await zapier.create('create_project', {
      ...ALPINE,
      name: 'listed',
      region: 'aks1.westeurope.azure',
    });
    const items = await zapier.poll('new_audit_event', { ...ALPINE, actions });
    expect(items.map(({ action }) => action)).toContain('project.create');
  });

  test.each(['N/A', 'terminated/suspended', '{}'])('%j is no state', async (states) => {
    const run = zapier.poll('subscription_status_changed', { ...ALPINE, states });
    expect(await refusal(run)).toContain('“Only These States” cannot be');
    const find = zapier.search('find_subscriptions', { state: states });
    expect(await refusal(find)).toContain('“State” cannot be');
  });

  test.each(['N/A', 'Denied', 'add_user', 'project create'])('%j is no action', async (actions) => {
    const run = zapier.poll('new_audit_event', { ...ALPINE, actions });
    expect(await refusal(run)).toContain('“Actions” cannot be');
  });
});

test('a person is found behind characters that nobody sees', async () => {
  const hidden = `${cloud.seed.keys.member.email.toUpperCase()}${ZERO_WIDTH}`;
  const input = { ...ALPINE, user_id: `${ZERO_WIDTH}${hidden}`, confirm: hidden };
  expect(await zapier.create('remove_user_from_organization', input)).toMatchObject({
    changed: true,
    result: 'removed',
  });
});

test.each([
  'Grace Hopper <grace.hopper@example.com>',
  '<GRACE.HOPPER@example.com>',
  'mailto:grace.hopper@example.com',
  '"grace.hopper@example.com",',
  'grace.hopper@example.com.',
])('a person is found by an email as it is written elsewhere: %j', async (written) => {
  const input = { ...ALPINE, user_id: written, confirm: written };
  expect(await zapier.search('find_user', { email: written })).toHaveLength(1);
  expect(await zapier.create('remove_user_from_organization', input)).toMatchObject({
    changed: true,
    result: 'removed',
    email: 'grace.hopper@example.com',
  });
});

describe('names are compared as they look', () => {
  test('an accent is the same in one character and in two', async () => {
    const id = cloud.seed.organizations.alpine;
    await cloud.control.put('organization', { id, name: 'Zu\u0308rich Weather' });
    const found = await zapier.search('find_organization', { name: 'Zürich Weather' });
    expect(found).toHaveLength(1);
    expect(await zapier.create('create_organization', { name: 'zürich weather' })).toMatchObject({
      changed: false,
    });
    expect(await changed()).toEqual([]);
  });

  test('a space behind a name makes no other project of it', async () => {
    const [project] = (await zapier.search('find_project', { name: 'next-season' })) as Item[];
    await cloud.control.put('project', { id: project?.id, name: 'next-season ' });
    expect(await zapier.search('find_project', { name: 'next-season' })).toHaveLength(1);
    const input = { ...ALPINE, name: 'Next-Season', region: String(project?.region) };
    expect(await zapier.create('create_project', input)).toMatchObject({ changed: false });
    expect(await changed()).toEqual([]);
  });

  test('what is written just so comes before what differs by case', async () => {
    await cloud.control.cluster('vault-records', { tables: ['doc.Orders', 'doc.orders'] });
    await cloud.control.advance({ hours: 25 });
    const restore = (tables: unknown) =>
      zapier.create('restore_backup', {
        cluster_id: 'weather-archive',
        source_cluster_id: 'vault-records',
        tables,
        preview: 'yes',
      });
    expect((await restore(['doc.orders'])).to_value).toContain('doc.orders');
    expect((await restore('doc.Orders')).to_value).toContain('doc.Orders');
    expect(await refusal(restore('DOC.ORDERS'))).toContain('holds several tables “DOC.ORDERS”');
  });

  test('ids are taken in upper case', async () => {
    const [project] = (await zapier.search('find_project', { name: 'weather-europe' })) as Item[];
    const upper = (id: unknown) => String(id).toUpperCase();
    const input = {
      organization_id: upper(project?.organization_id),
      project_id: upper(project?.id),
    };
    expect(await zapier.search('find_clusters', input)).toMatchObject([{ cut: false }]);
    expect(await zapier.search('find_project', { name: upper(project?.id) })).toHaveLength(1);
  });
});

const ORGANIZATION = '5e1f1d6c-31c7-4a5b-9a49-4f2d6f0e7a11';

test.each(['latest', 'newest', 'N/A', '99.1.2', '5.7', '5.7.5-1', '>=5.7.5', '5.7.5 or 5.6.5'])(
  'the version %j is refused beforehand',
  async (version) => {
    const cluster = { cluster_id: 'legacy-stations', version, preview: 'yes' };
    const item = await zapier.create('upgrade_cluster', cluster);
    expect(item).toMatchObject({ changed: false, blocked_by: expect.stringContaining(version) });
  },
);

test('whatever is no version is refused beforehand', async () => {
  const near = fc.tuple(
    fc.constantFrom('5.7', '5.7.5', '6'),
    fc.constantFrom('.x', '-1', '.', '+'),
  );
  const texts = fc.oneof(
    fc.string({ minLength: 1 }),
    near.map((parts) => parts.join('')),
  );
  for (const text of fc.sample(texts, { numRuns: 15, seed: 9 })) {
    if (text.trim() === '') continue;
    const input = { cluster_id: 'legacy-stations', version: text, preview: 'yes' };
    const item = await zapier.create('upgrade_cluster', input);
    expect([text, item.blocked_by]).toEqual([text, expect.stringMatching(/version/)]);
  }
});

test.each(['v5.7.5', ' 5.7.5\u200b', 'V5.7.5'])('the version %j is 5.7.5', async (version) => {
  const input = { cluster_id: 'legacy-stations', version, preview: 'yes' };
  expect(await zapier.create('upgrade_cluster', input)).toMatchObject({
    would_change: true,
    blocked_by: null,
    target_version: '5.7.5',
  });
});

describe('what is chosen must exist', () => {
  test.each([
    ['find_clusters', { region: 'Middle of Nowhere' }, 'there is no region “Middle of Nowhere”'],
    ['find_clusters', { plan: 'cr99' }, 'there is no plan “cr99”'],
    ['find_clusters', { organization_id: 'Nobody' }, 'there is no organization “Nobody”'],
    ['find_cluster_usage', { cluster_id: 'nowhere' }, 'there is no cluster “nowhere”'],
    ['find_cluster_usage', { cluster_id: ORGANIZATION }, 'there is no cluster “5e1f1d6c'],
    ['find_backup', { cluster_id: 'nowhere' }, 'there is no cluster “nowhere”'],
    ['find_cluster_upgrades', { cluster_id: 'nowhere' }, 'there is no cluster “nowhere”'],
    ['find_cluster_operation', { cluster_id: ORGANIZATION }, 'there is no cluster “5e1f'],
    ['find_cluster_price', { plan: 'cr1', region: 'nowhere' }, 'there is no region “nowhere”'],
    ['find_cluster_price', { plan: 'cr99', region: 'aks1.westeurope.azure' }, 'no plan “cr99”'],
    ['find_users', { role: 'Emperor' }, 'there is no role “Emperor”'],
    ['find_current_spending', { organization_id: 'Nobody' }, 'there is no organization “Nobody”'],
  ] as [string, Record<string, unknown>, string][])('%s %j', async (key, input, why) => {
    const message = await refusal(zapier.search(key, input));
    expect(message).toContain(why);
    expect(message).toContain('Choose one of: ');
  });

  test('what is chosen by its label in the console is found', async () => {
    const byName = await zapier.search('find_clusters', { region: 'West Europe (Azure)' });
    const byId = await zapier.search('find_clusters', { region: 'AKS1.westeurope.azure' });
    expect(byName).toMatchObject([{ cut: false }]);
    expect(byId).toEqual(byName);
  });

  test.each([
    ['find_cluster', { name: 'nowhere' }],
    ['find_project', { name: 'nowhere' }],
    ['find_organization', { name: 'nowhere' }],
    ['find_region', { name: 'nowhere' }],
    ['find_product', { plan: 'cr99' }],
    ['find_api_key', { key_id: 'crate_nothing' }],
    ['find_user', { email: 'nobody@example.com' }],
  ] as [string, Record<string, unknown>][])(
    '%s %j is searched and may be missing',
    async (key, input) => {
      expect(await zapier.search(key, input)).toEqual([]);
    },
  );
});
