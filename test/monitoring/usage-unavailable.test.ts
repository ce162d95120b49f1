import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

const THROTTLED = { route: 'POST /sql/*', throttle: {} };

test('a cluster that is asked too often is no alarm', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const zap = zapier.trigger('cluster_usage_unavailable', { cluster_id: 'weather-prod' });
  await cloud.control.fault(THROTTLED);
  await zap.switchOn();
  expect(await zap.poll()).toEqual([]);
  expect((await cloud.control.requests()).some(({ status }) => status === 429)).toBe(true);
});

test('the usage of a chosen cluster that is asked too often is an error that says so', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  await cloud.control.fault(THROTTLED);
  const search = zapier.search('find_cluster_usage', { cluster_id: 'weather-prod' });
  await expect(search).rejects.toMatchObject({
    message: expect.stringContaining('is asked too often'),
  });
});

const NO_TOKEN = { route: 'GET /api/v2/clusters/*/jwt/', status: 404 };

test('a cluster that is deleted after it was listed is no alarm, and an error when chosen', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  await cloud.control.fault(NO_TOKEN);
  await cloud.control.fault({ route: 'GET /api/v2/clusters/*/', status: 404 });
  const zap = zapier.trigger('cluster_usage_unavailable', { cluster_id: 'weather-prod' });
  await zap.switchOn();
  expect(await zap.poll()).toEqual([]);
  const search = zapier.search('find_cluster_usage', { cluster_id: 'weather-prod' });
  await expect(search).rejects.toMatchObject({
    message: expect.stringContaining('does not exist any more'),
  });
});

test('a cluster without Grand Central is no deleted one', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const zap = zapier.trigger('cluster_usage_unavailable', { cluster_id: 'classic-maps' });
  await zap.switchOn();
  expect(await zap.poll()).toMatchObject([
    {
      reason: 'no_grand_central',
      severity: 'warning',
      summary: 'Grand Central is off for cluster “classic-maps”, and SQL steps need it.',
      message:
        'Grand Central is off for cluster “classic-maps”, and SQL steps need it. Upgrade the cluster, or ask CrateDB support to switch it on.',
    },
  ]);
  const search = zapier.search('find_cluster_usage', { cluster_id: 'classic-maps' });
  await expect(search).rejects.toMatchObject({
    message: expect.stringContaining('Grand Central is off'),
  });
});
