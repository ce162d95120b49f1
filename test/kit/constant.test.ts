import { createRequire } from 'node:module';
import app from '../../index.ts';

const require = createRequire(import.meta.url);
const { prepareApp } = require('zapier-platform-core/src/tools/schema') as {
  prepareApp(of: typeof app): typeof app;
};
const { isPlainObj } = require('zapier-platform-core/src/tools/data') as {
  isPlainObj(value: unknown): boolean;
};

const steps = (of: typeof app) =>
  [of.triggers, of.searches, of.creates].flatMap((map) => Object.values(map ?? {}));
const parts = (of: typeof app) =>
  steps(of).flatMap(({ display, operation }) => [
    display,
    operation.sample,
    ...(operation.inputFields ?? []),
    ...(operation.outputFields ?? []),
  ]);

test('core prepares the same definition as of plain objects', () => {
  const prepared = prepareApp(app);
  expect(JSON.stringify(prepared)).toBe(JSON.stringify(app));
  expect(isPlainObj(prepared.triggers)).toBe(true);
});

test('what never changes is not copied by core, steps are', () => {
  const prepared = prepareApp(app);
  const [before, after] = [parts(app), parts(prepared)];
  expect(after).toHaveLength(before.length);
  expect(after.every((part, index) => part === before[index])).toBe(true);
  expect(steps(prepared).some((step, index) => step === steps(app)[index])).toBe(false);
});

test('core changes nothing of the app itself', () => {
  prepareApp(app);
  expect(Object.isFrozen(app.triggers)).toBe(false);
  expect(steps(app).some((step) => Object.isFrozen(step.operation))).toBe(false);
});
