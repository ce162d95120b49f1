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
  keyOf,
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
  some,
  testEach,
} from './walk.ts';

type Input = Record<string, unknown>;

/** Text and list fields that Zapier hands over blank, in every way it does. */
const blanks = (field: Field): unknown[] => ['', ' \u200b ', null, ...(field.list ? [[]] : [])];

const optionalOf = (step: Step) => fieldsOf(step).filter(({ required }) => !required);

function without(input: Input, ...fields: Field[]): Input {
  const keys = fields.map(({ key }) => key);
  return Object.fromEntries(Object.entries(input).filter(([key]) => !keys.includes(key)));
}

async function run(step: Step, toInput: (stage: Stage) => Input): Promise<string> {
  return onSharedStage(step, async (stage) => {
    const outcome = await outcomeOf(performRaw(stage.zapier, step, toInput(stage)));
    if (outcome.error) checkSentence(outcome.error);
    const text = comparable(outcome, Date.parse(await stage.cloud.control.now()));
    // Each stage has a key of its own; the same characters in an id are none of it.
    const last = stage.cloud.authData.api_key.slice(-4);
    return text.replaceAll(new RegExp(`(?<![\\w-])${last}(?![\\w-])`, 'g'), 'OWN');
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
    each('all as spaces, one of them of no width', () => ' \u200b '),
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
  const words = ['N/A', 'null', '-', 'none of them', '__proto__', 'constructor'];
  // Several, where one is due.
  const nothing = [...words, ...(list ? [] : [['1', '2']])];
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

/** What people, forms and other applications send, whatever the field. */
const SENT = [
  'Denied',
  'N/A',
  'off',
  '1.000,00',
  '0',
  '\u200b',
  ['Denied', 'N/A'],
  [],
  '[1]',
  '{}',
];

testEach(runnable, 'whatever an application sends, it is read or refused', async (step) => {
  const fields = step.fields.filter(({ type }) => type !== 'copy');
  const cases = fields.flatMap((field) => SENT.map((value) => ({ field, value })));
  await expectAll(
    some(step, cases, 3),
    ({ field, value }) => `${field.key} = ${JSON.stringify(value)}`,
    ({ field, value }) =>
      onSharedStage(step, async ({ zapier, input }) => {
        const { error } = await outcomeOf(perform(zapier, step, { ...input, [field.key]: value }));
        if (error) checkSentence(error);
      }),
  );
});

/** What these fields name is what the search looks for, so it may be missing. */
const SEARCHED = new Set([
  'find_api_key.target_key',
  'find_api_key.key_id',
  'find_product.product',
  'find_product.plan',
  'find_cluster_operation.operation_id',
]);

/** Fields that are only read with another choice than the example's, or only narrow a dropdown. */
const ASIDE = new Set([
  'find_cluster_metrics.history_cluster_id',
  'create_usage_chart.history_cluster_id',
  'find_row.schema',
]);

/**
 * A name from a log, or a filter by words that are listed nowhere (states of subscriptions are those of their
 * providers): nobody can say that there is no such one.
 */
const FREE =
  /^((new_audit_event|find_audit_events)\.actor|find_subscriptions\.state|subscription_status_changed\.states)$/;

testEach(
  runnable.filter(({ type }) => type === 'trigger' || type === 'search'),
  'a reference that is not there is an error, never an empty answer',
  async (step) => {
    const chosen = step.fields.filter(({ key, dynamic }) => {
      const name = `${keyOf(step)}.${key}`;
      return dynamic !== undefined && !SEARCHED.has(name) && !ASIDE.has(name) && !FREE.test(name);
    });
    await expectAll(
      chosen,
      ({ key }) => key,
      (field) =>
        onSharedStage(step, async ({ zapier, input }) => {
          const value = field.list ? ['No Such Thing'] : 'No Such Thing';
          const { error } = await outcomeOf(
            perform(zapier, step, { ...input, [field.key]: value }),
          );
          hold(error !== null, 'is answered');
          checkSentence(error);
          hold(/No Such Thing|“/.test(error.message), `names nothing: ${error.message}`);
        }),
    );
  },
);

testEach(
  runnable.filter(isCreate),
  'a reference that is not there is told, and changes nothing',
  async (step) => {
    await expectAll(
      step.fields.filter(
        ({ key, dynamic }) => dynamic !== undefined && !ASIDE.has(`${keyOf(step)}.${key}`),
      ),
      ({ key }) => key,
      (field) =>
        onSharedStage(step, async ({ cloud, zapier, input }) => {
          const value = field.list ? ['No Such Thing'] : 'No Such Thing';
          // What is not there is as it shall be, to who would delete it.
          const deletes = keyOf(step).startsWith('delete_');
          const previews = !deletes && step.fields.some(({ key }) => key === 'preview');
          for (const preview of previews ? ['no', 'yes'] : [null]) {
            const given = { ...input, [field.key]: value, ...(preview ? { preview } : {}) };
            const { error, items } = await outcomeOf(perform(zapier, step, given));
            if (error) checkSentence(error);
            else hold(items[0]?.changed === false, 'is answered');
            const isTold = preview !== 'yes' || error !== null || items[0]?.blocked_by !== null;
            hold(isTold, 'is no obstacle to a preview');
          }
          hold((await cloud.control.changes()).length === 0, 'changes something');
        }),
    );
  },
);
