/** What a new cluster shall be: where, with which plan and version, and who pays. */
import type { Organization } from '../../src/clients/cloud/organizations.ts';
import type { Product } from '../../src/clients/cloud/products.ts';
import {
  checkSize,
  inWords,
  readPlace,
  readPlan,
  readSubscription,
  readVersion,
  storageBytesOf,
} from '../../src/clusters/cluster-order.ts';
import { runOn } from '../vocabulary/run.ts';

const GIB = 1024 ** 3;

const PROJECTS = [
  { id: 'p-1', name: 'weather', organization_id: 'o-1', region: 'r-1' },
  { id: 'p-2', name: 'iot', organization_id: 'o-2', region: 'r-2' },
  { id: 'p-3', name: 'snow', organization_id: 'o-2', region: 'r-1' },
  { id: 'p-4', name: 'lost', organization_id: 'o-9', region: 'r-1' },
  { id: 'p-5', name: 'nowhere', organization_id: 'o-2', region: null },
];

const REGIONS = [
  { name: 'r-1', description: 'One', status: 'UP', deprecated: false },
  { name: 'r-2', description: 'Two', status: 'UP', deprecated: null },
  { name: 'r-3', description: 'Three', status: 'DOWN', deprecated: false },
  { name: 'r-4', description: 'Four', status: 'UP', deprecated: true },
];

const order = (input: object, replies: Record<string, unknown> = {}) =>
  runOn(
    {
      '/projects/': PROJECTS,
      '/organizations/': ['o-1', 'o-2', 'o-3'].map((id) => ({ id, name: `Org ${id}` })),
      '/regions/': REGIONS,
      ...replies,
    },
    { input: { name: 'new', plan: 'cr2', nodes: 3, ...input } },
  ).run as never;

describe('the place', () => {
  const placeOf = async (input: object) => {
    const { organization, project, region } = await readPlace(order(input));
    return [organization.id, project?.id ?? null, region];
  };

  test.each<[object, (string | null)[]]>([
    [{ project_id: 'iot' }, ['o-2', 'p-2', 'r-2']],
    [{ project_id: 'iot', organization_id: 'Org o-2', region: 'Two' }, ['o-2', 'p-2', 'r-2']],
    [{ project_id: 'nowhere', region: 'Two' }, ['o-2', 'p-5', '']],
    [{ organization_id: 'o-1' }, ['o-1', 'p-1', 'r-1']],
    [{ organization_id: 'o-1', region: 'r-2' }, ['o-1', null, 'r-2']],
    // A project that an earlier run has made for it has its name.
    [{ organization_id: 'o-2', region: 'r-2', name: 'iot' }, ['o-2', 'p-2', 'r-2']],
    [{ organization_id: 'o-2', region: 'r-1', name: 'iot' }, ['o-2', null, 'r-1']],
    [{ organization_id: 'o-1', region: 'r-2', name: 'iot' }, ['o-1', null, 'r-2']],
  ])('%j', async (input, place) => {
    expect(await placeOf(input)).toEqual(place);
  });

  test.each<[object, string]>([
    [{}, 'there are several organizations'],
    [{ project_id: 'iot', organization_id: 'o-1' }, 'project “iot” does not belong'],
    [{ project_id: 'lost' }, 'project “lost” does not belong to the organization'],
    [{ project_id: 'iot', region: 'r-1' }, 'project “iot” is in region r-2, not in r-1'],
    [{ organization_id: 'o-2' }, 'neither a project nor a region is chosen'],
    [{ organization_id: 'o-3' }, 'neither a project nor a region is chosen'],
    [{ organization_id: 'o-1', region: 'Three' }, 'region r-3 is down'],
    [{ organization_id: 'o-1', region: 'Four' }, 'region r-4 takes no new clusters'],
  ])('%j is refused', async (input, why) => {
    await expect(placeOf(input)).rejects.toThrow(why);
  });
});

test('a plan is that of its region, or of all, by name or label', async () => {
  const product = (name: string, region: string | null, more: object = {}) => ({
    kind: 'cluster',
    name,
    label: `${name} label`,
    region,
    ...more,
  });
  const sold = [
    product('cr1', 'r-1'),
    product('cr2', 'r-2', { tier: 'there' }),
    product('cr2', 'r-1', { tier: 'here' }),
    product('cr3', null),
    product('cr4', 'r-1', { deprecated: true }),
  ];
  const planOf = async (plan: string, region = 'r-1', products: object[] = sold) => {
    const { name, tier } = await readPlan(order({ plan }, { '/products/': products }), region);
    return [name, tier];
  };
  expect(await planOf('CR2')).toEqual(['cr2', 'here']);
  expect(await planOf('cr2 label', 'r-2')).toEqual(['cr2', 'there']);
  expect(await planOf('cr3')).toEqual(['cr3', null]);
  await expect(planOf('cr1', 'r-2')).rejects.toMatchObject({
    message: 'plan “cr1” is not sold in region r-2',
    next: 'Choose one of: cr2, cr3.',
  });
  await expect(planOf('cr4')).rejects.toThrow('plan “cr4” is not sold in region r-1');
  await expect(planOf('cr1', 'r-1', [])).rejects.toMatchObject({ next: 'Choose another region.' });
});

test('nodes and storage have to fit the plan', () => {
  const plan = {
    name: 'cr2',
    scaling: [{ nodes: 1 }, { nodes: 3 }],
    specs: { storage_minimum_bytes: 32 * GIB, storage_maximum_bytes: null },
  } as Product;
  const check = (nodes: number, gib: number | null) => () =>
    checkSize({ nodes } as never, plan, gib === null ? null : gib * GIB);
  expect(check(3, 32)).not.toThrow();
  expect(check(3, null)).not.toThrow();
  expect(check(2, null)).toThrow('plan cr2 has 1 to 3 nodes, not 2');
  expect(check(3, 31)).toThrow('at least 32 GiB per node');
  expect(storageBytesOf({ storage_gib_per_node: 2 } as never)).toBe(2 * GIB);
  expect(storageBytesOf({} as never)).toBeNull();
});

describe('who pays', () => {
  const [ANNE, BOB, GONE] = [
    { id: 's-1', name: 'anne', active: true, state: 'active' },
    { id: 's-2', name: null, active: null, state: 'active' },
    { id: 's-3', name: 'gone', active: false, state: 'cancelled' },
  ];
  const paidBy = (subscriptions: unknown[], input: object = {}, plan = 'cr2') =>
    readSubscription(
      order(input, { '/organizations/o-1/subscriptions/': subscriptions }),
      { id: 'o-1', name: 'Alpine' } as Organization,
      { name: plan } as Product,
    );

  test('the one that is chosen, or the only one that can; nobody for the free plan', async () => {
    expect(await paidBy([ANNE, BOB, GONE], { subscription_id: 'anne' })).toBe('s-1');
    expect(await paidBy([GONE, BOB])).toBe('s-2');
    expect(await paidBy([], { subscription_id: 'anne' }, 'crfree')).toBe('free_tier');
  });

  test.each<[string, unknown[], object, string]>([
    ['none', [GONE], {}, 'organization Alpine has no active subscription'],
    ['several', [ANNE, BOB], {}, 'organization Alpine has several subscriptions (anne, s-2)'],
    ['an ended one', [GONE], { subscription_id: 's-3' }, '“gone” is not active (cancelled)'],
    ['an unknown one', [ANNE], { subscription_id: 's-9' }, 'there is no subscription “s-9”'],
  ])('%s is refused', async (_what, subscriptions, input, why) => {
    await expect(paidBy(subscriptions, input)).rejects.toThrow(why);
  });
});

describe('the version', () => {
  const versionOf = (version: string | undefined, stable: unknown) => {
    const reply = { crate_versions: { stable } };
    return readVersion(order({ version }, { '/meta/cratedb-versions/': reply }));
  };
  const LIST = ['6.1.5', '6.2.1', '6.2.0'];

  test('is the newest, or the one that is chosen', async () => {
    expect(await versionOf(undefined, LIST)).toBe('6.2.1');
    expect(await versionOf(' v6.2.0', LIST)).toBe('6.2.0');
  });

  test('where only the newest is told, another one is for the server to judge', async () => {
    expect(await versionOf('5.9.9', '6.2.1')).toBe('5.9.9');
    expect(await versionOf('5.9.9', [])).toBe('5.9.9');
  });

  test('one that is not there is refused, and so is nothing', async () => {
    await expect(versionOf('5.9.9', LIST)).rejects.toMatchObject({
      message: 'there is no stable version 5.9.9',
      next: 'Choose one of: 6.2.1, 6.2.0, 6.1.5, or leave it blank for the newest.',
    });
    await expect(versionOf('soon', '6.2.1')).rejects.toThrow('there is no stable version soon');
    await expect(versionOf(undefined, [])).rejects.toThrow('does not list its newest version');
  });
});

test('in words', () => {
  expect(inWords({ productName: 'cr2', nodes: 1, version: '6.2.1' }, 'r-1')).toBe(
    '1 node of cr2 with CrateDB 6.2.1 in r-1',
  );
});
