import { checkConfirmation, notedGone, noteGone } from '../../src/kit/destructive.ts';
import { createNotes } from '../../src/kit/run/notes.ts';
import type { Run } from '../../src/kit/run/run.ts';

test('a name is confirmed by any that it has, whatever the case', () => {
  expect(() => checkConfirmation('Weather ', ['weather', null], 'Cluster Name')).not.toThrow();
  expect(() => checkConfirmation('weather', [null, 'weather'], 'Cluster Name')).not.toThrow();
  for (const right of [['weather-prod', 'lab'], [null], []]) {
    expect(() => checkConfirmation('weather', right, 'Cluster Name')).toThrow(
      '“Cluster Name to Confirm” is not the cluster name of what is chosen',
    );
  }
});

test('what is about to go can be told afterwards, and only by who asked for it', () => {
  const run = { notes: createNotes() } as unknown as Run<unknown>;
  expect(notedGone(run)).toBeUndefined();
  noteGone(run, { name: 'weather' });
  expect(notedGone(run)).toEqual({ name: 'weather' });
});
