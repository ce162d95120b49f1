/** "If It Cannot Be Done: Continue" of every step that has it: nothing is changed, and the reason is an output. */
import type { Item } from '../../sandbox/zapier/index.ts';
import { fieldsOf, isCreate, keyOf, steps } from '../conformance/steps.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

const asleep = { cluster_id: 'winter-lab' };

/** What each step cannot do on the seeded sandbox, where protection is on and an operation runs on weather-archive. */
const CASES: Record<string, [input: object, blockedBy: RegExp]> = {
  create_cluster: [
    { name: 'weather-prod', project_id: 'weather-europe', plan: 'cr1' },
    /is there already, with plan cr2 instead of cr1/,
  ],
  expand_cluster_storage: [{ ...asleep, storage_gib_per_node: '256' }, /is suspended/],
  scale_cluster: [{ cluster_id: 'weather-prod', nodes: '2' }, /2 would be fewer/],
  change_cluster_plan: [{ ...asleep, plan: 'cr2' }, /is suspended/],
  upgrade_cluster: [
    { cluster_id: 'weather-archive', newest: 'hotfix' },
    /Another operation \(SCALE\) runs/,
  ],
  suspend_cluster: [{ cluster_id: 'free-demo' }, /cannot be suspended by hand/],
  update_cluster_ip_allowlist: [
    { cluster_id: 'weather-prod', action: 'add', ranges: ['192.0.2.44'] },
    /a first entry locks out all others/,
  ],
  update_cluster_backup_schedule: [
    { cluster_id: 'weather-archive', hours: ['2'] },
    /Another operation \(SCALE\) runs/,
  ],
  restart_cluster_node: [{ cluster_id: 'red-metrics', node: '0' }, /only a GREEN one can spare/],
  restore_backup: [{ ...asleep, source_cluster_id: 'weather-prod' }, /is suspended/],
  delete_cluster: [{ cluster_id: 'weather-prod', confirm: 'weather-prod' }, /is protected/],
};

/** Only missing rights and a running operation keep these from being done. */
const ONLY_BUSY = ['set_cluster_deletion_protection', 'resume_cluster'];

const guards = steps
  .filter((step) => isCreate(step) && fieldsOf(step).some(({ key }) => key === 'if_impossible'))
  .map(keyOf);

test('every step that can go on is tried', () => {
  const tried = [...Object.keys(CASES), ...ONLY_BUSY];
  expect(guards.filter((key) => !tried.includes(key))).toEqual([]);
});

test.each(Object.keys(CASES))('%s', async (key) => {
  const [input, blockedBy] = CASES[key] ?? [{}, /./];
  const cloud = await newCloud();
  await cloud.control.startSql();
  const zapier = await openZapier(cloud);
  await cloud.control.cluster('weather-prod', { deletion_protected: true });
  await zapier.create('scale_cluster', { cluster_id: 'weather-archive', nodes: '2' });
  const before = (await cloud.control.changes()).length;
  const step = steps.find((one) => keyOf(one) === key);
  // A new cluster cannot be busy.
  const stop =
    step && fieldsOf(step).some((field) => field.key === 'if_busy') ? { if_busy: 'Stop' } : {};
  const goOn = { if_impossible: 'Continue', ...stop };
  const result = (await zapier.create(key, { ...input, ...goOn })) as Item;
  expect(result).toMatchObject({ changed: false, would_change: false, goal_reached: false });
  expect(result.blocked_by).toMatch(blockedBy);
  expect(result.summary).toMatch(/^Not done, /);
  expect(await cloud.control.changes()).toHaveLength(before);
  await expect(zapier.create(key, { ...input, ...stop })).rejects.toMatchObject({
    kind: 'halted',
  });
});
