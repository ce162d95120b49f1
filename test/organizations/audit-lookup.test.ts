import { deadlineIn } from '../../src/base/deadline.ts';
import { Problem } from '../../src/base/problem.ts';
import type { AuditEvent } from '../../src/clients/cloud/audit-log.ts';
import type { Organization } from '../../src/clients/cloud/organizations.ts';
import type { Run } from '../../src/kit/run/run.ts';
import { lookUpMentioned } from '../../src/organizations/audit-lookup.ts';

const REPLIES: Record<string, unknown[]> = {
  '/clusters/': [
    { id: 'c-1', name: 'weather-prod' },
    { id: 'c-2', name: 'other' },
  ],
  '/projects/': [{ id: 'p-1', name: 'weather' }],
  '/organizations/o-1/users/': [
    { uid: 'u-1', email: 'grace@example.com', name: 'Grace' },
    { uid: 'u-9', email: 'nobody@example.com', name: 'Nobody' },
  ],
};

/** A run in which some may not be read, and the paths that it asks. */
function runWithout(...withheld: string[]) {
  const asked: string[] = [];
  const get = async (path: string, _query: unknown, begin?: () => (entry: unknown) => unknown) => {
    asked.push(path);
    if (withheld.includes(path)) throw new Problem('forbidden', 'not allowed');
    const reply = REPLIES[path] ?? [];
    return begin ? reply.map(begin()) : reply;
  };
  const run = { deadline: deadlineIn(20_000), cloud: { get } } as unknown as Run<unknown>;
  return { run, asked };
}

const told = (context: Record<string, unknown>, organizationId = 'o-1') => ({
  event: {
    id: 'e',
    action: 'a.b',
    actor: { id: 'u-2', email: 'ada@example.com', name: 'Ada', username: null },
    context,
    created: null,
  } as AuditEvent,
  organization: { id: organizationId, name: 'Ours' } as Organization,
});

test.each([
  ['nothing', [{}], []],
  ['names', [{ cluster_id: 'c-1', cluster_name: 'x', project_id: 'p-1', project_name: 'y' }], []],
  ['a user by email', [{ user_id: 'u-1', email: 'grace@example.com' }], []],
  ['a cluster', [{ cluster_id: 'c-1' }, {}], ['/clusters/']],
  ['a project', [{ project_id: 'p-1' }, { project_id: 'p-1' }], ['/projects/']],
  ['users', [{ user_id: 'u-1' }, { user_id: 'u-9' }], ['/organizations/o-1/users/']],
])('only what is mentioned is asked for: %s', async (_what, contexts, paths) => {
  const { run, asked } = runWithout();
  await lookUpMentioned(
    run,
    contexts.map((context) => told(context)),
  );
  expect(asked).toEqual(paths);
});

test('names are found, and those of who did something as well', async () => {
  const { run } = runWithout();
  const context = { cluster_id: 'c-1', project_id: 'p-1', user_id: 'u-1' };
  const lookup = await lookUpMentioned(run, [told(context)]);
  expect([lookup.cluster('c-1'), lookup.cluster('c-2'), lookup.cluster(null)]).toEqual([
    'weather-prod',
    null,
    null,
  ]);
  expect([lookup.project('p-1'), lookup.project('p-2')]).toEqual(['weather', null]);
  expect(lookup.user('u-1')).toMatchObject({ name: 'Grace' });
  expect(lookup.user('u-2')).toMatchObject({ name: 'Ada' });
  expect([lookup.user('u-9'), lookup.user(null)]).toEqual([null, null]);
});

test('names that may not be read are left out', async () => {
  const { run, asked } = runWithout(...Object.keys(REPLIES));
  const context = { cluster_id: 'c-1', project_id: 'p-1', user_id: 'u-1' };
  const lookup = await lookUpMentioned(run, [told(context), told(context, 'o-2')]);
  expect(asked).toHaveLength(4);
  expect([lookup.cluster('c-1'), lookup.project('p-1'), lookup.user('u-1')]).toEqual([
    null,
    null,
    null,
  ]);
});
