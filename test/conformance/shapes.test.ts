import type { FaultInput } from '../../sandbox/cloud/control/client.ts';
import type { Item } from '../../sandbox/zapier/index.ts';
import { identityKey } from '../../src/kit/record/static.ts';
import { disagreements, type OutputField } from './shape.ts';
import {
  checkSentence,
  exampleOf,
  expectAll,
  fieldsOf,
  hold,
  keyOf,
  methodOf,
  onStage,
  outcomeOf,
  outputsOf,
  perform,
  rows,
  runnable,
  type Stage,
  type Step,
  steps,
  testEach,
} from './walk.ts';

/** Fields that are made by a function come beside the static ones. */
const isOpen = (step: Step) =>
  (step.definition.operation.outputFields ?? []).some((field) => typeof field === 'function');

const staticFields = (step: Step) => outputsOf(step).filter((field) => typeof field === 'object');

function wrongIn(step: Step, items: readonly Item[]): string[] {
  const fields = staticFields(step);
  return items.flatMap((item) => disagreements(item, fields, isOpen(step)));
}

/** The fields of this input: the static ones, and those that functions make of it. */
async function fieldsFor(step: Step, { zapier, input }: Stage): Promise<OutputField[]> {
  if (!isOpen(step)) return staticFields(step);
  const method = methodOf(step).replace(/perform$/, 'outputFields');
  return (await zapier.step(method, { inputData: input })) as OutputField[];
}

function wrongIds(step: Step, items: readonly Item[]): string[] {
  if (step.type !== 'trigger' && step.type !== 'dropdown') return [];
  const ids = items.map((item) => item[identityKey(step.record)]);
  return [
    ...ids.filter((id) => typeof id !== 'string' || id === '').map((id) => `id is ${String(id)}`),
    ...ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id) => `${String(id)} is there twice`),
  ];
}

describe.each(rows(runnable))('%s', (_key, step) => {
  test('its sample and its output fields agree', () => {
    const sample = step.definition.operation.sample as Item;
    expect(wrongIn(step, [sample])).toEqual([]);
    const nulls = Object.entries(sample).filter(([, value]) => value === null);
    expect(nulls).toEqual([]);
  });

  test('each output field has a label of its own', () => {
    // `id` may say once more what stands beside it under its full name.
    const labels = staticFields(step)
      .filter(({ key }) => key !== 'id')
      .map((field) => field.label);
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
  });
});

function agree(step: Step, items: readonly Item[]): void {
  const wrong = [...wrongIn(step, items), ...wrongIds(step, items)];
  hold(wrong.length === 0, wrong.join('; '));
}

testEach(runnable, 'what it gives and its output fields agree', (step) =>
  onStage(step, async (stage) => {
    const items = await perform(stage.zapier, step, stage.input);
    hold(items.length > 0, 'gives nothing');
    const fields = await fieldsFor(step, stage);
    const wrong = [
      ...items.flatMap((item) => disagreements(item, fields)),
      ...wrongIds(step, items),
    ];
    hold(wrong.length === 0, wrong.join('; '));
  }),
);

/** As servers and proxies send what is meant to be the same. */
const FORMS: Record<string, Omit<FaultInput, 'route'>> = {
  'a byte order mark': { byteOrderMark: true },
  'some bytes at a time': { drip: { bytes: 1_021, everyMs: 0 } },
};

testEach(runnable, 'the form of replies changes nothing', (step) =>
  expectAll(
    Object.keys(FORMS),
    (name) => name,
    (name) =>
      onStage(step, async ({ cloud, zapier, input }) => {
        await cloud.control.fault({ route: '*', ...FORMS[name] });
        const [first] = await perform(zapier, step, input);
        expect(first).toMatchObject(exampleOf(step).expect);
      }),
  ),
);

testEach(runnable, 'they agree where the service knows nothing, too', (step) =>
  onStage(step, async (stage) => {
    const input = await withIds(step, stage);
    await stage.cloud.control.switches({ nulls: true });
    const { items, error } = await outcomeOf(perform(stage.zapier, step, input));
    // A step may be unable to work then, and says so.
    if (error) checkSentence(error);
    agree(step, items ?? []);
  }),
);

/** The example's input with ids for names, because names are among what the service does not know. */
async function withIds(step: Step, { zapier, input }: Stage): Promise<Record<string, unknown>> {
  const filled = { ...input };
  for (const { key, dynamic } of fieldsOf(step)) {
    const name = filled[key];
    if (!dynamic || typeof name !== 'string') continue;
    const [dropdown = '', value = '', label = ''] = dynamic.split('.');
    const choices = await zapier.dropdown(dropdown, filled);
    const chosen = choices.find((choice) => {
      const text = String(choice[label]);
      return text === name || text.startsWith(`${name} (`);
    });
    if (chosen) filled[key] = chosen[value];
  }
  return filled;
}

test('the walk reaches steps of every type', () => {
  expect(new Set(steps.map((step) => step.type))).toEqual(
    new Set(['trigger', 'dropdown', 'search', 'create']),
  );
  expect(steps.map(keyOf)).toContain('storage_running_low');
});
