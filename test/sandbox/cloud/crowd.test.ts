import { list, type Tried, tryCloud } from './support.ts';

let cloud: Tried;

beforeAll(async () => {
  cloud = await tryCloud({ clusters: 100, users: 300, auditEvents: 2_000 });
});
afterAll(() => cloud.close());

const of = (path: string) => cloud.ask('GET', path).then(({ json }) => list(json));
const ids = (things: Array<Record<string, unknown>>, key = 'id') =>
  new Set(things.map((it) => it[key]));

test('any number of users is there on demand, in the organization and in a project', async () => {
  const members = await of(`/organizations/${cloud.seed.organizations.alpine}/users/`);
  expect(members).toHaveLength(300);
  expect(ids(members, 'uid').size).toBe(300);
  const inProject = await of(`/projects/${cloud.seed.projects.weatherEurope}/users/`);
  expect(inProject.length).toBeGreaterThan(290);
});

test('any number of audit events is there on demand, page by page, newest first', async () => {
  const path = `/organizations/${cloud.seed.organizations.alpine}/auditlogs/`;
  const events: Array<Record<string, unknown>> = [];
  for (let last = ''; ; ) {
    const page = await of(`${path}?${last}`);
    if (page.length === 0) break;
    expect(page.length).toBeLessThanOrEqual(50);
    events.push(...page);
    last = `last=${page.at(-1)?.id}`;
  }
  expect(ids(events).size).toBe(2_000);
  const times = events.map((it) => Date.parse(String(it.created)));
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

test('the log of today names clusters and users that are there', async () => {
  const events = await of(`/organizations/${cloud.seed.organizations.alpine}/auditlogs/`);
  const clusters = ids(await of('/clusters/'));
  const named = events.flatMap(({ context }) =>
    Object.entries(context as object).filter(([key]) => key === 'cluster_id'),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(([, id]) => !clusters.has(id))).toEqual([]);
});
