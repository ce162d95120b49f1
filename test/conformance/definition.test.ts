import { createRequire } from 'node:module';
import App, { subjects } from '../../index.ts';
import { checkDefinition } from '../../tools/publishing-checks/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';
import { fieldsOf, isCreate, keyOf, methodOf, rows, steps } from './walk.ts';

type Schema = { prepareApp(app: object): object; validateApp(app: object): unknown[] };

test('Zapier’s schema finds nothing', () => {
  const schema: Schema = createRequire(import.meta.url)('zapier-platform-core/src/tools/schema');
  expect(schema.validateApp(schema.prepareApp(App)).map(String)).toEqual([]);
});

test('Zapier’s publishing checks find nothing', () => {
  expect(checkDefinition(App)).toEqual([]);
});

describe('identity', () => {
  test('keys are unique', () => {
    const keys = steps.map(methodOf);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('each step has a function of its own', () => {
    const performs = steps.map(
      ({ definition }) => (definition.operation as { perform: unknown }).perform,
    );
    expect(new Set(performs).size).toBe(steps.length);
  });

  test('each step, called by its method, answers as itself', async () => {
    const zapier = await openZapier(await newCloud(), { authData: {} });
    const answers = await Promise.all(
      steps.map(async (step) => {
        const failure = await zapier.step(methodOf(step)).catch((error: Error) => error.message);
        return { key: keyOf(step), failure: String(failure).toLowerCase() };
      }),
    );
    for (const [index, { failure }] of answers.entries()) {
      expect(failure).toContain(steps[index]?.definition.display.label?.toLowerCase());
    }
  });
});

describe.each(rows(steps.filter(isCreate)))('%s', (_key, step) => {
  const { lock } = step.definition.operation as { lock?: { key: string; timeout?: number } };

  // A database keeps the changes of rows apart by itself; waiting would only hold up many Zaps.
  const isOfRows = subjects.rows.includes(step) || subjects.monitoring.includes(step);

  test('is locked, by a text that the input cannot change', () => {
    if (isOfRows) expect(lock).toBeUndefined();
    else expect(lock?.key).toMatch(/^[a-z_]+$/);
    expect(lock?.timeout ?? 0).toBeLessThanOrEqual(180);
  });

  test('says whether it may be replayed', () => {
    expect(step).toHaveProperty('replay', expect.stringMatching(/^(safe|unsafe)$/));
  });
});

describe.each(rows(steps))('the inputs of %s', (_key, step) => {
  test('have each a label of its own', () => {
    const labels = fieldsOf(step).map((field) => field.label);
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
  });

  test('have defaults that are among their choices', () => {
    const strange = fieldsOf(step).filter(
      (field) => field.choices && field.default && !(field.default in field.choices),
    );
    expect(strange).toEqual([]);
  });
});
