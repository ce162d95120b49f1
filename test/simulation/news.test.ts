import { triggers } from './app.ts';
import { simulate } from './simulate.ts';
import { superfluous } from './worlds/index.ts';

simulate(({ kind }) => kind !== 'alert');

test('every scenario has its trigger', () => {
  expect(superfluous(triggers)).toEqual([]);
});
