import { simulate, superfluous } from './simulate.ts';

simulate(({ kind }) => kind !== 'alert');

test('every scenario has its trigger', () => {
  expect(superfluous()).toEqual([]);
});
