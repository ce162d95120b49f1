/** What is there when a Zap is switched on is never told, whatever happens to it later. */
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

test('of 130 old clusters three are deleted, and nothing is told', async () => {
  const cloud = await newCloud({ clusters: 130 });
  const zapier = await openZapier(cloud);
  const zap = zapier.trigger('new_cluster');
  await zap.switchOn();
  const all = await zapier.poll('new_cluster', {}, { meta: { isLoadingSample: true } });
  for (const { id } of all.slice(0, 3)) await cloud.control.remove('cluster', String(id));
  expect(await zap.poll()).toEqual([]);
  expect(zap.held).toEqual([]);
});

test('it gives the identity of all that is there, and nothing else', async () => {
  const cloud = await newCloud({ clusters: 130 });
  const zapier = await openZapier(cloud);
  const seed = await zapier.poll('new_cluster', {}, { meta: { isPopulatingDedupe: true } });
  expect(seed.length).toBeGreaterThanOrEqual(130);
  expect(seed.every((item) => JSON.stringify(Object.keys(item)) === '["id"]')).toBe(true);
});

test('an old cluster that comes into view is no news, a new one is', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const zap = zapier.trigger('new_project');
  await zap.switchOn();
  const now = Date.parse(await cloud.control.now());
  const project = (name: string, days: number) =>
    cloud.control.put('project', {
      name,
      organization_id: cloud.seed.organizations.alpine,
      region: 'aks1.westeurope.azure',
      dc: { created: new Date(now - days * 86_400_000).toISOString(), modified: null },
    });
  await project('of last month', 30);
  await project('of this week', 6);
  expect(await zap.poll()).toMatchObject([{ name: 'of this week' }]);
});

test('what cannot be read fails the switch-on and is named; what is not allowed does not', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const { alpine, beacon } = cloud.seed.organizations;
  const on = () => zapier.trigger('new_user').switchOn();
  await cloud.control.fault({ route: `GET /api/v2/organizations/${beacon}/users/`, status: 503 });
  await expect(on()).rejects.toMatchObject({
    kind: 'error',
    message: expect.stringContaining('organization Beacon Logistics'),
  });
  await cloud.control.clearFaults();
  await cloud.control.fault({ route: `GET /api/v2/organizations/${alpine}/users/`, status: 403 });
  await on();
});
