import { byLabel, labelOf } from '../../src/kit/dropdown.ts';

test('a label says what tells a thing apart, as far as it is known', () => {
  expect(labelOf('weather', 'GREEN', 'aks1')).toBe('weather (GREEN, aks1)');
  expect(labelOf('weather', null, 'aks1', undefined, '')).toBe('weather (aks1)');
  expect(labelOf('weather', null)).toBe('weather');
  expect(labelOf(null)).toBe('unnamed');
  expect(labelOf(null, 'aks1')).toBe('unnamed (aks1)');
});

test('labels are in the order of the alphabet, whatever their case', () => {
  const items = ['beta', 'Zeta', 'älter', 'Alpha'].map((label) => ({ id: label, label }));
  expect(byLabel(items).map(({ label }) => label)).toEqual(['Alpha', 'älter', 'beta', 'Zeta']);
});
