import { choose } from '../../src/kit/choose.ts';
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

test('one thing that a list holds twice is not ambiguous', () => {
  expect(choose([...items, ...items], 'Weather', 'cluster').id).toBe('id-1');
});

test('what does not exist is missing', () => {
  const attempt = () => pick('nothing'.repeat(20));
  expect(attempt).toThrow(Refusal);
  expect(attempt).toThrow(/there is no cluster/);
});
