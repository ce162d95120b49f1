import { readFileSync } from 'node:fs';
import { currentGolden, type Golden } from './golden.ts';

const published: Golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));
const current = currentGolden();

test('nothing that Zaps rely on is gone', () => {
  const gone = Object.entries(published.steps).flatMap(([key, step]) => {
    const now = current.steps[key];
    if (!now) return [key];
    const inputs = Object.keys(step.inputs).filter((input) => !(input in now.inputs));
    const outputs = step.outputs.filter((output) => !now.outputs.includes(output));
    const texts = step.texts.filter((text) => !now.texts.includes(text));
    return [...inputs, ...texts, ...outputs].map((field) => `${key}: ${field}`);
  });
  expect(gone).toEqual([]);
  expect(current.connection).toEqual(published.connection);
  expect(current.findOrCreate).toMatchObject(published.findOrCreate);
});

test('no step demands an input that it did not demand before', () => {
  const demanded = Object.entries(published.steps).flatMap(([key, step]) =>
    Object.entries(current.steps[key]?.inputs ?? {})
      .filter(([input, required]) => required && step.inputs[input] !== true)
      .map(([input]) => `${key}: ${input}`),
  );
  expect(demanded).toEqual([]);
});

test('what was added is recorded (npm run golden)', () => {
  expect(current).toEqual(published);
});

test('a step that takes something away warns of it', () => {
  const silent = Object.entries(current.steps)
    .filter(([key]) => /^creates\.(delete|remove|cancel)_/.test(key))
    .filter(([, step]) => !step.texts.includes('cannot_be_undone'))
    .map(([key]) => key);
  expect(silent).toEqual([]);
});
