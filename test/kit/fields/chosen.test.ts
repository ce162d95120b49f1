import { readChosen } from '../../../src/kit/fields/chosen.ts';

const fields = [
  { key: 'cluster_id', label: 'Cluster', required: true },
  { key: 'nodes', label: 'Nodes', type: 'integer' },
  { key: 'kind', label: 'Kind', choices: { day: 'Day' }, default: 'day' },
] as const;

test('of a form that is being filled in, what is blank or wrong is not chosen yet', () => {
  expect(readChosen(fields, { cluster_id: 'c1', nodes: '3' })).toEqual({
    cluster_id: 'c1',
    nodes: 3,
    kind: 'day',
  });
  expect(readChosen(fields, { nodes: 'many', kind: 'week' })).toEqual({});
});

test('a fault of our own is not taken for a wrong entry', () => {
  const data = {
    get cluster_id() {
      throw new TypeError('a fault of our own');
    },
  };
  expect(() => readChosen(fields, data)).toThrow(TypeError);
});
