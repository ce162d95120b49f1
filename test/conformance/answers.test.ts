/**
 * Each step in situations that all steps can be in, against the record of what it gave there. It notices a
 * change of any value, sentence or request; whether that is right is for whoever reads the difference.
 */
import { type Answers, answersOf, readAnswers, SUBJECTS, stepsOf } from './answers.ts';
import { type DirectStages, openDirectStages } from './direct-stage.ts';
import { keyOf, rows, runnable } from './steps.ts';

const recorded: Record<string, Answers> = Object.assign({}, ...SUBJECTS.map(readAnswers));

let stages: DirectStages;

beforeAll(async () => {
  stages = await openDirectStages();
});

afterAll(() => stages.close());

test.each(rows(runnable))('%s: it gives what is recorded (npm run answers)', async (key, step) => {
  expect(await answersOf(stages, step)).toEqual(recorded[key]);
});

test('every record is of a step', () => {
  expect(Object.keys(recorded).sort()).toEqual(SUBJECTS.flatMap(stepsOf).map(keyOf).sort());
});
