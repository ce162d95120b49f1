import { examples } from '../../examples/index.ts';
import { exampleOf, isCreate, keyOf, onStage, perform, rows, runnable, steps } from './walk.ts';

test('every step has an example', () => {
  const without = steps.map(keyOf).filter((key) => !(key in examples));
  expect(without).toEqual([]);
});

test('every example is of a step', () => {
  const keys = new Set(steps.map(keyOf));
  expect(Object.keys(examples).filter((key) => !keys.has(key))).toEqual([]);
});

describe.each(rows(runnable))('the example of %s', (_key, step) => {
  const { shows, expect: expected } = exampleOf(step);

  test('says in a sentence what it shows', () => {
    expect(shows).toMatch(/^[A-Z].{9,}\.$/);
  });

  test('shows it on the sandbox', async () => {
    await onStage(step, async ({ cloud, zapier, input }) => {
      const [first] = await perform(zapier, step, input);
      expect(first).toMatchObject(expected);
      if (!isCreate(step)) expect(await cloud.control.changes()).toEqual([]);
    });
  });
});
