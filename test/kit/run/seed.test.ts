import { seedOf } from '../../../src/kit/run/seed.ts';

const fields = [
  { key: 'note', label: 'Note' },
  { key: 'organization_id', label: 'Organization', dynamic: 'organization.id.label' },
  { key: 'project_id', label: 'Project', dynamic: 'project.id.label' },
] as const;

const many = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: String(index).padStart(length, '0'),
    name: 'x',
  }));

test('only what tells items apart is given', () => {
  expect(seedOf([{ id: 'a', name: 'A' }], 'id', fields)).toEqual([{ id: 'a' }]);
  expect(seedOf([{ key: 'a', id: 'A' }], 'key', fields)).toEqual([{ key: 'a' }]);
});

test('a hundred thousand of usual length are remembered', () => {
  expect(seedOf(many(100_000, 36), 'id', fields)).toHaveLength(100_000);
});

test.each([
  [100_001, 5],
  [90_000, 80],
])('%d of %d characters are too many, which is said with what narrows them', (count, length) => {
  expect(() => seedOf(many(count, length), 'id', fields)).toThrow(
    `there are ${count} things to remember, more than a Zap can`,
  );
});
