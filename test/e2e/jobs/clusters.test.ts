/**
 * Jobs that people build with clusters, as they build them: names where a form is filled in, fields of
 * earlier steps everywhere else, no typed id and no code between the steps.
 */
import type { Item, Zapier } from '../../../sandbox/zapier/index.ts';
import { openZapier } from '../../support/app.ts';
import { newCloud, type TestCloud } from '../../support/sandbox.ts';
import { mapped } from './mapping.ts';

let cloud: TestCloud;
let zapier: Zapier;
let waits: number;

beforeEach(async () => {
  cloud = await newCloud();
  waits = 0;
  zapier = await openZapier(cloud, {
    // Zapier waits before it repeats a throttled step; the cloud goes on meanwhile.
    wait: async (seconds) => {
      waits += 1;
      await cloud.control.advance({ seconds });
    },
  });
});

const changes = async () => (await cloud.control.changes()).map(({ what }) => what);

async function newest(key: string, input: Record<string, unknown> = {}): Promise<Item[]> {
  const zap = zapier.trigger(key, input);
  await zap.switchOn();
  return zap.poll();
}

/** The one thing that a search finds; Zapier repeats it while it asks for that. */
async function found(key: string, input: Record<string, unknown>): Promise<Item> {
  const items = (await zapier.search(key, input, { replays: 10 })) as Item[];
  expect(items).toHaveLength(1);
  return items[0] as Item;
}

test('storage guard with approval: what was approved is what is done', async () => {
  await cloud.control.cluster('weather-prod', {
    usage: { used_percent: 86.5, growth_bytes_per_hour: 0 },
  });
  const alerts = await newest('storage_running_low', { limit_percent: '80' });
  const alert = alerts.find(({ cluster_name }) => cluster_name === 'weather-prod');
  expect(mapped(alert, 'summary')).toMatch(/weather-prod.*86\.5 %/);

  const preview = await zapier.create('expand_cluster_storage', {
    cluster_id: mapped(alert, 'cluster_id'),
    target_used_percent: '60',
    maximum_gib_per_node: '256',
    preview: 'Yes',
  });
  expect(preview).toMatchObject({ changed: false, would_change: true, preview: true });
  expect(Number(mapped(preview, 'price_difference_per_month'))).toBeGreaterThan(0);
  expect(mapped(preview, 'summary')).toContain(mapped(preview, 'target_storage_gib_per_node'));
  expect(await changes()).toEqual([]);

  const done = await zapier.create('expand_cluster_storage', {
    cluster_id: mapped(preview, 'cluster_id'),
    storage_gib_per_node: mapped(preview, 'target_storage_gib_per_node'),
  });
  expect(done).toMatchObject({
    changed: true,
    target_storage_gib_per_node: preview.target_storage_gib_per_node,
    price_difference_per_month: preview.price_difference_per_month,
  });
  expect(await changes()).toHaveLength(1);
});

test('nightly suspend of a project: what slept on purpose stays asleep', async () => {
  const night = await zapier.create('suspend_clusters', {
    project_id: 'weather-europe',
    leave_out: 'weather-prod',
  });
  expect(Number(mapped(night, 'done_count'))).toBeGreaterThan(1);
  await cloud.control.finishOperations();
  const again = await zapier.create('suspend_clusters', {
    project_id: 'weather-europe',
    leave_out: 'weather-prod',
  });
  expect(again).toMatchObject({ changed: false, done_count: 0 });

  const morning = await zapier.create('resume_clusters', {
    cluster_ids: mapped(night, 'done_cluster_ids'),
  });
  expect(morning.done_count).toBe(night.done_count);
  await cloud.control.finishOperations();
  const asleep = await found('find_clusters', { statuses: 'SUSPENDED' });
  expect(asleep.results).toMatchObject([{ cluster_name: 'winter-lab', suspended: true }]);
});

test('a failed operation becomes a ticket with the server’s words', async () => {
  const failed = zapier.trigger('cluster_operation_finished', { outcome: 'failed' });
  await failed.switchOn();
  await cloud.control.failNextOperation('weather-prod', 'No node of this size is left.');
  await zapier.create('scale_cluster', { cluster_id: 'weather-prod', nodes: '4' });
  await cloud.control.finishOperations();
  const [event] = await failed.poll();
  const ticket = ['summary', 'message', 'cluster_name', 'console_url'].map((field) =>
    mapped(event, field),
  );
  expect(ticket.join('\n')).toMatch(/weather-prod[\s\S]*No node of this size is left\./);
});

test('backup drill with an end: restored, waited for, and looked into', async () => {
  await cloud.control.cluster('weather-prod', { tables: ['doc.measurements'] });
  await cloud.control.advance({ hours: 1 });
  const backup = await found('find_backup', { cluster_id: 'weather-prod' });
  const drill = await zapier.create('restore_backup', {
    cluster_id: 'weather-archive',
    source_cluster_id: mapped(backup, 'cluster_id'),
    backup_id: mapped(backup, 'backup_id'),
    content: 'tables',
    tables: mapped(backup, 'tables[]name'),
  });
  expect(drill).toMatchObject({ changed: true, cluster_name: 'weather-archive' });
  const end = await found('find_cluster_operation', {
    cluster_id: mapped(drill, 'cluster_id'),
    operation_id: mapped(drill, 'operation_id'),
    if_running: 'Try Again Later',
  });
  expect(waits).toBeGreaterThan(0);
  expect(end).toMatchObject({ ended: true, succeeded: true });
  const looked = await found('find_rows_by_query', {
    cluster_id: mapped(drill, 'cluster_id'),
    statement: "SELECT table_name FROM information_schema.tables WHERE table_name = 'measurements'",
  });
  expect(looked).toMatchObject({ count: 1 });
});

test('an incident is opened, and resolved under the same key', async () => {
  const alerts = await newest('cluster_unhealthy', { organization_id: 'Alpine Weather' });
  const red = alerts.find(({ cluster_name }) => cluster_name === 'red-metrics');
  const incident = {
    key: mapped(red, 'alert_key'),
    severity: mapped(red, 'severity'),
    title: mapped(red, 'summary'),
    link: mapped(red, 'console_url'),
  };
  expect(incident.severity).toBe('critical');

  await cloud.control.cluster('red-metrics', { status: 'GREEN' });
  const later = await found('find_cluster', { name: mapped(red, 'cluster_name') });
  expect(mapped(later, 'status')).toBe('GREEN');
});

test('the price before scaling: what was shown is what is done', async () => {
  const preview = await zapier.create('scale_cluster', {
    cluster_id: 'weather-prod',
    nodes: '5',
    preview: 'Yes',
  });
  expect(preview).toMatchObject({ would_change: true, nodes: 3, target_nodes: 5 });
  const before = Number(mapped(preview, 'price_per_month_before'));
  const after = Number(mapped(preview, 'price_per_month_after'));
  const difference = Number(mapped(preview, 'price_difference_per_month'));
  expect(difference).toBeCloseTo(after - before, 2);
  expect(difference).toBeGreaterThan(0);
  expect(await changes()).toEqual([]);

  const done = await zapier.create('scale_cluster', {
    cluster_id: mapped(preview, 'cluster_id'),
    nodes: mapped(preview, 'target_nodes'),
  });
  expect(done).toMatchObject({ changed: true, target_nodes: 5 });
});

test('the weekly report: three searches give what the message says', async () => {
  await cloud.control.cluster('weather-prod', { backups_stopped: true });
  await cloud.control.advance({ days: 2 });
  const usage = await found('find_cluster_usages', { organization_id: 'Alpine Weather' });
  const backups = await found('find_overdue_backups', { organization_id: 'Alpine Weather' });
  const failed = await found('find_cluster_operations', { days_back: '7', outcome: 'failed' });
  const report = [usage, backups, failed].map((step) => mapped(step, 'summary')).join('\n');
  expect(report).toMatch(/weather-prod is|fullest is weather-prod/);
  expect(report).toMatch(/no backup for [\d.]+ hours/);
  expect(mapped(usage, 'clusters[]cluster_name')).toContain('weather-prod');
  expect(mapped(usage, 'fullest_cluster_name')).toBe('weather-prod');
  expect(mapped(backups, 'results[]cluster_name')).toContain('weather-prod');
  expect(mapped(failed, 'results[]cluster_name')).toContain('weather-archive');
});
