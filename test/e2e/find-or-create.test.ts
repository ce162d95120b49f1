/** Somebody joins the company: the Zap finds them in the organization, or invites them. */
import fc from 'fast-check';
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const ALPINE = { organization_id: 'Alpine Weather' };

let cloud: TestCloud;
let zapier: Zapier;

beforeEach(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

afterEach(async () => {
  await zapier.close();
  await cloud.close();
});

const findOrCreate = (email: string, more: Record<string, unknown> = {}) =>
  zapier.searchOrCreate(
    'find_user',
    { email, ...ALPINE },
    { email, role: 'org_member', ...ALPINE, ...more },
  );
const changes = async () => (await cloud.control.changes()).length;

test('who is a member is found, whatever the case', async () => {
  const { found, item } = await findOrCreate('GRACE.HOPPER@example.com');
  expect(found).toBe(true);
  expect(item).toMatchObject({ name: 'Grace Hopper', status: 'member', role: 'org_member' });
  expect(await changes()).toBe(0);
});

test('who was invited before is found, and not invited again', async () => {
  const { found, item } = await findOrCreate('radia.perlman@example.com');
  expect(found).toBe(true);
  expect(item).toMatchObject({ status: 'invited' });
  expect(await changes()).toBe(0);
});

test('whose invitation has expired is invited again', async () => {
  const { found, item } = await findOrCreate('alan.kay@example.com');
  expect(found).toBe(false);
  expect(item).toMatchObject({ changed: true, result: 'invited', status: 'invited' });
  expect(item.invitation_expires_at).not.toBe('2026-02-27T09:00:00.000Z');
  expect(await findOrCreate('alan.kay@example.com')).toMatchObject({ found: true });
  expect(await changes()).toBe(1);
});

test('whether an invitation counts is a matter of its date alone', async () => {
  const now = Date.parse(await cloud.control.now());
  const dates = fc.sample(fc.integer({ min: -400, max: 400 }), { numRuns: 12, seed: 5 });
  for (const [index, hours] of dates.entries()) {
    const email = `invited.${index}@example.com`;
    await cloud.control.put('invitation', {
      email,
      status: 'PENDING',
      expiration_date: new Date(now + hours * 3_600_000).toISOString(),
      organization_roles: [
        { organization_id: cloud.seed.organizations.alpine, role_fqn: 'org_member' },
      ],
    });
    expect([hours, (await findOrCreate(email)).found]).toEqual([hours, hours > 0]);
    expect(await findOrCreate(email)).toMatchObject({ found: true });
  }
});

test('who is added, removed and added again within a minute is added twice', async () => {
  const email = 'niklaus.wirth@example.com';
  const add = () =>
    zapier.create('add_user_to_organization', { email, role: 'org_member', ...ALPINE });
  expect(await add()).toMatchObject({ changed: true, result: 'added' });
  await zapier.create('remove_user_from_organization', {
    user_id: email,
    confirm: email,
    ...ALPINE,
  });
  expect(await add()).toMatchObject({ changed: true, result: 'added' });
  expect(await changes()).toBe(3);
});

test('who is new is invited once, and found from then on', async () => {
  const first = await findOrCreate('new.colleague@example.com');
  expect(first).toMatchObject({
    found: false,
    item: { result: 'invited', email: 'new.colleague@example.com', role: 'org_member' },
  });
  const second = await findOrCreate('new.colleague@example.com');
  expect(second).toMatchObject({ found: true, item: { status: 'invited', id: first.item.id } });
  expect(await changes()).toBe(1);
});

test('who is new is invited by the address that is seen', async () => {
  const { item } = await findOrCreate('new.\u200bcolleague@example.com\u200b');
  expect(item).toMatchObject({ result: 'invited', email: 'new.colleague@example.com' });
});

test('who has an account elsewhere is added', async () => {
  const { item } = await findOrCreate('niklaus.wirth@example.com');
  expect(item).toMatchObject({ result: 'added', status: 'member', name: 'Niklaus Wirth' });
  expect(await changes()).toBe(1);
});

test('what was found and what was made have the same fields', async () => {
  const found = await findOrCreate('grace.hopper@example.com');
  const made = await findOrCreate('new.colleague@example.com');
  expect(Object.keys(made.item)).toEqual(expect.arrayContaining(Object.keys(found.item)));
});

test('a list that lags behind does not lead to a second invitation', async () => {
  await cloud.control.fault({ route: 'GET *invitations/*', staleLists: 2 });
  const first = await findOrCreate('new.colleague@example.com');
  expect(first.item).toMatchObject({ result: 'invited', email: 'new.colleague@example.com' });
  await findOrCreate('new.colleague@example.com');
  await findOrCreate('new.colleague@example.com');
  const invitations = await cloud.control.changes();
  expect(new Set(invitations.map(({ entity_id }) => entity_id)).size).toBe(1);
});
