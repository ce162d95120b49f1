import { uuid } from '../world/ids.ts';
import { DAY, stamp } from '../world/times.ts';
import { organizationIds } from './seed-people.ts';
import { put } from './state.ts';
import type { State, Subscription } from './types.ts';

export const subscriptionIds = {
  stripe: uuid('subscription stripe'),
  aws: uuid('subscription aws'),
  azure: uuid('subscription azure'),
  gcp: uuid('subscription gcp'),
  contract: uuid('subscription contract'),
  azureUnassigned: uuid('subscription azure unassigned'),
  stripeOld: uuid('subscription stripe old'),
  cobalt: uuid('subscription cobalt'),
};

export function newSubscription(
  of: Partial<Subscription> & Pick<Subscription, 'id' | 'name' | 'provider' | 'dc'>,
): Subscription {
  return {
    state: 'active',
    active: true,
    provisioned: true,
    organization_id: null,
    billing_model: 'usage',
    offer: null,
    offer_id: null,
    plan: null,
    plan_id: null,
    promotion: null,
    purchaser: null,
    reference: null,
    subscription_id: null,
    subscription_provider: of.provider,
    ...of,
  };
}

const zoneFree = (time: number) => new Date(time).toISOString().slice(0, 19);

const { alpine, beacon, cobalt } = organizationIds;

export function seedBilling(state: State, now: number): void {
  seedSubscriptions(state, now);
  seedPayment(state);
  seedCredits(state, now);
  seedQuotas(state);
  put(state, 'feature', { name: 'data-import', is_active: true });
  put(state, 'feature', { name: 'mongodb-cdc', is_active: false });
}

function seedSubscriptions(state: State, now: number): void {
  const subscription = (
    id: string,
    name: string,
    provider: string,
    days: number,
    more: Partial<Subscription>,
  ) => {
    const at = stamp(now - days * DAY);
    put(
      state,
      'subscription',
      newSubscription({ id, name, provider, dc: { created: at, modified: at }, ...more }),
    );
  };
  subscription(subscriptionIds.stripe, 'Credit Card', 'stripe', 850, {
    organization_id: alpine,
    reference: 'sub_1PAlpineExample',
  });
  subscription(subscriptionIds.aws, 'AWS Marketplace', 'aws', 500, {
    organization_id: alpine,
    plan: 'payg',
    plan_id: 'cratedb-cloud-payg',
    offer: 'cratedb-cloud',
    offer_id: 'prod-examplealpine',
    purchaser: 'ops@alpine.example',
  });
  subscription(subscriptionIds.azure, 'Azure Marketplace', 'azure', 420, {
    organization_id: alpine,
    plan: 'default',
    plan_id: 'crate-saas-default',
    offer: 'cratedb_cloud',
    offer_id: 'cratedb_cloud-preview',
    state: 'Subscribed',
  });
  subscription(subscriptionIds.gcp, 'Google Cloud Marketplace', 'gcp', 90, {
    organization_id: alpine,
    state: 'PENDING',
    active: false,
    provisioned: false,
  });
  subscription(subscriptionIds.stripeOld, 'Bank Transfer', 'stripe', 860, {
    organization_id: alpine,
    state: 'TERMINATED',
    active: false,
  });
  subscription(subscriptionIds.contract, 'contract-YeBfJLWA', 'contract', 380, {
    organization_id: beacon,
    billing_model: 'contract',
  });
  subscription(subscriptionIds.azureUnassigned, 'Azure Marketplace (new)', 'azure', 1, {
    purchaser: 'Ada.Lovelace@example.com',
    state: 'PendingFulfillmentStart',
    provisioned: false,
  });
  subscription(subscriptionIds.cobalt, 'Credit Card', 'stripe', 290, { organization_id: cobalt });
}

function seedPayment(state: State): void {
  put(state, 'payment_method', {
    organization_id: alpine,
    type: 'stripe',
    is_available: true,
    is_setup: true,
    subscription_id: subscriptionIds.stripe,
    card: {
      id: 'card_1PExampleVisa',
      brand: 'Visa',
      country: 'AT',
      default: true,
      exp_month: 11,
      exp_year: 2028,
      last4: '4242',
    },
  });
  for (const [type, id] of [
    ['aws', subscriptionIds.aws],
    ['azure', subscriptionIds.azure],
    ['gcp', subscriptionIds.gcp],
  ] as const) {
    put(state, 'payment_method', {
      organization_id: alpine,
      type,
      is_available: true,
      is_setup: type !== 'gcp',
      subscription_id: id,
      card: null,
    });
  }
  put(state, 'customer', {
    organization_id: alpine,
    name: 'Alpine Weather GmbH',
    email: 'billing@alpine.example',
    phone: '+43123456789',
    address: {
      city: 'Innsbruck',
      country: 'AT',
      line1: 'Gipfelweg 1',
      line2: null,
      postal_code: '6020',
    },
    tax: { tax_id: 'ATU12345678', tax_id_type: 'eu_vat' },
  });
}

function seedCredits(state: State, now: number): void {
  const credit = (label: string, original: number, remaining: number, start: number, end: number) =>
    put(state, 'credit', {
      id: uuid(`credit ${label}`),
      organization_id: alpine,
      original_amount: original,
      remaining_amount: remaining,
      start_date: zoneFree(now + start * DAY),
      expiration_date: zoneFree(now + end * DAY),
      comment: label,
      status: end > 0 ? 'ACTIVE' : 'EXPIRED',
    });
  credit('Free Trial', 20000, 0, -400, -370);
  credit('Welcome Credit', 30000, 24350, -40, 300);
  credit('Conference Voucher', 10000, 900, -80, 12);
}

function seedQuotas(state: State): void {
  const quota = (organization_id: string, code: string, limit: number, current: number | null) =>
    put(state, 'quota', { organization_id, code, current_value: current, quota: limit });
  for (const id of [alpine, beacon, cobalt]) {
    quota(id, 'CLUSTERS', 10000, null);
    quota(id, 'NODES', 100000, null);
    quota(id, 'PROJECTS', 20, null);
    quota(id, 'EDGE_REGIONS', 0, 0);
    quota(id, 'FILES', 5, id === alpine ? 4 : 0);
  }
}
