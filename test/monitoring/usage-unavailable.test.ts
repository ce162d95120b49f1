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

test.each([400, 404] as const)(
  'a cluster without Grand Central is no deleted one, with %i',
  async (jwtUnavailableStatus) => {
    const cloud = await newCloud({ switches: { jwtUnavailableStatus } });
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
  },
);

describe('the reason is what was answered, and an allowlist only where nothing was', () => {
  const answers: [string, object, RegExp][] = [
    ['503', { status: 503, body: 'Service Unavailable' }, /^error .*status 503/],
    ['400', { status: 400, body: '<html>400 Bad Request</html>' }, /^intercepted /],
    ['a token that is refused', { status: 401, body: 'The Token has expired.' }, /^token /],
    [
      'a host that is refused',
      { status: 401, body: 'No valid auth.host_based.config entry found for host "192.0.2.7".' },
      /^host_refused .*auth\.host_based.*let nobody in/,
    ],
    [
      'a user without a privilege',
      {
        status: 404,
        body: { error: { message: "SchemaUnknownException[Schema 'sys' unknown]", code: 4045 } },
      },
      /^not_allowed .*may not use SQL.*ask one for the privileges/,
    ],
  ];

  test.each(answers)('%s', async (_what, fault, says) => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await cloud.control.cluster('weather-prod', {
      ip_whitelist: [{ cidr: '198.51.100.0/24', description: null }],
    });
    await cloud.control.fault({ route: 'POST /sql/*', ...fault });
    const zap = zapier.trigger('cluster_usage_unavailable', { cluster_id: 'weather-prod' });
    await zap.switchOn();
    const told = (await zap.poll()).map(({ reason, message }) => `${reason} ${message}`);
    expect(told).toEqual([expect.stringMatching(says)]);
    expect(told[0]).not.toContain('allowlist');
  });

  test('that is left out by its allowlist is silent', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const dead = async (cidr: string) => {
      const ip_whitelist = [{ cidr, description: null }];
      await cloud.control.cluster('weather-prod', { sql: 'dead', ip_whitelist });
    };
    const watch = { cluster_id: 'weather-prod' };
    const told = async () =>
      (await zapier.poll('cluster_usage_unavailable', watch)).map(({ reason }) => reason);
    await dead('198.51.100.0/24');
    expect(await told()).toEqual(['ip_allowlist']);
    await dead('0.0.0.0/0');
    expect(await told()).toEqual(['no_answer']);
  });
});

test('of many clusters, one none of whose nodes answers is not measured', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const mute = { silent: 'nulls' } as const;
  await cloud.control.cluster('weather-prod', { usage: { nodes: [mute, mute, mute] } });
  await cloud.control.cluster('snow-shared', { usage: { used_percent: 61 } });
  const many = async (...cluster_ids: string[]) =>
    ((await zapier.search('find_cluster_usages', { cluster_ids })) as object[])[0];
  expect(await many('weather-prod')).toMatchObject({
    summary: '0 clusters measured. 1 could not be measured.',
    fullest_cluster_name: null,
    highest_storage_used_percent: null,
  });
  expect(await many('weather-prod', 'snow-shared', 'winter-lab')).toMatchObject({
    summary: '1 cluster measured; the fullest is snow-shared with 61 %. 2 could not be measured.',
    count: 3,
    measured_count: 1,
    unmeasured_count: 2,
    cut: false,
  });
});
