/** How much a connection must be allowed to do for each step, and that less asks the cloud nothing. */
import { type Level, levelNeeded } from '../../src/kit/level.ts';
import type { CreateStep } from '../../src/kit/step.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';
import {
  checkSentence,
  exampleOf,
  keyOf,
  onStage,
  outcomeOf,
  runnable,
  type Step,
} from './walk.ts';

/** Creates whose example needs something else than “Watch and Change”. */
const OTHERS: Readonly<Record<string, Level>> = {
  create_api_key: 'everything',
  delete_api_key: 'everything',
  delete_cluster: 'everything',
  delete_project: 'everything',
  delete_rows: 'everything',
  run_statement: 'everything',
  create_usage_chart: 'watch',
  create_cluster_report: 'watch',
};

/** What is asked of a step decides. */
const BY_INPUT: readonly [string, Record<string, unknown>, Level][] = [
  ['add_user_to_organization', { role: 'org_member' }, 'change'],
  ['add_user_to_organization', { role: 'org_admin' }, 'everything'],
  ['add_user_to_project', { role: 'project_member' }, 'change'],
  ['add_user_to_project', { role: 'project_admin' }, 'everything'],
  ['set_cluster_deletion_protection', { protection: 'on' }, 'change'],
  ['set_cluster_deletion_protection', { protection: 'off' }, 'everything'],
  ['update_cluster_ip_allowlist', { allow_everybody: false }, 'change'],
  ['update_cluster_ip_allowlist', { allow_everybody: true }, 'everything'],
  ['api_request', { method: 'GET' }, 'watch'],
  ['api_request', { method: 'POST' }, 'everything'],
  ['delete_cluster', { preview: true }, 'watch'],
  ['scale_cluster', { preview: true }, 'watch'],
  ['scale_cluster', { preview: false }, 'change'],
];

const creates = runnable.filter((step): step is CreateStep => step.type === 'create');
const present = new Set(creates.map(keyOf));
const createOf = (key: string) => creates.find((step) => keyOf(step) === key) as CreateStep;

test.each(creates.map((step) => [keyOf(step), step] as const))('%s: its level', (key, step) => {
  const { input } = exampleOf(step);
  const isUsual = OTHERS[key] === undefined && !BY_INPUT.some(([other]) => other === key);
  if (isUsual) expect(step.level).toBe('change');
  else if (OTHERS[key])
    expect(levelNeeded(step.level, { ...input, preview: false })).toBe(OTHERS[key]);
  // What deletes or gives rights away is named so, and must not be forgotten.
  if (/^delete_|_statement$/.test(key)) expect(step.level).toBe('everything');
});

test.each(BY_INPUT.filter(([key]) => present.has(key)))('%s %j needs %s', (key, input, level) => {
  expect(levelNeeded(createOf(key).level, input)).toBe(level);
});

/** A connection that may do one thing less than the example needs. */
const LESS: Readonly<Record<Level, string | null>> = {
  watch: null,
  change: 'watch',
  everything: 'Watch and Change',
};

test.each(creates.map((step) => [keyOf(step), step] as [string, Step]))(
  '%s: a connection that may do less is refused before anything is asked',
  async (_key, step) => {
    const { level } = step as CreateStep;
    await onStage(step, async ({ cloud, zapier, input }) => {
      const needed = levelNeeded(level, { ...input, preview: input.preview === true });
      const scope = LESS[needed];
      if (scope === null) return;
      const authData = { ...cloud.authData, scope };
      const run = zapier.create(keyOf(step), input, { authData });
      const { error } = await outcomeOf(run.then((item) => [item]));
      expect(error?.kind).toBe('halted');
      if (error) checkSentence(error);
      expect(error?.message).toContain('this connection may only do “Watch');
      expect(await cloud.control.requests()).toEqual([]);
    });
  },
);

test('a blank choice is Watch and Change, a word that is none is Watch', async () => {
  const step = createOf('create_project');
  const may = (scope: string | undefined) =>
    onStage(step, async ({ cloud, zapier, input }) => {
      const { api_key, api_secret } = cloud.authData;
      const authData = { api_key, api_secret, ...(scope === undefined ? {} : { scope }) };
      const run = zapier.create(keyOf(step), input, { authData });
      return (await outcomeOf(run.then((item) => [item]))).error === null;
    });
  expect(await may(undefined)).toBe(true);
  expect(await may(' \u200b')).toBe(true);
  expect(await may('WATCH AND CHANGE')).toBe(true);
  expect(await may('Everything')).toBe(true);
  expect(await may('Denied')).toBe(false);
  expect(await may('Watch')).toBe(false);
});

test('whatever it may do, a connection watches and previews', async () => {
  const cloud = await newCloud();
  const zapier = await openZapier(cloud, { authData: { ...cloud.authData, scope: 'watch' } });
  const preview = { cluster_id: 'weather-prod', nodes: 4, preview: 'yes' };
  expect(await zapier.create('scale_cluster', preview)).toMatchObject({ changed: false });
  expect(await zapier.search('find_cluster', { name: 'weather-prod' })).toHaveLength(1);
  expect(await zapier.trigger('new_cluster').test()).not.toEqual([]);
});

test('two keys of one user are told apart by the label of their connections', async () => {
  const cloud = await newCloud();
  const { api_key: key } = cloud.authData;
  const zapier = await openZapier(cloud);
  const label = await zapier.connection.label();
  expect(label).toBe(`${cloud.keys.admin.email} (…${key.slice(-4)})`);
  expect(label).not.toContain(key.slice(0, -4));
});
