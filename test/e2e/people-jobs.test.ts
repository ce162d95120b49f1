/**
 * Jobs about people, keys and money as a Zap does them: every field is mapped from an earlier step or chosen
 * in a dropdown; nobody types an id, and nothing is computed in between.
 */
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

const changes = async () => (await cloud.control.changes()).map(({ what }) => what);

/** The value of the dropdown's entry that a person would pick. */
async function chosen(key: string, label: RegExp, input: Record<string, unknown> = {}) {
  const found = (await zapier.dropdown(key, input)).find((one) => label.test(String(one.label)));
  return String(found?.id);
}

test('joining and leaving', async () => {
  const hr = { email: 'Niklaus.Wirth@example.com' };
  const organization_id = await chosen('organization', /^Alpine Weather/);
  const role = { role: 'org_member', organization_id };
  const joined = await zapier.searchOrCreate(
    'find_user',
    { email: hr.email, organization_id },
    { email: hr.email, ...role },
  );
  expect(joined.item).toMatchObject({ status: 'member', email: hr.email.toLowerCase() });
  const added = await zapier.create('add_user_to_project', {
    user_id: joined.item.user_id,
    project_id: await chosen('project', /^research/, { organization_id }),
    role: 'project_member',
  });
  expect(added.summary).toBe('Niklaus Wirth was added to research as Project Member.');
  // When they leave, what finding them gave is mapped, the confirmation as well.
  const [leaver] = (await zapier.search('find_user', {
    email: hr.email,
    organization_id,
  })) as Item[];
  const gone = await zapier.create('remove_user_from_organization', {
    user_id: leaver?.user_id,
    confirm: leaver?.email,
    organization_id: leaver?.organization_id,
  });
  expect(gone).toMatchObject({
    result: 'removed',
    status: 'none',
    summary: 'Niklaus Wirth was removed from Alpine Weather.',
  });
  expect(await changes()).toEqual([
    'organization.add_user',
    'project.add_user',
    'organization.remove_user',
  ]);
});

test('key rotation', async () => {
  const unused = zapier.trigger('api_key_unused');
  await unused.switchOn();
  const told = await unused.poll();
  const old = told.find(({ days_unused: days }) => days === 80);
  expect(old?.summary).toMatch(/was not used for 80 days; CrateDB Cloud deletes it in 10 days\.$/);
  const fresh = await zapier.create('create_api_key');
  expect(`${fresh.api_key}:${fresh.api_secret}`).toMatch(/^crate_\S{43}:\S{43}$/);
  await zapier.create('set_api_key_status', { key_id: old?.key_id, status: 'inactive' });
  // Later in the same Zap, after a delay.
  const deleted = await zapier.create('delete_api_key', {
    key_id: old?.key_id,
    confirm: old?.last_four,
  });
  expect(deleted).toMatchObject({ changed: true, masked_key: old?.masked_key });
  expect(await changes()).toEqual([
    'user.create_api_key',
    'user.edit_api_key',
    'user.delete_api_key',
  ]);
});

test('spending guard', async () => {
  const organization_id = await chosen('organization', /^Alpine Weather/);
  const zap = zapier.trigger('spending_over_limit', {
    limit_amount: '$800',
    limit_percents: '50, 80',
    organization_id,
  });
  await zap.switchOn();
  const [alert] = await zap.poll();
  expect(alert).toMatchObject({ limit_percent: 50, severity: 'info' });
  expect(alert?.summary).toMatch(/^Alpine Weather has spent .* % of the limit of 800 dollars\./);
  // The same figures on demand, by what the alert gave.
  const [now] = (await zapier.search('find_current_spending', {
    organization_id: alert?.organization_id,
  })) as Item[];
  expect(now).toMatchObject({ cost_so_far: alert?.cost_so_far, month: alert?.month });
});

test('access review into a sheet', async () => {
  const organization_id = await chosen('organization', /^Alpine Weather/);
  const [review] = (await zapier.search('find_users', {
    organization_id,
    with_invited: 'Yes',
  })) as Item[];
  const rows = review?.results as Item[];
  expect(rows).toHaveLength(Number(review?.count));
  for (const row of rows) {
    expect([row.email, row.role_name, row.place_name, row.status]).not.toContain(null);
  }
  expect(new Set(rows.map(({ status }) => status))).toEqual(
    new Set(['member', 'invited', 'expired']),
  );
  const [keys] = (await zapier.search('find_api_keys', {})) as Item[];
  const ages = (keys?.results as Item[] | undefined)?.map(({ age_days: age }) => typeof age);
  expect(new Set(ages)).toEqual(new Set(['number']));
  const [events] = (await zapier.search('find_audit_events', {
    organization_id,
    days_back: 90,
  })) as Item[];
  expect(events?.results).not.toEqual([]);
});

test('a new subscription goes to the CRM', async () => {
  const zap = zapier.trigger('new_subscription');
  await zap.switchOn();
  const made = await zapier.create('create_subscription', {
    organization_id: await chosen('organization', /^Alpine Weather/),
  });
  const [told] = await zap.poll();
  expect(told).toMatchObject({
    id: made.id,
    provider_name: 'Stripe',
    organization_name: 'Alpine Weather',
    console_url: made.console_url,
  });
  expect(told?.summary).toMatch(/ was added to Alpine Weather\.$/);
  const [found] = (await zapier.search('find_subscription', { name: told?.id })) as Item[];
  expect(found).toMatchObject({ state: 'pending', cluster_count: 0 });
});
