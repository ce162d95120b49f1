/**
 * A safe create says what shall be so: run twice, run while the first is at work, its reply lost, or
 * run by two Zaps at once with no lock in between, the cloud sees one change.
 */
import App from '../../index.ts';
import type { CloudControl, Switches } from '../../sandbox/cloud/control/client.ts';
import type { Item, Zapier } from '../../sandbox/zapier/index.ts';
import type { LoadedHandler } from '../../sandbox/zapier/types.ts';
import { appHandlerFor, openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

type Case = {
  key: string;
  input: Record<string, unknown>;
  prepare?: (cloud: CloudControl) => Promise<unknown>;
  /** The method of the change. */
  method?: 'PUT' | 'POST' | 'DELETE';
};

const prod = { cluster_id: 'weather-prod' };
const order = { plan: 'cr1', project_id: 'research', subscription_id: 'Credit Card' };
const roomy = (cloud: CloudControl) =>
  cloud.cluster('weather-prod', { usage: { used_percent: 20 }, growth_bytes_per_hour: 0 });

const cases: Record<string, Case> = {
  'expand storage': { key: 'expand_cluster_storage', input: { ...prod, storage_gib_per_node: 96 } },
  'scale up': { key: 'scale_cluster', input: { ...prod, nodes: 4 } },
  'scale down': {
    key: 'scale_cluster',
    input: { ...prod, nodes: 2, allow_fewer: true },
    prepare: roomy,
  },
  'change plan': { key: 'change_cluster_plan', input: { ...prod, plan: 'cr3' } },
  'upgrade to a version': { key: 'upgrade_cluster', input: { ...prod, version: '6.2.2' } },
  'upgrade to the newest hotfix': { key: 'upgrade_cluster', input: { ...prod, newest: 'hotfix' } },
  'upgrade to the newest minor version': {
    key: 'upgrade_cluster',
    input: { cluster_id: 'legacy-stations', newest: 'minor' },
  },
  suspend: { key: 'suspend_cluster', input: prod },
  resume: { key: 'resume_cluster', input: { cluster_id: 'winter-lab' } },
  'add to the allowlist': {
    key: 'update_cluster_ip_allowlist',
    input: { cluster_id: 'ledger-office', action: 'add', ranges: ['192.0.2.1', '2001:db8::/32'] },
  },
  'remove from the allowlist': {
    key: 'update_cluster_ip_allowlist',
    input: { cluster_id: 'ledger-office', action: 'remove', ranges: ['198.51.100.7'] },
  },
  'replace the allowlist': {
    key: 'update_cluster_ip_allowlist',
    input: { cluster_id: 'ledger-office', action: 'replace', allow_everybody: true },
  },
  'update the backup schedule': {
    key: 'update_cluster_backup_schedule',
    input: { ...prod, hours: ['14', '2'] },
  },
  protect: { key: 'set_cluster_deletion_protection', input: { ...prod, protection: 'on' } },
  delete: {
    key: 'delete_cluster',
    input: { ...prod, confirm: 'weather-prod' },
    method: 'DELETE',
  },
  create: { key: 'create_cluster', input: { ...order, name: 'summer-lab' }, method: 'POST' },
  restore: {
    key: 'restore_backup',
    input: {
      cluster_id: 'weather-archive',
      source_cluster_id: 'vault-records',
      tables: ['doc.measurements'],
    },
    prepare: async (cloud) => {
      await cloud.cluster('vault-records', { tables: ['doc.measurements'] });
      await cloud.advance({ hours: 1 });
    },
    method: 'POST',
  },
};

/** The likeliest guesses about the service, and the unlikeliest. */
const worlds: Record<string, Partial<Switches>> = {
  'as expected': {},
  odd: {
    operationTargets: 'documented',
    conflictStatus: 409,
    ruleViolationStatus: 422,
    versionsForm: 'array',
    availableProductsForm: 'object',
  },
};

const RESTORE = 'restore_backup';

/** Steps whose operations do not tell their target in a world where only what is documented is told. */
const UNTOLD = [
  'expand_cluster_storage',
  'change_cluster_plan',
  'update_cluster_backup_schedule',
  RESTORE,
];

/** Measuring and looking for tables are statements; the engine's start is longer than one may take. */
beforeAll(async () => (await newCloud()).control.startSql());

const handlers = new Map<string, Promise<LoadedHandler>>();

function handlerOf(key: string): Promise<LoadedHandler> {
  const create = (App.creates as Record<string, object>)[key];
  const handler = handlers.get(key) ?? appHandlerFor({ creates: { [key]: create } });
  handlers.set(key, handler);
  return handler;
}

type Scene = {
  cloud: TestCloud;
  zapier: Zapier;
  run: (over?: object) => Promise<Item>;
  changes: () => Promise<number>;
};

async function scene({ key, input, prepare }: Case, switches: Partial<Switches>): Promise<Scene> {
  const cloud = await newCloud({ switches });
  await prepare?.(cloud.control);
  const zapier = await openZapier(cloud, {
    handler: await handlerOf(key),
    locks: false,
    wait: async () => {
      await cloud.control.finishOperations();
    },
  });
  return {
    cloud,
    zapier,
    run: (over = {}) => zapier.create(key, { ...input, ...over }, { replays: 2 }),
    changes: async () => (await cloud.control.changes()).length,
  };
}

describe.each(Object.entries(worlds))('in a world %s', (_name, switches) => {
  describe.each(Object.entries(cases))('%s', (_case, of) => {
    const method = of.method ?? 'PUT';

    test('twice, while the first is at work and after it has ended', async () => {
      const { cloud, run, changes } = await scene(of, switches);
      expect(await run()).toMatchObject({ changed: true, preview: false });
      const during = await run();
      expect(during).toMatchObject({ changed: false });
      // What is not so yet is not called so.
      const isAtWork = /^(REGISTERED|SENT|IN_PROGRESS)$/.test(String(during.operation_status));
      const underway = isAtWork && of.key !== 'create_cluster';
      expect(/is underway already\.$/.test(String(during.summary))).toBe(underway);
      await cloud.control.finishOperations();
      expect(await run()).toMatchObject({ changed: false });
      expect(await changes()).toBe(1);
    });

    test('with its reply lost', async () => {
      const { cloud, run, changes } = await scene(of, switches);
      await cloud.control.fault({ route: `${method} /api/v2/*`, times: 1, cut: 'after' });
      // Where nothing tells what the operation does that runs now, it may be anybody's.
      const isTold = switches.operationTargets !== 'documented' || !UNTOLD.includes(of.key);
      if (of.key === RESTORE && !isTold) {
        await expect(run()).rejects.toMatchObject({
          kind: 'halted',
          message: expect.stringContaining('perhaps by this step'),
        });
      } else expect(await run()).toMatchObject({ changed: isTold });
      expect(await changes()).toBe(1);
    });

    test('by two Zaps at once', async () => {
      const { run, changes } = await scene(of, switches);
      const results = await Promise.all([run(), run()]);
      const changed = results.map((result) => result.changed);
      expect(changed).toContain(true);
      // What is done at once, and twice the same, both may have done.
      if (of.key !== 'set_cluster_deletion_protection') expect(changed).toContain(false);
      expect(await changes()).toBe(1);
    });
  });
});

describe.each(Object.entries(cases))('%s', (_case, of) => {
  test.each<[string, object]>([
    ['cut off in the middle', { malformed: true }],
    ['that is a proxy’s page', { status: 502, when: 'after', html: true }],
    ['cut off before the change', { cut: 'before' }],
  ])('with a reply %s', async (_fault, fault) => {
    const { cloud, run, changes } = await scene(of, {});
    const route = `${of.method ?? 'PUT'} /api/v2/*`;
    await cloud.control.fault({ route, times: 1, ...fault });
    expect(await run()).toMatchObject({ changed: true });
    expect(await changes()).toBe(1);
  });

  test('a preview changes nothing', async () => {
    const { cloud, run } = await scene(of, {});
    expect(await run({ preview: true })).toMatchObject({
      changed: false,
      preview: true,
      blocked_by: null,
      operation_id: null,
    });
    const requests = await cloud.control.requests();
    const asked = requests.filter(({ path }) => path.startsWith('/api/'));
    expect(new Set(asked.map((request) => request.method))).not.toContain(of.method ?? 'PUT');
    expect(await cloud.control.changes()).toEqual([]);
  });
});
