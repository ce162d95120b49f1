import { deadlineIn } from '../../src/base/deadline.ts';
import { Problem, type ProblemKind } from '../../src/base/problem.ts';
import type { Project } from '../../src/clients/cloud/projects.ts';
import type { Run } from '../../src/kit/run/run.ts';
import { readAssignments } from '../../src/users/assignments.ts';

const REPLIES: Record<string, unknown[]> = {
  '/organizations/': [{ id: 'o', name: 'Ours', role_fqn: 'org_member' }],
  '/projects/p/users/': ['a', 'b', 'c'].map((uid) => ({
    uid,
    project_roles: [{ project_id: 'p', role_fqn: 'project_member' }],
  })),
  '/projects/empty/users/': [],
};

/** A run that fails so to read who is in the organization. */
const runWith = (kind: ProblemKind) =>
  ({
    deadline: deadlineIn(20_000),
    isSeeding: false,
    now: () => new Date(),
    cloud: {
      get: async (path: string, _query: unknown, begin?: () => (entry: unknown) => unknown) => {
        const reply = REPLIES[path];
        if (!reply) throw new Problem(kind, 'not allowed');
        return begin ? reply.map(begin()) : reply;
      },
    },
  }) as unknown as Run<unknown>;

const run = runWith('forbidden');

const project = (id: string) => ({ id, name: id, organization_id: 'o' }) as unknown as Project;

test('a project tells its own although the organization may not be read', async () => {
  const { first, count, withheld } = await readAssignments(run, undefined, [project('p')], {
    isWanted: () => true,
    most: 2,
  });
  expect(first.map(({ user_id }) => user_id)).toEqual(['a', 'b']);
  expect(count).toBe(3);
  expect(withheld.map(({ id }) => id)).toEqual(['o']);
});

test('that nobody there is wanted is an answer, that nobody can be read is none', async () => {
  const wanted = { isWanted: () => false };
  const answer = await readAssignments(run, undefined, [project('p')], wanted);
  expect(answer).toMatchObject({ first: [], count: 0 });
  await expect(readAssignments(run, undefined, [project('empty')], wanted)).rejects.toThrow(
    'not allowed',
  );
});

test('that the organization does not answer is told, whatever its projects tell', async () => {
  const silent = readAssignments(runWith('unavailable'), undefined, [project('p')], {
    isWanted: () => true,
  });
  await expect(silent).rejects.toMatchObject({ kind: 'unavailable' });
});

test('what there was no time for is told by its name', async () => {
  let leftMs = 20_000;
  const late: Run<unknown> = {
    ...run,
    deadline: { remainingMs: () => leftMs, end: () => {} },
    cloud: {
      ...run.cloud,
      get: (...asked) => {
        if (asked[0] === '/organizations/o/users/') leftMs = 0;
        return run.cloud.get(...asked);
      },
    },
  };
  const named = { ...project('p'), name: 'weather' };
  await expect(readAssignments(late, undefined, [named], { isWanted: () => true })).rejects.toThrow(
    'among them project weather',
  );
});

test('one organization that does not answer is passed over only where it is asked again', async () => {
  const two: Run<unknown> = {
    ...run,
    cloud: {
      ...run.cloud,
      get: async (...asked) => {
        const [path, , begin] = asked;
        if (path === '/organizations/') return [{ id: 'o' }, { id: 'other' }];
        if (path === '/organizations/o/users/') throw new Problem('unavailable', 'no answer');
        return path === '/organizations/other/users/' && begin ? [] : run.cloud.get(...asked);
      },
    },
  };
  const wanted = { isWanted: () => true };
  await expect(readAssignments(two, undefined, [], wanted)).rejects.toMatchObject({
    kind: 'unavailable',
  });
  const borne = await readAssignments(two, undefined, [], wanted, { bearing: 'no answer' });
  expect(borne.withheld.map(({ id }) => id)).toEqual(['o']);
});
