/**
 * The life of a cluster, as Zaps see it, on the sandbox's clock: created, scaled, upgraded, suspended,
 * resumed, filled from another cluster's backup, protected, and deleted.
 */
import type { Item } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

test('from the first to the last step', async () => {
  const cloud = await newCloud({ switches: { versionsForm: 'array' } });
  const { control } = cloud;
  await control.startSql();
  const zapier = await openZapier(cloud, {
    wait: async () => void (await control.finishOperations()),
  });

  const appeared = zapier.trigger('new_cluster');
  const finished = zapier.trigger('cluster_operation_finished', { outcome: 'any' });
  await appeared.switchOn();
  await finished.switchOn();
  await control.clearLogs();

  /** Lets the operation end; the trigger tells it. */
  const end = async (change: Item) => {
    expect(change).toMatchObject({ changed: true, operation_status: 'REGISTERED' });
    expect((await finished.poll()).map((item) => item.operation_id)).not.toContain(
      change.operation_id,
    );
    await control.finishOperations();
    const told = await finished.poll();
    return told.find((item) => item.operation_id === change.operation_id);
  };

  const { found, item: created } = await zapier.searchOrCreate(
    'find_cluster',
    { name: 'drill-lab' },
    {
      name: 'drill-lab',
      plan: 'cr1',
      version: '6.2.1',
      region: 'West Europe (Azure)',
      organization_id: 'Alpine Weather',
      subscription_id: 'Credit Card',
    },
  );
  expect(found).toBe(false);
  expect(created).toMatchObject({ name: 'drill-lab', status: 'UNREACHABLE', version: '6.2.1' });
  expect(await appeared.poll()).toMatchObject([{ id: created.id, project_name: 'drill-lab' }]);
  expect(await end(created)).toMatchObject({ operation_type: 'CREATE', succeeded: true });

  // By id or by name: it is the same cluster.
  const byId = { cluster_id: String(created.id) };
  const byName = { cluster_id: 'drill-lab' };

  expect(await end(await zapier.create('scale_cluster', { ...byId, nodes: 3 }))).toMatchObject({
    message: 'Successfully scaled cluster to 3 nodes.',
    from_value: '1 node',
    to_value: '3 nodes',
    duration_minutes: 2.5,
  });

  const upgrades = (await zapier.search('find_cluster_upgrades', byName)) as Item[];
  expect(upgrades).toMatchObject([{ newest_hotfix: '6.2.2' }]);
  const upgraded = await zapier.create('upgrade_cluster', {
    ...byName,
    version: upgrades[0]?.newest_hotfix,
  });
  expect(await end(upgraded)).toMatchObject({ from_value: '6.2.1', to_value: '6.2.2' });

  // Another step in the meantime is repeated by itself until the cluster is free.
  const suspended = await zapier.create('suspend_cluster', byId);
  const resumed = await zapier.create('resume_cluster', byName, { replays: 1 });
  expect((await finished.poll()).map((item) => item.operation_id)).toContain(
    suspended.operation_id,
  );
  expect(await end(resumed)).toMatchObject({
    operation_name: 'Suspend or Resume',
    succeeded: true,
  });

  const restored = await zapier.create('restore_backup', {
    ...byId,
    source_cluster_id: 'vault-records',
    tables: ['orders'],
  });
  expect(restored).toMatchObject({ backup_cluster_name: 'vault-records', backup_table_count: 2 });
  expect(await end(restored)).toMatchObject({
    operation_type: 'RESTORE_SNAPSHOT',
    message: 'The snapshot has been restored successfully.',
    duration_minutes: 10,
  });
  await control.advance({ hours: 1 });
  expect(await zapier.search('find_backup', { ...byId, table: 'doc.orders' })).toHaveLength(1);

  const protect = (protection: 'on' | 'off') =>
    zapier.create('set_cluster_deletion_protection', { ...byName, protection });
  const remove = () => zapier.create('delete_cluster', { ...byName, confirm: 'drill-lab' });
  expect(await protect('on')).toMatchObject({ changed: true, deletion_protected: true });
  await expect(remove()).rejects.toMatchObject({ kind: 'halted' });
  expect(await protect('off')).toMatchObject({ changed: true, deletion_protected: false });
  expect(await remove()).toMatchObject({ changed: true, cluster_name: 'drill-lab' });
  expect(await zapier.search('find_cluster', { name: 'drill-lab' })).toEqual([]);

  expect((await control.changes()).map(({ what }) => what)).toEqual([
    'project.create',
    'product.create_cluster',
    'product.scale_cluster',
    'product.upgrade_cluster',
    'product.suspend_cluster',
    'product.resume_cluster',
    'product.restore_snapshot',
    'product.set_deletion_protection',
    'product.set_deletion_protection',
    'product.delete_cluster',
  ]);
});

test('an operation that fails is told with the server’s words', async () => {
  const cloud = await newCloud();
  const { control } = cloud;
  const zapier = await openZapier(cloud);
  const failed = zapier.trigger('cluster_operation_finished', { outcome: 'failed' });
  await failed.switchOn();
  await control.failNextOperation('weather-prod', 'Insufficient disc space.');
  const change = await zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: 4 });
  await control.finishOperations();
  expect(await failed.poll()).toMatchObject([
    { operation_id: change.operation_id, succeeded: false, message: 'Insufficient disc space.' },
  ]);
  // It did not come about, so the same step asks again.
  expect(
    await zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: 4 }),
  ).toMatchObject({ changed: true });
});
