import fc from 'fast-check';
import type { AuditEvent } from '../../src/clients/cloud/audit-log.ts';
import { contextOf, type Lookup, toAuditRecord } from '../../src/organizations/audit-record.ts';
import { aboutWhat, flatten } from '../../src/vocabulary/audit-context.ts';

const event = (context: Record<string, unknown>): AuditEvent => ({
  id: 'e-1',
  action: 'project.create',
  actor: { id: 'u-1', email: 'ada@example.com', name: 'Ada Example', username: 'ada' },
  context,
  created: '2026-03-02T09:00:00.000Z',
});

const nothing: Lookup = { cluster: () => null, project: () => null, user: () => null };
const place = { id: 'o-1', name: 'My Organization' };

test('a context becomes pairs, however deep', () => {
  expect(
    flatten({ a: 1, b: { c: true, d: { e: null } }, f: ['x', { g: '' }], h: {}, i: [] }),
  ).toEqual([
    { key: 'a', value: '1' },
    { key: 'b.c', value: 'true' },
    { key: 'b.d.e', value: null },
    { key: 'f.1', value: 'x' },
    { key: 'f.2.g', value: null },
  ]);
});

test('any JSON can be a context', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (context) => {
      const { context: lines, context_count: count } = contextOf(event(context));
      expect(lines).toEqual(flatten(context).slice(0, lines.length));
      expect(count).toBe(flatten(context).length);
      for (const { key, value } of lines) {
        expect(typeof key).toBe('string');
        expect(value === null || typeof value === 'string').toBe(true);
      }
    }),
  );
});

test.each([
  ['flat', { cluster_id: 'c-1', cluster_name: 'weather', user_id: 'u-2', role_fqn: 'org_admin' }],
  ['nested', { cluster: { id: 'c-1', name: 'weather' }, user: { uid: 'u-2' }, role: 'org_admin' }],
])('the common ids are fields of their own: %s', (_form, context) => {
  expect(aboutWhat(event(context))).toMatchObject({
    clusterId: 'c-1',
    clusterName: 'weather',
    userId: 'u-2',
    role: 'org_admin',
    projectId: null,
  });
});

test('names come from the context, and else from looking up', () => {
  const lookup: Lookup = {
    cluster: (id) => (id === 'c-1' ? 'looked up' : null),
    project: (id) => (id === 'p-1' ? 'a project' : null),
    user: (id) => (id === 'u-2' ? { email: 'grace@example.com', name: 'Grace Example' } : null),
  };
  const told = { cluster_id: 'c-1', cluster_name: 'told', project_id: 'p-1', user_id: 'u-2' };
  expect(toAuditRecord(event(told), place, lookup)).toMatchObject({
    cluster_name: 'told',
    project_name: 'a project',
    user_email: 'grace@example.com',
    user_name: 'Grace Example',
  });
  const other = { cluster_id: 'c-1', user_id: 'u-2', user_email: 'told@example.com' };
  expect(toAuditRecord(event({ ...other, user_name: 'told' }), place, lookup)).toMatchObject({
    cluster_name: 'looked up',
    user_email: 'told@example.com',
    user_name: 'told',
    project_name: null,
  });
});

test('what no user did, the service did', () => {
  const nobody = { id: null, email: null, name: null, username: null };
  const record = toAuditRecord({ ...event({}), actor: nobody }, place, nothing);
  expect(record).toMatchObject({ by_service: true, actor_email: null, details: null });
});

test('a signed address in a context is not passed on', () => {
  const said = 'read "https://files.example.com/a.csv?sig=CANARY" of \\ "s3://ada:CANARY@bucket"';
  const signed = event({ said, deep: [{ said }] });
  const without = 'read "https://files.example.com/a.csv?…" of \\ "s3://bucket"';
  expect(toAuditRecord(signed, place, nothing).details).not.toContain('CANARY');
  expect(contextOf(signed).context).toEqual([
    { key: 'said', value: without },
    { key: 'deep.1.said', value: without },
  ]);
});

test('a huge context is cut with a count, and 100 of them fit into an answer', () => {
  const huge = event({
    note: 'x'.repeat(35_000),
    list: Array.from({ length: 3_000 }, (_, n) => n),
  });
  const { context, context_count: count } = contextOf(huge);
  expect(count).toBe(3_001);
  expect(context).toHaveLength(100);
  expect(context[0]?.value).toBe(`${'x'.repeat(999)}…`);
  const item = { ...toAuditRecord(huge, place, nothing), context };
  expect(JSON.stringify(item).length).toBeLessThan(25_000);
});

test.each([
  [{}, 'Ada Example'],
  [{ name: null }, 'ada@example.com'],
  [{ name: null, email: null }, 'ada'],
  [{ name: null, email: null, username: null }, 'u-1'],
  [{ name: null, email: null, username: null, id: null }, 'CrateDB Cloud'],
])('who did it, as far as it is known: without %j', (without, who) => {
  const one = event({});
  const unnamed = { ...one, action: null, actor: { ...one.actor, ...without } };
  const where = { id: 'o-1', name: null };
  expect(toAuditRecord(unnamed, where, nothing)).toMatchObject({
    summary: `${who} did something in o-1.`,
    by_service: who === 'CrateDB Cloud',
    actor_name: 'name' in without ? ('username' in without ? null : 'ada') : 'Ada Example',
  });
});

test('an affected user goes by name, else by email, before the cluster and the project', () => {
  const about = { project_name: 'weather', cluster_name: 'prod', user_email: 'grace@example.com' };
  const record = toAuditRecord(event(about), place, nothing);
  expect(record.summary).toBe(
    'Ada Example did project.create (grace@example.com, prod, weather) in My Organization.',
  );
  expect(record.details).toBe(
    'project_name: weather, cluster_name: prod, user_email: grace@example.com',
  );
});

test('details are what has a value, and no longer than a thousand characters', () => {
  expect(toAuditRecord(event({ a: null, b: 1 }), place, nothing).details).toBe('b: 1');
  expect(toAuditRecord(event({ a: null }), place, nothing).details).toBe(null);
  const { details } = toAuditRecord(event({ a: 'x'.repeat(997) }), place, nothing);
  expect(details).toBe(`a: ${'x'.repeat(997)}`);
  const { details: cut } = toAuditRecord(event({ a: 'x'.repeat(998) }), place, nothing);
  expect(cut).toBe(`a: ${'x'.repeat(996)}…`);
});

test('a character that is written as two is left out whole where a text is cut', () => {
  const [line] = contextOf(event({ a: `${'x'.repeat(998)}😀😀` })).context;
  expect(line?.value).toBe(`${'x'.repeat(998)}…`);
});

test('what is in the context has room for 20,000 characters in all', () => {
  const nineteen = Array.from({ length: 19 }, (_, n) => [`${n + 10}`, 'x'.repeat(998)]);
  const { context, context_count } = contextOf(
    event(Object.fromEntries([...nineteen, ['90', 'x'.repeat(998)], ['z', '']])),
  );
  expect([context.length, context_count]).toEqual([20, 21]);
});

test('what it is about is said in one sentence', () => {
  const about = { user_name: 'Grace Example', project_name: 'weather' };
  expect(toAuditRecord(event(about), place, nothing).summary).toBe(
    'Ada Example did project.create (Grace Example, weather) in My Organization.',
  );
});
