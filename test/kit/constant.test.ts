import { createRequire } from 'node:module';
import app from '../../index.ts';

const require = createRequire(import.meta.url);
const { prepareApp } = require('zapier-platform-core/src/tools/schema') as {
  prepareApp(of: typeof app): typeof app;
};
const { recurseCleanFuncs } = require('zapier-platform-core/src/tools/cleaner') as {
  recurseCleanFuncs(of: object): object;
};
const { isPlainObj } = require('zapier-platform-core/src/tools/data') as {
  isPlainObj(value: unknown): boolean;
};

const mapsOf = (of: typeof app) => [of.triggers, of.searches, of.creates, of.searchOrCreates];
const steps = (of: typeof app) => mapsOf(of).flatMap((map) => Object.values(map ?? {}));

/** The same definition in plain objects that nobody has frozen. */
function plainly<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => plainly<unknown>(inner)) as T;
  const entries = Object.entries(value).map(([key, inner]) => [key, plainly<unknown>(inner)]);
  return Object.fromEntries(entries) as T;
}

/** As Zapier's command line sends it when a version is published. */
const published = (of: typeof app) => JSON.stringify(recurseCleanFuncs(prepareApp(of)));

function isFrozenToTheBottom(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozenToTheBottom);
}

test('core makes the same definition as of plain objects, byte for byte', () => {
  expect(published(app)).toBe(published(plainly(app)));
  expect(published(app)).toContain('"perform":"$func$2$f$"');
});

test('core sees plain maps of plain steps', () => {
  const prepared = prepareApp(app);
  expect(mapsOf(prepared).every(isPlainObj)).toBe(true);
  expect(steps(prepared).every(isPlainObj)).toBe(true);
  expect(Object.keys(prepared.triggers ?? {})).toEqual(Object.keys(app.triggers ?? {}));
});

test('core neither copies nor freezes a step, for it is frozen to the bottom', () => {
  const prepared = prepareApp(app);
  expect(steps(prepared).length).toBeGreaterThan(80);
  expect(steps(prepared).every((step, index) => step === steps(app)[index])).toBe(true);
  expect(steps(app).filter((step) => !isFrozenToTheBottom(step))).toEqual([]);
});

test('core changes nothing of the maps themselves', () => {
  prepareApp(app);
  expect(mapsOf(app).some((map) => Object.isFrozen(map))).toBe(false);
});
