import fc from 'fast-check';
import { choose, listed } from '../../src/kit/choose.ts';
import { Refusal } from '../../src/kit/errors.ts';

const items = [
  { id: 'id-1', name: 'Weather', region: 'west' },
  { id: 'id-2', name: 'Twin', region: 'west' },
  { id: 'id-3', name: 'twin', region: 'east' },
  { id: 'id-4', name: null, region: 'east' },
];

const pick = (value: string) => choose(items, value, 'cluster', (item) => item.region);

test('by id, or by exact name without case', () => {
  expect(pick('id-4').id).toBe('id-4');
  expect(pick(' weather ').id).toBe('id-1');
});

test('an ambiguous name is refused with what tells the candidates apart', () => {
  expect(() => pick('TWIN')).toThrow('2 clusters are named “TWIN”');
  try {
    pick('twin');
  } catch (error) {
    expect((error as Refusal).next).toContain('id-2 (west), id-3 (east)');
  }
});

test('many candidates are named as far as there is room, each whole', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    id: `${'i'.repeat(36)}${index}`,
    name: 'x',
  }));
  try {
    choose(many, 'x', 'cluster');
    throw new Error('not refused');
  } catch (error) {
    expect((error as Refusal).next).toMatch(
      /^Choose one in the dropdown: i+0 \(x\), i+1 \(x\) and 28 more\.$/,
    );
  }
});

test('each candidate is named once', () => {
  expect(listed(['eu', 'us', 'eu', 'eu'])).toBe('eu, us');
});

test('one thing that a list holds twice is not ambiguous', () => {
  expect(choose([...items, ...items], 'Weather', 'cluster').id).toBe('id-1');
});

test('what does not exist is missing', () => {
  const attempt = () => pick('nothing'.repeat(20));
  expect(attempt).toThrow(Refusal);
  expect(attempt).toThrow(/there is no cluster/);
});

test('of names that differ by case alone the one that is written so is chosen, and each by its id', () => {
  const cases = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(fc.uniqueArray(cases, { minLength: 2, selector: String }), fc.nat(), (all, at) => {
      const alike = all.map((upper, index) => ({
        id: `e1e38d92-0000-48f1-8a70-00000000000${index.toString(16)}`,
        name: [...'orders'].map((one, i) => (upper[i] ? one.toUpperCase() : one)).join(''),
      }));
      const one = alike[at % alike.length] as (typeof alike)[number];
      expect(choose(alike, one.name, 'table')).toBe(one);
      expect(choose(alike, one.id.toUpperCase(), 'table')).toBe(one);
    }),
  );
});
