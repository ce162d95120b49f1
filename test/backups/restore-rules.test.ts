/** What a restore brings, what stands in its way, and whether one that was made is the one wanted. */
import {
  doneRefusal,
  type LastRestore,
  lastRestore,
  type RestoreTarget,
  sameBackup,
  sameRestore,
} from '../../src/backups/last-restore.ts';
import {
  holds,
  placeRefusal,
  presentRefusal,
  restoredTables,
} from '../../src/backups/restore-rules.ts';

const WANTED: RestoreTarget = {
  repository: 'r',
  snapshot: 's',
  type: 'tables',
  tables: ['doc.a', 'doc.b'],
  sections: [],
  source_cluster_id: 'c-2',
};

const SNAPSHOT = { tables: ['doc.a', 'doc.b', 'doc.c'] } as never;
const CLUSTER = { id: 'c-1', name: 'weather' } as never;

test.each([
  ['those that are named', {}, ['doc.a', 'doc.b']],
  ['the one that is named', { tables: ['doc.a'] }, ['doc.a']],
  ['all where none is named', { tables: [] }, ['doc.a', 'doc.b', 'doc.c']],
  ['all with everything', { tables: [], type: 'all' }, ['doc.a', 'doc.b', 'doc.c']],
  ['none without them', { tables: [], type: 'metadata' }, []],
  ['none with other sections', { tables: [], type: 'sections', sections: ['users'] }, []],
  [
    'all with their section',
    { tables: [], type: 'sections', sections: ['users', 'tables'] },
    ['doc.a', 'doc.b', 'doc.c'],
  ],
] as const)('the tables that will be there: %s', (_what, more, tables) => {
  expect(restoredTables({ ...WANTED, ...more } as RestoreTarget, SNAPSHOT)).toEqual(tables);
});

test('a restore counts as long as all of its tables are there, and where nobody can tell', () => {
  expect(holds(new Set(['doc.a', 'doc.b', 'doc.x']), WANTED.tables)).toBe(true);
  expect(holds(new Set(['doc.a']), WANTED.tables)).toBe(false);
  expect(holds(null, WANTED.tables)).toBe(true);
});

describe('a backup goes into a cluster of its organization and region', () => {
  /** Projects by id, with organization and region. */
  const PROJECTS = Object.entries({
    here: ['o-1', 'r-1'],
    there: ['o-2', 'r-1'],
    far: ['o-1', 'r-2'],
    somewhere: ['o-1', null],
  }).map(([id, [organization_id, region]]) => ({ id, name: id, organization_id, region }));
  const run = {
    cloud: { get: async (path: string) => (path.includes('projects') ? PROJECTS : []) },
  } as never;
  const clusterIn = (project_id: string | null, id = `c-${project_id}`) =>
    ({ id, name: id, project_id }) as never;

  test.each([
    ['here', 'here', null],
    ['there', 'here', 'clusters “c-1” and “c-2” belong to different organizations'],
    ['far', 'here', 'cluster “c-1” is in region r-2, and “c-2” in r-1'],
    ['somewhere', 'here', null],
    ['here', 'somewhere', null],
    ['hidden', 'here', null],
    ['here', 'hidden', null],
    [null, 'here', null],
  ])('from %s to %s', async (from, to, why) => {
    const refusal = await placeRefusal(run, clusterIn(to, 'c-2'), clusterIn(from, 'c-1'));
    expect(refusal?.message ?? null).toBe(why);
  });

  test('where it is the same cluster, nothing is asked', async () => {
    const [one, same] = [clusterIn('here'), clusterIn('here')];
    expect(await placeRefusal({} as never, one, same)).toBeNull();
  });
});

test.each([
  [['doc.x'], null],
  [['doc.b'], 'cluster “weather” has table already: doc.b'],
  [['doc.b', 'doc.a'], 'cluster “weather” has 2 tables of these names already: doc.a, doc.b'],
])('where %j are there', (present, why) => {
  const refusal = presentRefusal(CLUSTER, WANTED.tables, new Set(present));
  expect(refusal?.message ?? null).toBe(why);
});

test('three of the tables in the way are named, and none that nobody can see', () => {
  const many = ['a', 'b', 'c', 'd'];
  expect(presentRefusal(CLUSTER, many, new Set(many))?.message).toMatch(/4 tables .*: a, b, c$/);
  expect(presentRefusal(CLUSTER, many, null)).toBeNull();
});

test.each([
  ['in whatever order its tables are told', { tables: ['doc.b', 'doc.a'] }, true],
  ['of other tables', { tables: ['doc.a'] }, false],
  ['of another backup', { snapshot: 'other' }, false],
  ['of another cluster', { source_cluster_id: 'c-3' }, false],
  ['that tells not all', { sections: undefined }, undefined],
  ['that tells not all, and of what it tells another', { sections: undefined, type: 'all' }, false],
])('a restore %s', (_what, more, same) => {
  expect(sameRestore({ ...WANTED, ...more }, WANTED)).toBe(same);
});

test.each(['repository', 'snapshot', 'type'])('of the same backup, but for its %s', (key) => {
  expect(sameBackup({ ...WANTED, tables: ['other'] }, WANTED)).toBe(true);
  expect(sameBackup({ ...WANTED, [key]: 'other' }, WANTED)).toBe(false);
});

describe('the last restore of a cluster', () => {
  const operation = (id: string, more: object = {}) => ({
    id,
    type: 'RESTORE_SNAPSHOT',
    status: 'SUCCEEDED',
    entity_id: 'c-1',
    feedback_data: null,
    non_sensitive_data: { snapshot: id },
    dc: { created: '2026-03-02T08:00:00.000Z', modified: null },
    ...more,
  });
  const last = (...operations: object[]) =>
    lastRestore(
      {
        memory: { get: async () => ({ repository: 'r', snapshot: 'asked for' }) },
        cloud: { get: async () => operations },
      } as never,
      CLUSTER,
    );

  test('is the newest of its kind, with what is told of it and what was asked for', async () => {
    const ended = { created: '2026-03-02T08:00:00.000Z', modified: '2026-03-02T08:30:00.000Z' };
    const [other, older] = [operation('o-0', { type: 'SCALE' }), operation('o-2')];
    expect(await last(other, operation('o-1', { dc: ended }), older)).toEqual({
      target: { repository: 'r', snapshot: 'o-1' },
      endedAt: '2026-03-02T08:30:00.000Z',
    });
    expect(await last(operation('o-1'))).toMatchObject({ endedAt: '2026-03-02T08:00:00.000Z' });
  });

  test('is none where it failed, whatever was before, or where there was none', async () => {
    const failed = operation('o-3', {
      status: 'FAILED',
      dc: { created: '2026-03-02T09:00:00.000Z', modified: null },
    });
    expect(await last(failed, operation('o-1'))).toBeNull();
    expect(await last(operation('o-1', { type: 'SCALE' }))).toBeNull();
    expect(await last()).toBeNull();
  });
});

describe('one of unknown target ended lately, and its tables are there', () => {
  const NOW = Date.parse('2026-03-02T09:00:00Z');
  const DAY_MS = 86_400_000;
  const run = { now: () => new Date(NOW) } as never;
  const ended = (agoMs: number): LastRestore => ({
    target: { snapshot: 's' },
    endedAt: new Date(NOW - agoMs).toISOString(),
  });
  const whyNot = (last: LastRestore | null, isThere = true) =>
    doneRefusal(run, CLUSTER, last, WANTED, isThere)?.message ?? null;

  test('it is not asked for within a day', () => {
    expect(whyNot(ended(DAY_MS))).toBe(
      'cluster “weather” was restored at 2026-03-01T09:00:00.000Z, perhaps by this step',
    );
    expect(whyNot({ target: {}, endedAt: null })).toContain('at an unknown time');
  });

  test('it is, when that was longer ago, is known to be another, or left no tables', () => {
    expect(whyNot(ended(DAY_MS + 1))).toBeNull();
    expect(whyNot({ ...ended(0), target: { snapshot: 'other' } })).toBeNull();
    expect(whyNot({ ...ended(0), target: WANTED })).toBeNull();
    expect(whyNot(ended(0), false)).toBeNull();
    expect(whyNot(null)).toBeNull();
  });
});
