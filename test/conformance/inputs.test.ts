import fc from 'fast-check';
import type { InputField } from '../../src/kit/fields/read.ts';
import {
  checkSentence,
  exampleOf,
  expectAll,
  type Field,
  fieldsOf,
  hold,
  isCreate,
  type Outcome,
  onSharedStage,
  onStage,
  outcomeOf,
  perform,
  performRaw,
  runnable,
  type Stage,
  type Step,
  seedOf,
  testEach,
} from './walk.ts';

type Input = Record<string, unknown>;

/** Text and list fields that Zapier hands over blank, in every way it does. */
const blanks = (field: Field): unknown[] => ['', '  ', null, ...(field.list ? [[]] : [])];

const optionalOf = (step: Step) => fieldsOf(step).filter(({ required }) => !required);

function without(input: Input, ...fields: Field[]): Input {
  const keys = fields.map(({ key }) => key);
  return Object.fromEntries(Object.entries(input).filter(([key]) => !keys.includes(key)));
}

async function run(step: Step, toInput: (stage: Stage) => Input): Promise<string> {
  return onSharedStage(step, async (stage) => {
    const outcome = await outcomeOf(performRaw(stage.zapier, step, toInput(stage)));
    if (outcome.error) checkSentence(outcome.error);
    return comparable(outcome, Date.parse(await stage.cloud.control.now()));
  });
}

const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00:00)/g;

/** The same for two runs that did the same: without addresses, and without times of now. */
function comparable({ items, error }: Outcome, now: number): string {
  const isNow = (time: string) => Date.parse(time) >= now && Date.parse(time) < now + 300_000;
  return JSON.stringify(items ?? `${error?.kind}: ${error?.message}`)
    .replace(/http:\/\/127\.0\.0\.1:\d+(\/files\/[0-9a-f-]+)?/g, 'ORIGIN')
    .replace(TIME, (time) => (isNow(time) ? 'NOW' : time));
}

/** The step says which field is wrong, in the class of error that its kind has for a "no". */
async function checkRefused(
  zapier: Stage['zapier'],
  step: Step,
  field: Pick<InputField, 'label'>,
  given: Input,
) {
  const { error } = await outcomeOf(perform(zapier, step, given));
  hold(error !== null, 'is accepted');
  checkSentence(error);
  hold(error.message.includes(field.label), `is not named: ${error.message}`);
  hold(error.kind === (isCreate(step) ? 'halted' : 'error'), `is ${error.kind}`);
}

testEach(runnable, 'a blank required input is named', (step) => {
  const cases = fieldsOf(step)
    .filter(({ required }) => required)
    .flatMap((field) => [undefined, ...blanks(field)].map((blank) => ({ field, blank })));
  return expectAll(
    cases,
    ({ field, blank }) => `${field.key} = ${JSON.stringify(blank)}`,
    ({ field, blank }) =>
      // A stage of its own: a step that fails does not wait for what it asked beside.
      onStage(step, async ({ cloud, zapier, input }) => {
        const given =
          blank === undefined ? without(input, field) : { ...input, [field.key]: blank };
        await checkRefused(zapier, step, field, given);
        if (!isCreate(step)) return;
        hold((await cloud.control.requests()).length === 0, 'is sent to the server');
      }),
  );
});

testEach(runnable, 'a blank optional input is one that was not given', async (step) => {
  const optional = optionalOf(step);
  const each = (name: string, blank: (field: Field) => unknown, left = optional) => ({
    name,
    left,
    blank,
  });
  const cases = [
    each('all empty', (field) => (field.list ? [] : '')),
    each('all as spaces', () => '  '),
    each('all as null', () => null),
    // With the rest of the example left in, a blank field has its own weight.
    ...optional
      .filter(({ key }) => key in exampleOf(step).input)
      .map((field) => each(field.key, () => '', [field])),
  ].filter(({ left }) => left.length > 0);
  const missing = new Map<string, Promise<string>>();
  await expectAll(
    cases,
    ({ name }) => name,
    async ({ left, blank }) => {
      const key = String(left.map((field) => field.key));
      const given = missing.get(key) ?? run(step, ({ input }) => without(input, ...left));
      missing.set(key, given);
      const blanked = await run(step, ({ input }) => ({
        ...input,
        ...Object.fromEntries(left.map((field) => [field.key, blank(field)])),
      }));
      hold(blanked === (await given), `${blanked}\ninstead of\n${await given}`);
    },
  );
});

/** What is no value of the field, whatever the step: what people, forms and other applications send. */
function wrongValues({ type, choices, list }: InputField): unknown[] {
  const nothing = ['N/A', 'null', '-', 'none of them', '__proto__', 'constructor'];
  if (type === 'integer' || type === 'number') {
    const numbers = [
      'many',
      'NaN',
      '-Infinity',
      '1e999',
      // In a list, a comma stands between two.
      ...(list ? [] : ['1,5']),
      '1.024.000',
      '5 or 6',
      '12 apples',
    ];
    return [...nothing, ...numbers, ...(type === 'integer' ? ['2.5', '1.024'] : [])];
  }
  if (type === 'boolean') return [...nothing, 'Denied', 'off', '0.0', '2', 'perhaps'];
  if (type === 'datetime') return [...nothing, 'someday', '03/02/2026', '2026-02-30'];
  if (choices) return [...nothing, 'Denied'];
  return [];
}

testEach(
  runnable,
  'a value of the wrong type is refused in a sentence that names the field',
  (step) =>
    expectAll(
      step.fields
        .filter(({ type }) => type !== 'copy')
        .flatMap((field) => wrongValues(field).map((value) => ({ field, value }))),
      ({ field, value }) => `${field.key} = ${JSON.stringify(value)}`,
      ({ field, value }) =>
        onSharedStage(step, async ({ cloud, zapier, input }) => {
          const given = { ...input, [field.key]: field.list ? [value] : value };
          await checkRefused(zapier, step, field, given);
          if (!isCreate(step)) return;
          hold((await cloud.control.changes()).length === 0, 'changes something');
        }),
    ),
);

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc.constantFrom('..', '.', '/', '%2e%2e', '{{bundle.x}}', '<b>', '0', '-1', 'true', '\u0000'),
);

/** Anything that can be mapped to a field. */
const mapped = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 5 }), text, { maxKeys: 2 }),
);

testEach(runnable, 'whatever is mapped to its inputs, it answers or says what is wrong', (step) => {
  const fields = fieldsOf(step);
  const inputs = fc.record(Object.fromEntries(fields.map(({ key }) => [key, mapped])), {
    requiredKeys: [],
  });
  const cases = fields.length ? fc.sample(inputs, { numRuns: 8, seed: seedOf(step) }) : [];
  return expectAll(
    cases,
    (change) => JSON.stringify(change),
    (change) =>
      onSharedStage(step, async ({ zapier, input }) => {
        const { error } = await outcomeOf(performRaw(zapier, step, { ...input, ...change }));
        if (error) checkSentence(error);
      }),
  );
});
