import { makeAlerts } from '../../src/monitoring/alerting.ts';
import { measuredOnly } from '../../src/monitoring/watched-usage.ts';

const SOME = [{ id: 'a', name: 'weather', project_id: null, health: {}, last_async_operation: {} }];

/** A run whose time is nearly over. */
const lateRun = (leftMs: number) =>
  ({
    isSample: false,
    input: { repeat: 'day' },
    now: () => new Date('2026-03-02T09:00:00Z'),
    deadline: { remainingMs: () => leftMs, end: () => {} },
    account: { recall: () => ({ projects: [], organizations: [], regions: [] }) },
    memory: { get: async () => null, set: async () => {} },
    sameStep: () => 'step',
    cloud: { get: async () => SOME },
  }) as never;

test('alerts for none of which there is time are an error, and no silence', async () => {
  const over = [{ cluster: { id: 'a', project_id: null } as never }];
  await expect(makeAlerts(lateRun(2_000), over, async () => ['told'])).rejects.toThrow(
    'too slowly to measure anything in time',
  );
});

test('clusters of which none could be measured in time are an error', async () => {
  const all = { cluster_id: undefined, organization_id: undefined };
  await expect(measuredOnly(lateRun(9_000), all)).rejects.toThrow(
    'too slowly to measure anything in time',
  );
});
