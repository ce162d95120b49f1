/** A report on all clusters: of a hundred, some of which are dead or slow, and of an organization's people and money. */
import app from '../../index.ts';
import type { Item } from '../../sandbox/zapier/index.ts';
import { appHandlerFor, openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

const handler = async () => {
  const { create_cluster_report } = app.creates;
  return appHandlerFor({ creates: { create_cluster_report } });
};

test('a hundred clusters, with dead and slow ones: it ends in time and says what it left out', async () => {
  const cloud = await newCloud({ clusters: 104 });
  const zapier = await openZapier(cloud, { handler: await handler() });
  const dead = Array.from({ length: 12 }, (_, index) => `fleet-000${30 + index}`);
  for (const cluster of dead) {
    await cloud.control.fault({ route: 'POST *', cluster, silent: 'before' });
  }
  await cloud.control.fault({ route: 'GET /api/v2/clusters/*/jwt/', latencyMs: 150 });
  await cloud.control.fault({
    route: 'GET /api/v2/clusters/*/operations/',
    cluster: 'fleet-00050',
    silent: 'before',
  });
  await cloud.control.fault({
    route: 'GET /api/v2/clusters/*/snapshots/',
    cluster: 'fleet-00051',
    status: 500,
  });
  const report = await zapier.create('create_cluster_report', {});
  expect(report).toMatchObject({ cluster_count: 100, chart_file_name: 'cluster-report.png' });
  const lines = report.clusters as Item[];
  const named = (name: string) => lines.find(({ cluster_name }) => cluster_name === name);
  for (const name of dead) {
    expect(named(name)).toMatchObject({ measured: false, storage_used_percent: null });
  }
  // What a slow machine has no time for is said, too.
  const unreached = lines.filter(({ message }) => String(message).includes('no time left'));
  const measured = lines.filter((line) => line.measured);
  // Eight of the seed cannot be measured either.
  expect(measured.length + unreached.length).toBeGreaterThanOrEqual(100 - dead.length - 8);
  expect(named('fleet-00050')).toMatchObject({ operations: null });
  expect(report).toMatchObject({ operations: null });
  const { left_out: leftOut, text, slack } = report as Record<string, string>;
  expect(leftOut).toMatch(/operations of [^;]*(fleet-00050|and \d+ more)/);
  expect(leftOut).toMatch(/backups of [^;]*(fleet-00051|and \d+ more)/);
  expect(leftOut).toContain('4 more clusters');
  expect(text).toContain('fleet-00030');
  expect(slack?.length).toBeLessThan(3_000);
  await zapier.close();
  await cloud.close();
});

test('a report whose chart cannot be stored goes without it, and says so; a chart alone is an error', async () => {
  const cloud = await newCloud();
  const { create_cluster_report, create_usage_chart } = app.creates;
  const charts = await appHandlerFor({ creates: { create_cluster_report, create_usage_chart } });
  const zapier = await openZapier(cloud, { handler: charts, files: 'refused' });
  const report = await zapier.create('create_cluster_report', {});
  expect(report).toMatchObject({ chart: null, chart_file_name: null, chart_width: null });
  expect(report.left_out).toContain('the chart (Zapier could not store the file)');
  expect(report.text).toContain('weather-prod');
  const alone = zapier.create('create_usage_chart', {
    source: 'now',
    cluster_id: 'weather-prod',
    metric: 'storage_used_percent',
  });
  await expect(alone).rejects.toMatchObject({
    kind: 'error',
    message: expect.stringContaining('Zapier could not store the file'),
  });
});

test('whom the log names, and what the invoices of last month make of the present one', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud, { handler: await handler() });
  const { alpine } = cloud.seed.organizations;
  const event = (id: string, action: string, context: object) =>
    cloud.control.put('audit_event', {
      id,
      organization_id: alpine,
      action,
      context,
      created: '2026-03-01T08:00:00.000000+00:00',
    });
  await event('e1', 'organization.add_user', { user_id: cloud.seed.users.konrad });
  await event('e2', 'organization.invite_user', { email: 'grace@example.com' });
  await event('e3', 'organization.remove_user', { user_id: 'who-is-gone' });
  await event('e4', 'organization.merge_users', { email: 'x@example.com' });
  const input = {
    organization_id: 'Alpine Weather',
    cluster_ids: 'weather-prod',
    with_chart: 'no',
  };
  const first = await zapier.create('create_cluster_report', input);
  expect(first).toMatchObject({ users_removed: 'who-is-gone', spent_last_month: null });
  expect(String(first.users_added)).toMatch(/^konrad.*@.*, grace@example.com \(invited\)$/i);
  expect(first.left_out).toBe(
    'audit events whose meaning is not known (organization.merge_users); last month’s spending, as AWS Marketplace and Azure Marketplace has no invoices here, of Alpine Weather',
  );
  const { aws, azure } = cloud.seed.subscriptions;
  for (const id of [aws, azure]) await cloud.control.put('subscription', { id, active: false });
  const second = await zapier.create('create_cluster_report', input);
  const spent = Number(second.spent_last_month);
  expect(spent).toBeGreaterThan(100);
  expect(second.left_out).not.toContain('spending');
  expect(Number(second.spending_change_percent)).toBeCloseTo(
    (Number(second.expected_this_month) / spent - 1) * 100,
    1,
  );
  expect(String(second.text)).toMatch(
    /Spent last month, before discounts: \d+\.\d\d US dollars, by the invoices of 2026-02-01 to 2026-03-01; this month is expected to be [\d.]+ % (higher|lower)/,
  );
  await zapier.close();
  await cloud.close();
});
