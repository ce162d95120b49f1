import { checkDefinition, checkRules, RULES } from '../../../tools/publishing-checks/index.ts';
import type { App, Field } from '../../../tools/publishing-checks/view.ts';
import { goodApp } from './good-app.ts';

type Steps = NonNullable<App['triggers']>;
type Step = Steps[string];

function step(app: App, kind: 'triggers' | 'searches' | 'creates', key: string): Step {
  const found = app[kind]?.[key];
  if (!found) throw new Error(`There is no ${key}`);
  return found;
}

const trigger = (app: App) => step(app, 'triggers', 'new_lamp');
const room = (app: App) => step(app, 'triggers', 'room');
const search = (app: App) => step(app, 'searches', 'find_lamp');
const create = (app: App) => step(app, 'creates', 'delete_lamp');

/** Adds to what a step shows, does, or asks. */
const display = (on: Step, more: object) => Object.assign(on.display ?? {}, more);
const operation = (on: Step, more: object) => Object.assign(on.operation ?? {}, more);
const ask = (on: Step, ...fields: Field[]) =>
  operation(on, { inputFields: [...(on.operation?.inputFields ?? []), ...fields] });
const connect = (app: App, more: object) => Object.assign(app.authentication ?? {}, more);
const sample = (on: Step, more: object) =>
  operation(on, { sample: { ...(on.operation?.sample as object), ...more } });

const alert = { alert_key: 'new_lamp:Desk', summary: 'A lamp is on.' };
const link = 'See [here](https://lamps.example/help).';

/** What breaks each rule, and nothing else that the rule looks at. */
const BREAKS: [rule: string, how: string, spoil: (app: App) => unknown][] = [
  ['groups', 'a group that is not there', (app) => ask(search(app), { key: 'a', group: 'size' })],
  [
    'sample-story',
    'a change that was blocked',
    (app) => sample(create(app), { changed: true, blocked_by: 'Somebody is in the room.' }),
  ],
  [
    'sample-story',
    'a preview that changes',
    (app) => sample(create(app), { changed: true, preview: true }),
  ],
  ...(
    [
      { would_change: true, blocked_by: 'Somebody is in the room.' },
      { measured: true, reason: 'suspended' },
      { figures_agree: true, remark: 'They differ.' },
      { status: 'member', invitation_id: '7' },
      { operation_id: '', operation_type: 'SCALE' },
      { changed: false, operation_id: '7' },
      { changed: true, operation_type: 'SCALE', running_operation: 'UPGRADE' },
      { suspended: true, status: 'GREEN' },
      { bulbs: [{ watts: 4, outcome: 'Done', reason: 'It is dark.' }] },
    ] as object[]
  ).map((more): [string, string, (app: App) => unknown] => [
    'sample-story',
    JSON.stringify(more),
    (app) => sample(create(app), more),
  ]),
  ...(
    [
      [
        'sample-figures',
        { price_per_month_before: 5, price_per_month_after: 9, price_difference_per_month: 5 },
      ],
      ['sample-figures', { count: 2, results: [{ id: '7' }] }],
      ['sample-figures', { storage_used_gib: 3, storage_free_gib: 4, storage_size_gib: 8 }],
      [
        'sample-figures',
        { cpu_percent: 93, node_usages: [{ cpu_percent: 37 }, { cpu_percent: 41 }] },
      ],
      ['sample-figures', { done_count: 1, clusters: [{ outcome: 'Skipped' }] }],
      ['sample-targets', { nodes: 3, target_nodes: 4, to_value: '5 nodes' }],
      ['sample-targets', { nodes: 3, target_nodes: 4, from_value: '2 nodes' }],
      [
        'sample-targets',
        { target_ip_allowlist: [{ cidr: '192.0.2.1/32' }], to_value: '192.0.2.2/32' },
      ],
      [
        'sample-targets',
        { done_cluster_ids: '7', clusters: [{ cluster_id: '8', outcome: 'Done' }] },
      ],
      ['sample-times', { created_at: '2026-03-02T09:00:00Z', modified_at: '2026-03-01T09:00:00Z' }],
      [
        'sample-times',
        {
          started_at: '2026-03-02T08:00:00Z',
          ended_at: '2026-03-02T08:05:00Z',
          duration_minutes: 9,
        },
      ],
      ['sample-times', { bulbs: [{ expires_at: '2026-03-09T09:00:00Z', days_left: 2 }] }],
      ['sample-times', { expired: true, expires_at: '2026-03-09T09:00:00Z' }],
      [
        'sample-names',
        { room_id: '1', room_name: 'Kitchen', bulbs: [{ room_id: '1', room_name: 'Hall' }] },
      ],
      [
        'sample-names',
        { room_id: '1', room_name: 'Kitchen', other_room_id: '2', other_room_name: 'Kitchen' },
      ],
      ['summary-outputs', { summary: 'Lamp Desk-2 has 1 bulb.' }],
      ['summary-outputs', { summary: 'Lamp Desk has 5 bulbs.' }],
      ['summary-outputs', { summary: 'Lamp of Ada Lovelace.' }],
      [
        'summary-outputs',
        { summary: 'Dimming, about 5 dollars more a month.', price_difference_per_month: -5 },
      ],
      ['summary-outputs', { summary: 'Dimming.', price_difference_per_month: 5 }],
    ] as [string, object][]
  ).map(([rule, more]): [string, string, (app: App) => unknown] => [
    rule,
    JSON.stringify(more),
    (app) => sample(trigger(app), more),
  ]),
  [
    'summary',
    'a trigger without',
    (app) => operation(trigger(app), { outputFields: [{ key: 'id' }] }),
  ],
  ...(
    [
      ['a cluster by its id', ['cluster_id', 'console_url']],
      ['a project in a list', ['results[]project_id']],
      ['a region by its code', ['region']],
      ['an alert without a weight', ['alert_key']],
      ['a place nobody finds', ['organization_id', 'organization_name']],
    ] as [string, string[]][]
  ).map(([how, keys]): [string, string, (app: App) => unknown] => [
    'names-beside-ids',
    how,
    (app) =>
      operation(trigger(app), { outputFields: keys.map((key) => ({ key, label: 'A Thing' })) }),
  ]),
  [
    'summary',
    'a list without',
    (app) => operation(search(app), { outputFields: [{ key: 'lamps[]id', label: 'Lamps: ID' }] }),
  ],
  [
    'sample-alert-key',
    'a thing that is not there',
    (app) => sample(trigger(app), { ...alert, alert_key: 'new_lamp:8' }),
  ],
  [
    'sample-alert-key',
    'the key of another trigger',
    (app) => sample(trigger(app), { ...alert, alert_key: 'room:1' }),
  ],
  [
    'sample-summary',
    'a story told twice',
    (app) => [
      sample(trigger(app), alert),
      sample(Object.assign(create(app), { noun: 'Room' }), { summary: alert.summary }),
    ],
  ],
  [
    'plain-words',
    'a word for insiders',
    (app) => ask(search(app), { key: 'a', label: 'A', helpText: 'New lamps are told at night.' }),
  ],
  ['plain-words', 'in a sample', (app) => sample(trigger(app), { name: 'It stands in the way' })],
  ['plain-keys', 'a vague input', (app) => ask(search(app), { key: 'type', label: 'Type' })],
  [
    'plain-keys',
    'a vague output',
    (app) => operation(search(app), { outputFields: [{ key: 'lamps[]user', label: 'User' }] }),
  ],
  [
    'long-forms',
    'seven fields and no groups',
    (app) =>
      ask(search(app), ...[1, 2, 3, 4, 5, 6].map((n) => ({ key: `a_${n}`, label: `Lamp ${n}` }))),
  ],
  [
    'one-cluster',
    'a cluster without a word',
    (app) =>
      ask(search(app), { key: 'cluster_id', label: 'C', required: true, dynamic: 'room.id.label' }),
  ],
  [
    'locked-fields',
    'depends on an optional field',
    (app) =>
      ask(
        search(app),
        { key: 'shelf', label: 'Shelf' },
        { key: 'a', label: 'A', dependsOn: ['shelf'] },
      ),
  ],
  ['D001', 'a key asked for', (app) => ask(search(app), { key: 'access_token', label: 'A' })],
  ['D001', 'a password', (app) => ask(search(app), { key: 'pin', label: 'P', type: 'password' })],
  [
    'D001',
    'a secret among line items',
    (app) =>
      ask(search(app), {
        key: 'rows',
        label: 'Rows',
        children: [{ key: 'user_secret', label: 'S' }],
      }),
  ],
  ['D002', 'no link', (app) => connect(app, { fields: [{ key: 'user', helpText: 'Ask Bob.' }] })],
  ['D003', 'no label', (app) => connect(app, { connectionLabel: undefined })],
  ['D003', 'a constant label', (app) => connect(app, { connectionLabel: 'My Lamps' })],
  ['D003', 'a secret as label', (app) => connect(app, { connectionLabel: '{{api_key}}' })],
  [
    'D026',
    'a host to type',
    (app) => connect(app, { fields: [{ key: 'subdomain', helpText: link }] }),
  ],
  ['auth-test', 'no test', (app) => connect(app, { test: undefined })],
  [
    'auth-password',
    'a secret that shows',
    (app) => connect(app, { fields: [{ key: 'api_key', type: 'string', helpText: link }] }),
  ],
  ['D018', 'lower case', (app) => display(trigger(app), { label: 'New lamp' })],
  [
    'field-labels',
    'lower case',
    (app) => ask(search(app), { key: 'colour', label: 'favourite colour' }),
  ],
  ['D021', 'whenever', (app) => display(trigger(app), { description: 'Triggers whenever lit.' })],
  ['D021', 'no full stop', (app) => display(search(app), { description: 'Finds a lamp' })],
  ['D021', 'an imperative', (app) => display(create(app), { description: 'Delete a lamp.' })],
  [
    'descriptions',
    'a product',
    (app) => display(create(app), { description: 'Deletes a lamp in CrateDB Cloud.' }),
  ],
  [
    'descriptions',
    'too long',
    (app) => display(search(app), { description: `Finds a ${'very '.repeat(20)}old lamp.` }),
  ],
  ['labels', 'Get', (app) => display(search(app), { label: 'Get Lamp' })],
  ['labels', 'two in one', (app) => display(create(app), { label: 'Create or Update Lamp' })],
  ['nouns', 'a plural', (app) => Object.assign(trigger(app), { noun: 'Lamps' })],
  [
    'D008',
    'a bare address',
    (app) => ask(search(app), { key: 'a', label: 'A', helpText: 'See https://lamps.example now.' }),
  ],
  [
    'D008',
    'what looks like a link',
    (app) =>
      ask(search(app), { key: 'a', label: 'A', helpText: 'Such as [1, 2] (a list of two).' }),
  ],
  [
    'D011',
    'the label again',
    (app) =>
      ask(search(app), {
        key: 'a',
        label: 'The Colour of the Lamp',
        helpText: 'The colour of the lamp.',
      }),
  ],
  ['D011', 'hardly a word', (app) => ask(search(app), { key: 'a', label: 'A', helpText: 'Blue?' })],
  ['step-keys', 'camelCase', (app) => Object.assign(trigger(app), { key: 'newLamp' })],
  ['step-keys', 'another key', (app) => Object.assign(trigger(app), { key: 'lamp_new' })],
  ['field-keys', 'camelCase', (app) => ask(search(app), { key: 'fullName', label: 'Full Name' })],
  ['unique-keys', 'the same again', (app) => ask(search(app), { key: 'name', label: 'Again' })],
  ['D004', 'no dropdown', (app) => ask(search(app), { key: 'lamp_id', label: 'Lamp' })],
  ['D004', 'a label with ID', (app) => ask(search(app), { key: 'lamp', label: 'Lamp ID' })],
  ['D005', 'no trigger', (app) => ask(search(app), { key: 'a', label: 'A', dynamic: 'x.id.name' })],
  [
    'D005',
    'not in the sample',
    (app) => ask(search(app), { key: 'a', label: 'A', dynamic: 'room.id.name' }),
  ],
  [
    'D013',
    'no search',
    (app) => ask(search(app), { key: 'a', label: 'A', dynamic: 'room.id.label', search: 'x.id' }),
  ],
  [
    'D014',
    'a list',
    (app) =>
      ask(search(app), {
        key: 'a',
        label: 'A',
        list: true,
        dynamic: 'room.id.label',
        search: 'find_lamp.id',
      }),
  ],
  ['dropdowns', 'visible', (app) => display(room(app), { hidden: false })],
  ['dropdowns', 'one page', (app) => operation(room(app), { canPaginate: false })],
  [
    'depends-on',
    'a lost field',
    (app) => ask(search(app), { key: 'a', label: 'A', dependsOn: ['b'] }),
  ],
  ['find-or-create', 'less than found', (app) => sample(search(app), { name: 'Desk' })],
  [
    'find-or-create',
    'another key',
    (app) =>
      Object.assign(app, {
        searchOrCreates: { x: { key: 'x', search: 'find_lamp', create: 'delete_lamp' } },
      }),
  ],
  ['D009', 'nothing asked', (app) => operation(search(app), { inputFields: [] })],
  ['D022', 'only a function', (app) => operation(create(app), { inputFields: [() => []] })],
  [
    'required-first',
    'required late',
    (app) => ask(trigger(app), { key: 'a', label: 'A', required: true }),
  ],
  ['undone', 'no warning', (app) => operation(create(app), { inputFields: [{ key: 'a' }] })],
  ['text-defaults', 'a number', (app) => ask(search(app), { key: 'a', label: 'A', default: 80 })],
  ['D028', 'cleaned input', (app) => Object.assign(app, { flags: {} })],
  ['D012', 'no sample', (app) => operation(create(app), { sample: undefined })],
  ['D010', 'no id', (app) => sample(trigger(app), { id: undefined })],
  [
    'D010',
    'no primary',
    (app) => operation(trigger(app), { outputFields: [{ key: 'uid', primary: true }] }),
  ],
  ['D023', 'no zone', (app) => sample(trigger(app), { name: '2026-03-02T09:00:00' })],
  ['D023', 'seconds since 1970', (app) => sample(trigger(app), { seen_at: 1_772_442_000 })],
  ['D023', 'another form', (app) => sample(trigger(app), { name: '03/02/2026' })],
  ['D024', 'a text', (app) => sample(trigger(app), { bulbs: [{ watts: 'four' }] })],
  ['D024', 'no date', (app) => sample(trigger(app), { created_at: 'yesterday' })],
  ['sample-keys', 'one more', (app) => sample(trigger(app), { shade: 'blue' })],
  ['sample-keys', 'one less', (app) => sample(trigger(app), { bulbs: [] })],
  ['sample-people', 'somebody', (app) => sample(trigger(app), { owner: 'bob@mail.test' })],
  [
    'output-labels',
    'an id without one',
    (app) => operation(room(app), { outputFields: [{ key: 'id' }, { key: 'label' }] }),
  ],
  ['D006', 'a hook without a list', (app) => operation(trigger(app), { type: 'hook' })],
  ['D017', 'a static hook', (app) => operation(trigger(app), { type: 'hook' })],
  ['D007', 'http', (app) => sample(trigger(app), { name: 'http://lamps.example' })],
  ['D025', 'a script', (app) => sample(trigger(app), { name: 'javascript:alert(1)' })],
  [
    'no-secrets',
    'a token',
    (app) => sample(trigger(app), { name: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x' }),
  ],
  [
    'no-secrets',
    'a password in an address',
    (app) => sample(trigger(app), { name: 'https://ada:lovelace@lamps.example' }),
  ],
  ['D027', 'an old platform', (app) => Object.assign(app, { platformVersion: '18.0.0' })],
];

test('a good definition has no findings', () => {
  expect(checkDefinition(goodApp())).toEqual([]);
});

test.each(['2026-03-02', '2026-03-02T09:00:00+01:00', '2026-03-02 09:00 UTC (7 tables)'])(
  'a sample may say %s',
  (name) => {
    const app = goodApp();
    sample(trigger(app), { name });
    expect(checkDefinition(app)).toEqual([]);
  },
);

test.each(BREAKS)('%s finds %s', (rule, _how, spoil) => {
  const app = goodApp();
  spoil(app);
  const found = checkDefinition(app).filter((finding) => finding.rule === rule);
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]?.message).not.toBe('');
});

test('every rule is shown to find something', () => {
  const shown = new Set(BREAKS.map(([rule]) => rule));
  expect(RULES.map(({ code }) => code).filter((code) => !shown.has(code))).toEqual([]);
});

test('rules tell how many things they looked at', () => {
  const counts = Object.fromEntries(checkRules(goodApp()).map((it) => [it.code, it.checked]));
  expect(counts).toMatchObject({ D001: 5, D002: 1, D006: 0, D009: 1, D018: 3, D028: 1 });
});
