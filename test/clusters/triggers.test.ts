import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

const names = (items: object[]) =>
  items.map((item) => (item as { cluster_name: string }).cluster_name);

describe('Cluster Unhealthy', () => {
  test('tells at switch-on, once a day, again when it changes, and never what is suspended', async () => {
    const cloud = await newCloud();
    const zap = (await openZapier(cloud)).trigger('cluster_unhealthy');
    await zap.switchOn();
    expect(names(await zap.poll()).sort()).toEqual([
      'lost-contact',
      'red-metrics',
      'yellow-events',
    ]);
    expect(await zap.poll()).toEqual([]);
    await cloud.control.cluster('yellow-events', { status: 'RED' });
    expect(await zap.poll()).toMatchObject([{ cluster_name: 'yellow-events', status: 'RED' }]);
    await cloud.control.advance({ days: 1 });
    await cloud.control.cluster('red-metrics', { suspended: true });
    expect(names(await zap.poll()).sort()).toEqual(['lost-contact', 'yellow-events']);
  });

  test('a status is told in whatever case it comes', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await cloud.control.cluster('weather-prod', { health: { status: 'red' as 'RED' } });
    const watch = { cluster_id: 'weather-prod' };
    expect(await zapier.poll('cluster_unhealthy', watch)).toMatchObject([
      { status: 'RED', severity: 'critical' },
    ]);
  });

  test('the key of an alert stays while it lasts', async () => {
    const cloud = await newCloud();
    const zap = (await openZapier(cloud)).trigger('cluster_unhealthy', {
      cluster_id: 'red-metrics',
      repeat: 'hour',
    });
    await zap.switchOn();
    const [first] = await zap.poll();
    await cloud.control.advance({ hours: 1 });
    const [second] = await zap.poll();
    expect(second?.alert_key).toBe(first?.alert_key);
    expect(second?.id).not.toBe(first?.id);
  });

  const stuckSince = async (cloud: TestCloud, type: string, cluster: string, hours: number) => {
    const began = new Date(Date.parse(await cloud.control.now()) - hours * 3_600_000);
    const dc = { created: began.toISOString(), modified: began.toISOString() };
    const id = `stuck-${type}`;
    const entity_id = cloud.seed.clusters[cluster];
    await cloud.control.put('operation', { id, entity_id, type, status: 'IN_PROGRESS', dc });
    await cloud.control.cluster(cluster, {
      last_async_operation: id,
      health: { running_operation: type },
    });
  };

  test('a resume that hangs excuses a cluster no longer than a resume takes', async () => {
    const cloud = await newCloud();
    const zap = (await openZapier(cloud)).trigger('cluster_unhealthy', {
      cluster_id: 'weather-prod',
    });
    await zap.switchOn();
    await cloud.control.cluster('weather-prod', { status: 'UNREACHABLE' });
    await stuckSince(cloud, 'SUSPEND', 'weather-prod', 0.5);
    expect(await zap.poll()).toEqual([]);
    await stuckSince(cloud, 'SUSPEND', 'weather-prod', 72);
    expect(await zap.poll()).toMatchObject([
      { status: 'UNREACHABLE', severity: 'error', running_operation: 'SUSPEND' },
    ]);
  });

  test('yellow during an upgrade is quiet, and does not use up the day', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const watch = { cluster_id: 'weather-prod' };
    const zap = zapier.trigger('cluster_unhealthy', watch);
    const eager = zapier.trigger('cluster_unhealthy', {
      ...watch,
      yellow_during_operations: 'trigger',
    });
    await zap.switchOn();
    await eager.switchOn();
    await cloud.control.cluster('weather-prod', { status: 'YELLOW' });
    await stuckSince(cloud, 'UPGRADE', 'weather-prod', 0.1);
    expect(await zap.poll()).toEqual([]);
    expect(await eager.poll()).toMatchObject([{ status: 'YELLOW', severity: 'warning' }]);
    await cloud.control.advance({ hours: 6 });
    expect(await zap.poll()).toMatchObject([
      {
        status: 'YELLOW',
        summary: 'weather-prod is YELLOW: all data is there, but some copies are missing.',
      },
    ]);
  });

  test('a status that nobody has reported for an hour is told, whatever it says', async () => {
    const cloud = await newCloud();
    const zap = (await openZapier(cloud)).trigger('cluster_unhealthy', {
      cluster_id: 'weather-prod',
    });
    await zap.switchOn();
    const seen = async (hours: number) => {
      const at = new Date(Date.parse(await cloud.control.now()) - hours * 3_600_000);
      const last_seen = at.toISOString().replace('Z', '000');
      await cloud.control.cluster('weather-prod', { health: { last_seen } });
    };
    await seen(0.5);
    expect(await zap.poll()).toEqual([]);
    await seen(72);
    expect(await zap.poll()).toMatchObject(
      [
        {
          status: 'GREEN',
          stale: true,
          severity: 'error',
          summary: /^weather-prod was last seen GREEN/,
        },
      ].map(({ summary, ...rest }) => ({ ...rest, summary: expect.stringMatching(summary) })),
    );
    expect(await zap.poll()).toEqual([]);
  });

  test('an hour without a report is borne, and no more', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const stale = async (minutes: number) => {
      const at = Date.parse(await cloud.control.now()) - minutes * 60_000;
      const last_seen = new Date(at).toISOString().replace('Z', '000');
      await cloud.control.cluster('weather-prod', { health: { last_seen } });
      return zapier.poll('cluster_unhealthy', { cluster_id: 'weather-prod' });
    };
    expect(await stale(59)).toEqual([]);
    expect(await stale(61)).toHaveLength(1);
  });

  test('the worst is first, and only those statuses that are chosen', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const told = async (input: { statuses?: string[] } = {}) =>
      (await zapier.poll('cluster_unhealthy', input)).map(({ summary, severity }) => [
        summary,
        severity,
      ]);
    const red = ['red-metrics is RED: some of its data is missing.', 'critical'];
    const lost = ['lost-contact is UNREACHABLE: CrateDB Cloud gets no answer from it.', 'error'];
    const yellow = [
      'yellow-events is YELLOW: all data is there, but some copies are missing.',
      'warning',
    ];
    expect(await told()).toEqual([red, lost, yellow]);
    await cloud.control.cluster('weather-prod', { health: { status: null as never } });
    expect(await told()).toEqual([red, lost, yellow]);
    expect(await told({ statuses: ['UNKNOWN', 'YELLOW'] })).toEqual([
      yellow,
      ['weather-prod is in an unknown state.', 'warning'],
    ]);
  });

  test('a cluster that is being created or resumed is no alarm', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const zap = zapier.trigger('cluster_unhealthy', { cluster_id: 'newborn-radar' });
    await zap.switchOn();
    expect(await zap.poll()).toEqual([]);
  });
});

describe('Cluster Operation Running Long', () => {
  test('tells by type, at switch-on and again the next day', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const zap = zapier.trigger('cluster_operation_running_long');
    const id = cloud.seed.clusters['weather-prod'] ?? '';
    const dc = { created: '2026-03-02T09:00:00+00:00', modified: '2026-03-02T09:00:00+00:00' };
    const stuck = { id: 'stuck', entity_id: id, type: 'SCALE', status: 'IN_PROGRESS', dc };
    await cloud.control.put('operation', stuck);
    await cloud.control.cluster(id, {
      last_async_operation: 'stuck',
      health: { running_operation: 'SCALE' },
    });
    await cloud.control.advance({ minutes: 59 });
    await zap.switchOn();
    expect(await zap.poll()).toEqual([]);
    await cloud.control.advance({ minutes: 2 });
    expect(await zap.poll()).toMatchObject([
      {
        operation_id: 'stuck',
        operation_name: 'Scale',
        running_minutes: 61,
        limit_minutes: 60,
        severity: 'warning',
        summary: 'Scale on weather-prod has been running for 61 minutes, more than 60.',
      },
    ]);
    expect(await zap.poll()).toEqual([]);
    await cloud.control.advance({ days: 1 });
    expect(await zap.poll()).toMatchObject([{ severity: 'error' }]);
    const patient = zapier.trigger('cluster_operation_running_long', { limit_minutes: 3000 });
    await patient.switchOn();
    expect(await patient.poll()).toEqual([]);
  });
});

describe('Cluster Operation Running Long, of several', () => {
  const KEY = 'cluster_operation_running_long';

  async function stuck(...operations: [cluster: string, type: string, minutes: number][]) {
    const cloud = await newCloud();
    for (const [name, type, minutes] of operations) {
      const at = new Date(Date.parse(await cloud.control.now()) - minutes * 60_000).toISOString();
      const entity_id = cloud.seed.clusters[name];
      const dc = { created: at, modified: at };
      await cloud.control.put('operation', { id: name, entity_id, type, status: 'SENT', dc });
      await cloud.control.cluster(name, {
        last_async_operation: name,
        health: { running_operation: type },
      });
    }
    const zapier = await openZapier(cloud);
    const told = async (input: { limit_minutes?: number; operation_types?: string[] } = {}) =>
      (await zapier.poll(KEY, input)).map(({ operation_id }) => operation_id);
    return { cloud, zapier, told };
  }

  test('the one that is furthest beyond its limit is first', async () => {
    const { told } = await stuck(
      ['weather-prod', 'EXPAND_STORAGE', 80],
      ['snow-shared', 'SUSPEND', 70],
      ['red-metrics', 'POLISH', 45],
    );
    expect(await told()).toEqual(['snow-shared', 'red-metrics', 'weather-prod']);
    const types = ['SCALE', 'EXPAND_STORAGE'];
    expect(await told({ operation_types: types })).toEqual(['weather-prod']);
    expect(await told({ limit_minutes: 71 })).toEqual(['weather-prod']);
    expect(await told({ limit_minutes: 69 })).toEqual(['weather-prod', 'snow-shared']);
  });

  test('it is told although its own words cannot be read', async () => {
    const { cloud, zapier } = await stuck(['weather-prod', 'SUSPEND', 58]);
    const route = 'GET /api/v2/clusters/*/operations/';
    await cloud.control.fault({ route, status: 500 });
    const poll = () => zapier.poll(KEY, { cluster_id: 'weather-prod' });
    const plain = {
      summary: 'Suspend or Resume on weather-prod has been running for 58 minutes, more than 15.',
      operation_status: 'SENT',
      message: null,
      from_value: null,
      to_value: null,
      severity: 'warning',
    };
    expect(await poll()).toMatchObject([plain]);
    // An hour is as long as a suspension takes.
    await cloud.control.advance({ minutes: 3 });
    expect(await poll()).toMatchObject([{ running_minutes: 61, severity: 'error' }]);
  });
});

describe('Cluster Upgrade Available', () => {
  test('tells each cluster and version once, and only new ones', async () => {
    const cloud = await newCloud();
    const zap = (await openZapier(cloud)).trigger('cluster_upgrade_available');
    await zap.switchOn();
    expect(await zap.poll()).toEqual([]);
    await cloud.control.cluster('weather-archive', { crate_version: '6.1.2' });
    await cloud.control.cluster('winter-lab', { crate_version: '6.2.1' });
    expect(
      (await zap.poll()).map(({ cluster_name, target_version }) => [cluster_name, target_version]),
    ).toEqual([['winter-lab', '6.2.2']]);
    expect(await zap.poll()).toEqual([]);
  });

  test('hotfixes only', async () => {
    const cloud = await newCloud({ switches: { versionsForm: 'array' } });
    const zapier = await openZapier(cloud);
    const told = async (input: object) =>
      (await zapier.trigger('cluster_upgrade_available', { ...input }).test()).map(
        ({ target_version: version }) => version,
      );
    const legacy = { cluster_id: 'legacy-stations' };
    expect(await told(legacy)).toEqual(['5.7.5', '5.6.5']);
    expect(await told({ ...legacy, hotfix_only: true })).toEqual(['5.6.5']);
  });
});

describe('versions are asked of one cluster for all that are alike', () => {
  const UPGRADES = /clusters\/([^/]+)\/available-upgrades/;

  async function stage() {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const poll = async () => {
      const method = 'triggers.cluster_upgrade_available.operation.perform';
      return (await zapier.step(method)) as { id: string; cluster_id: string; version: string }[];
    };
    const asked = async () => {
      const requests = await cloud.control.requests();
      await cloud.control.clearLogs();
      return requests.flatMap(({ path }) => UPGRADES.exec(path)?.[1] ?? []);
    };
    await cloud.control.cluster('winter-lab', { crate_version: '6.2.1' });
    const told = await poll();
    return { cloud, poll, asked, told, first: await asked() };
  }

  test('another one answers where the first may not be asked', async () => {
    const { cloud, poll, asked, told, first } = await stage();
    const versionOf = (id: string) => told.find(({ cluster_id }) => cluster_id === id)?.version;
    const ofVersion = (version: string | undefined) =>
      new Set(told.filter((one) => one.version === version).map(({ cluster_id }) => cluster_id));
    const alike = first.find((id) => ofVersion(versionOf(id)).size > 1);
    expect(alike).toBeDefined();
    await cloud.control.fault({
      route: `GET /api/v2/clusters/${alike}/available-upgrades/`,
      status: 403,
      body: { message: 'No.' },
    });
    expect((await poll()).map(({ id }) => id).sort()).toEqual(told.map(({ id }) => id).sort());
    expect((await asked()).length).toBe(first.length + 1);
  });

  test('none is asked after one that was asked too often', async () => {
    const { cloud, poll, asked, first } = await stage();
    await cloud.control.fault({
      route: 'GET /api/v2/clusters/*/available-upgrades/',
      throttle: { retryAfter: '3600' },
    });
    await expect(poll()).rejects.toMatchObject({ kind: 'throttled' });
    const again = await asked();
    expect(first).toEqual(expect.arrayContaining(again));
  });
});

test('a long list is judged by the time that its own reply says', async () => {
  // The sandbox's year is not that of this machine: by its clock, nothing was heard of anyone for months.
  const cloud = await newCloud({ clusters: 300 });
  const zapier = await openZapier(cloud);
  const told = await zapier.poll('cluster_unhealthy', {});
  expect(told.map(({ status }) => status)).not.toContain('GREEN');
  expect(told.map(({ cluster_name }) => cluster_name)).toContain('yellow-events');
});

test('requests of a poll are bounded for any number of clusters', async () => {
  const cloud = await newCloud({ clusters: 500 });
  const zapier = await openZapier(cloud);
  const requests = async (key: string, input = {}) => {
    await cloud.control.clearLogs();
    await zapier.trigger(key, input).test();
    const sample = (await cloud.control.requests()).length;
    await cloud.control.clearLogs();
    await zapier.step(`triggers.${key}.operation.perform`, { inputData: input });
    return [
      (await cloud.control.requests()).filter(({ path }) => path.startsWith('/api/')).length,
      sample,
    ];
  };
  // The list; and three for names, when there is something to tell.
  expect((await requests('cluster_unhealthy'))[0]).toBeLessThanOrEqual(4);
  expect((await requests('cluster_operation_running_long'))[0]).toBe(1);
  // The list, and one for each version in use.
  expect((await requests('cluster_upgrade_available'))[0]).toBeLessThanOrEqual(1 + 8);
  // The list, and no more clusters than have their turn.
  expect((await requests('backup_overdue'))[0]).toBeLessThanOrEqual(1 + 200);
  expect((await requests('new_backup', { cluster_id: 'weather-prod' }))[0]).toBe(2);
});

describe('searches', () => {
  test('an operation that runs has neither an end nor an outcome', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const change = await zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: 4 });
    const find = async () =>
      (await zapier.search('find_cluster_operation', {
        cluster_id: 'weather-prod',
        operation_id: change.operation_id,
      })) as object[];
    expect(await find()).toMatchObject([{ ended: false, succeeded: null, ended_at: null }]);
    await cloud.control.finishOperations();
    expect(await find()).toMatchObject([
      {
        ended: true,
        succeeded: true,
        from_value: '3 nodes',
        to_value: '4 nodes',
        duration_minutes: 2.5,
      },
    ]);
    const none = { cluster_id: 'weather-prod', operation_id: 'unknown' };
    expect(await zapier.search('find_cluster_operation', none)).toEqual([]);
    await expect(
      zapier.search('find_cluster_operation', { cluster_id: 'nowhere' }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/there is no cluster “nowhere”.*Choose one of: weather-prod,/),
    });
  });

  test('upgrades: none is an empty list, and one that was told alone is said so', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    expect(await zapier.search('find_cluster_upgrades', { cluster_id: 'vault-records' })).toEqual(
      [],
    );
    expect(
      await zapier.search('find_cluster_upgrades', { cluster_id: 'legacy-stations' }),
    ).toMatchObject([
      { newest_version: '5.7.5', newest_hotfix: null, newest_only: true, count: 1 },
    ]);
  });

  test('a minor step is made once, although it can be made again', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const upgrade = () =>
      zapier.create('upgrade_cluster', { cluster_id: 'legacy-stations', newest: 'minor' });
    expect(await upgrade()).toMatchObject({ changed: true, to_value: '5.7.5' });
    await cloud.control.finishOperations();
    expect(await upgrade()).toMatchObject({ changed: false });
    await cloud.control.advance({ days: 1, minutes: 1 });
    expect(await upgrade()).toMatchObject({ changed: true, to_value: '5.8.5' });
  });
});
