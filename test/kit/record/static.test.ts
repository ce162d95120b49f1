import {
  flag,
  integer,
  lines,
  outputFields,
  type RecordOf,
  sampleOf,
  text,
  time,
} from '../../../src/kit/record/static.ts';

const record = {
  id: text('ID', 'a'),
  nodes: integer('Nodes', 3),
  on: flag('On', true),
  at: time('At', '2026-03-02T09:00:00.000Z'),
  list: lines('Allowlist', { cidr: text('CIDR', '10.0.0.0/8') }),
};

test('one description makes fields, sample and type', () => {
  expect(outputFields(record)).toEqual([
    { key: 'id', label: 'ID', type: 'string' },
    { key: 'nodes', label: 'Nodes', type: 'integer' },
    { key: 'on', label: 'On', type: 'boolean' },
    { key: 'at', label: 'At', type: 'datetime' },
    { key: 'list[]cidr', label: 'Allowlist: CIDR', type: 'string' },
  ]);
  expect(sampleOf(record)).toEqual({
    id: 'a',
    nodes: 3,
    on: true,
    at: '2026-03-02T09:00:00.000Z',
    list: [{ cidr: '10.0.0.0/8' }],
  });
  const typed: RecordOf<typeof record> = { id: 'a', nodes: null, on: null, at: null, list: [] };
  // @ts-expect-error an id is always known
  const untyped: RecordOf<typeof record> = { ...typed, id: null };
  expect(Object.keys(untyped)).toEqual(Object.keys(record));
});
