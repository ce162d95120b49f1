import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

beforeAll(async () => (await newCloud()).control.startSql());

const prod = { cluster_id: 'weather-prod' };

describe('New Backup', () => {
  test('tells each backup once, also after a day of failed polls', async () => {
    const cloud = await newCloud();
    const zap = (await openZapier(cloud)).trigger('new_backup', prod);
    await zap.switchOn();
    expect(await zap.poll()).toEqual([]);
    await cloud.control.advance({ hours: 24 });
    const told = await zap.poll();
    expect(told).toHaveLength(24);
    expect(told.at(-1)).toMatchObject({
      cluster_name: 'weather-prod',
      backup_name: '20260303083300',
    });
    expect(await zap.poll()).toEqual([]);
  });

  test('of a table', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const told = (table: string) => zapier.trigger('new_backup', { ...prod, table }).test();
    expect(await told('"doc"."orders"')).not.toEqual([]);
    expect(await told('nothing')).toEqual([]);
  });
});

test('a hundred backups of 1,500 tables each fit into an answer', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud);
  const tables = Array.from({ length: 1_500 }, (_, n) => `doc.measurements_of_station_${n}`);
  await cloud.control.cluster('weather-prod', { tables });
  const zap = zapier.trigger('new_backup', prod);
  await zap.switchOn();
  await cloud.control.advance({ hours: 100 });
  const told = await zap.poll();
  expect(told).toHaveLength(100);
  expect(JSON.stringify(told).length).toBeLessThan(6_000_000);
  expect(told[99]).toMatchObject({ table_count: 1_500 });
  expect(told[99]?.tables).toHaveLength(1_000);
});

describe('Backup Overdue', () => {
  const stop = { backups_stopped: true };

  test('by each cluster’s own schedule and two hours, at switch-on and the next day', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const watch = (cluster: string) => zapier.trigger('backup_overdue', { cluster_id: cluster });
    await cloud.control.cluster('weather-prod', stop);
    await cloud.control.cluster('snow-shared', stop);
    const [hourly, daily] = [watch('weather-prod'), watch('snow-shared')];
    // The hourly one was due at 09:33; the daily one was made at 03:02.
    await cloud.control.advance({ hours: 2, minutes: 30 });
    await hourly.switchOn();
    await daily.switchOn();
    expect(await hourly.poll()).toEqual([]);
    await cloud.control.advance({ minutes: 10 });
    expect(await hourly.poll()).toMatchObject([
      {
        last_backup_name: '20260302083300',
        due_at: '2026-03-02T09:33:00.000Z',
        hours_without: 3.1,
      },
    ]);
    expect(await hourly.poll()).toEqual([]);
    expect(await daily.poll()).toEqual([]);
    await cloud.control.advance({ hours: 18 });
    expect(await daily.poll()).toMatchObject([{ due_at: '2026-03-03T03:02:00.000Z' }]);
    expect(await hourly.poll()).toHaveLength(1);
  });

  test('is silent for what is suspended, has just been resumed, or has a new schedule', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const zap = zapier.trigger('backup_overdue');
    await zap.switchOn();
    expect(await zap.poll()).toEqual([]);
    await zapier.create('resume_cluster', { cluster_id: 'winter-lab' });
    await zapier.create('update_cluster_backup_schedule', {
      cluster_id: 'snow-shared',
      hours: ['every'],
    });
    await cloud.control.finishOperations();
    expect(await zap.poll()).toEqual([]);
    await cloud.control.advance({ hours: 5 });
    expect(await zap.poll()).toEqual([]);
  });

  test('after a number of hours of one’s own', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const told = async (hours: number) => {
      const zap = zapier.trigger('backup_overdue', {
        cluster_id: 'snow-shared',
        limit_hours: hours,
      });
      await zap.switchOn();
      return zap.poll();
    };
    expect(await told(7)).toEqual([]);
    expect(await told(5)).toMatchObject([{ last_backup_name: '20260302030200', hours_without: 6 }]);
  });
});

describe('Find Backup', () => {
  test('says which are past their retention', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await cloud.control.cluster('weather-prod', { suspended: true });
    await cloud.control.advance({ days: 15 });
    expect(await zapier.search('find_backup', prod)).toMatchObject([
      { backup_name: '20260302083300', past_retention: true, age_hours: 360.5 },
    ]);
  });

  test('none is an empty list', async () => {
    const zapier = await openZapier(await newCloud());
    expect(await zapier.search('find_backup', { ...prod, table: 'nothing' })).toEqual([]);
    expect(
      await zapier.search('find_backup', { ...prod, taken_before: '2020-01-01T00:00:00Z' }),
    ).toEqual([]);
    expect(await zapier.search('find_backup', { cluster_id: 'newborn-radar' })).toEqual([]);
  });
});

describe('Restore Backup', () => {
  test('what is there already stands in the way, as far as SQL can tell', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await cloud.control.put('snapshot', {
      cluster_id: cloud.seed.clusters['weather-prod'],
      snapshot: 'mine',
      tables: ['doc.orders', 'doc.other'],
    });
    const restore = { ...prod, backup_id: 'mine' };
    await expect(zapier.create('restore_backup', restore)).rejects.toMatchObject({
      kind: 'halted',
      message: expect.stringMatching(/has table already: doc.orders. Choose/),
    });
    const other = { ...restore, tables: ['other'] };
    expect(await zapier.create('restore_backup', other)).toMatchObject({
      changed: true,
      backup_name: 'mine',
      to_value: 'doc.other in weather-prod',
    });
    await cloud.control.finishOperations();
    expect(await zapier.create('restore_backup', other)).toMatchObject({ changed: false });
    expect(await zapier.search('find_cluster_operation', prod)).toMatchObject([
      { succeeded: true },
    ]);
  });

  test.each<[object, string, object]>([
    [{}, 'all tables', { type: 'tables' }],
    [{ content: 'all' }, 'everything', { type: 'all' }],
    [{ content: 'metadata' }, 'all but the tables', { type: 'metadata' }],
    [
      { tables: ['DOC.b', 'b', 'doc.a'] },
      'doc.b, doc.a',
      { type: 'tables', tables: ['doc.b', 'doc.a'] },
    ],
    [
      { content: 'sections', sections: ['views', 'users', 'views'] },
      'views, users',
      { type: 'sections', sections: ['views', 'users'] },
    ],
  ])('%j restores %s', async (input, words, sent) => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const cluster_id = cloud.seed.clusters['weather-prod'];
    const tables = ['doc.a', 'doc.b'];
    await cloud.control.put('snapshot', { cluster_id, snapshot: 'mine', tables });
    const restore = { ...prod, backup_id: 'mine', ...input };
    expect(await zapier.create('restore_backup', restore)).toMatchObject({
      summary: `Restoring ${words} of backup mine of weather-prod into weather-prod.`,
      from_value: 'backup mine of weather-prod',
      to_value: `${words} in weather-prod`,
      backup_cluster_name: 'weather-prod',
      backup_table_count: 2,
    });
    const bodies = (await cloud.control.requests()).flatMap(({ path, body }) =>
      path.endsWith('/restore/') ? [body] : [],
    );
    expect(bodies).toEqual([{ repository: expect.any(String), snapshot: 'mine', ...sent }]);
  });

  test.each<[object, string]>([
    [{ tables: ['orders'] }, 'several tables “orders”: doc.Orders, doc.ORDERS. Name'],
    [{ tables: ['nothing'] }, 'there is no table “nothing” in the backup'],
    [{ content: 'all', tables: ['doc.Orders'] }, '“Tables” are named'],
    [{ content: 'sections' }, '“Sections” and “Content to Restore” do not go together'],
    [{ sections: ['users'] }, '“Sections” and “Content to Restore” do not go together'],
  ])('%j is refused before anything is sent', async (input, why) => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await cloud.control.put('snapshot', {
      cluster_id: cloud.seed.clusters['weather-prod'],
      snapshot: 'mine',
      tables: ['doc.Orders', 'doc.ORDERS'],
    });
    const restore = { ...prod, backup_id: 'mine', ...input };
    await expect(zapier.create('restore_backup', restore)).rejects.toMatchObject({
      kind: 'halted',
      message: expect.stringContaining(why),
    });
    expect(await cloud.control.changes()).toEqual([]);
  });

  test('sections and settings leave tables alone', async () => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await zapier.create('restore_backup', {
      ...prod,
      content: 'sections',
      sections: ['users', 'privileges'],
    });
    const [sent] = (await cloud.control.requests()).filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/restore/'),
    );
    expect(sent?.body).toMatchObject({ type: 'sections', sections: ['users', 'privileges'] });
    expect(sent?.body).not.toHaveProperty('tables');
    expect(sent?.body).not.toHaveProperty('source_cluster_id');
  });
});
