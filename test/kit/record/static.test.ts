import {
  blankRecord,
  flag,
  identityKey,
  integer,
  lines,
  linesOf,
  number,
  outputFields,
  primaryText,
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

const line = { node: text('Node', 'data-0'), disk: number('Disk (GiB)', 1.5) };

test('one field under two keys or labels is two fields', () => {
  const { node } = line;
  expect(outputFields({ node, other: node })).toMatchObject([{ key: 'node' }, { key: 'other' }]);
  expect(outputFields({ usage: lines('A', { node }), rest: lines('B', { node }) })).toMatchObject([
    { key: 'usage[]node', label: 'A: Node' },
    { key: 'rest[]node', label: 'B: Node' },
  ]);
});

test('lists within lists are no fields', () => {
  expect(outputFields({ days: lines('Days', { inner: lines('Inner', line) }) })).toEqual([]);
});

test('items are told apart by what is marked, or by the id', () => {
  expect(identityKey(record)).toBe('id');
  const marked = { ...record, key: primaryText('Key', 'a') };
  expect(identityKey(marked)).toBe('key');
  expect(outputFields(marked).at(-1)).toEqual({
    key: 'key',
    label: 'Key',
    type: 'string',
    primary: true,
  });
});

test('a sample has a line for each of its examples', () => {
  const usage = lines('Usage', line, [{}, { node: 'data-1' }]);
  expect(sampleOf({ usage })).toEqual({
    usage: [
      { node: 'data-0', disk: 1.5 },
      { node: 'data-1', disk: 1.5 },
    ],
  });
  expect(linesOf(line)).toEqual([{ node: 'data-0', disk: 1.5 }]);
});

test('of what is not known there are nulls, and no lines', () => {
  const blank = { id: 'c2', nodes: null, on: null, at: null, list: [] };
  expect(blankRecord(record, { id: 'c2' })).toEqual(blank);
});
