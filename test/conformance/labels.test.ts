/**
 * A label that a text names is one that its reader finds: in messages and help texts of the source, and in
 * the recipes of docs/zaps.md.
 */
import { authentication } from '../../src/connection/index.ts';
import { filesIn, textOf } from './source-tree.ts';
import { allFieldsOf, outputsOf, type Step, steps } from './steps.ts';

const labelOf = (step: Step) => step.definition.display.label ?? '';

const inputLabels = (step: Step) => allFieldsOf(step).map(({ label }) => label);

/** An output is named by its first words as well: `Cut (More Were Found)` is “Cut”. */
const outputLabels = (step: Step) =>
  // Outputs that a function makes have no label here.
  outputsOf(step).flatMap(({ label = '' }) => [label, label.replace(/ \(.*\)$/, '')]);

const known = new Set<string>([
  ...steps.flatMap((step) => [
    labelOf(step),
    ...inputLabels(step),
    ...allFieldsOf(step).flatMap(({ choices }) => Object.values(choices ?? {})),
    ...outputLabels(step),
  ]),
  ...authentication.fields.map(({ label }) => label),
  // The line items of Create Many Rows, which are made from the table chosen.
  'Rows',
]);

/** Quoted, and no label: what a user may write, what a step says, the clusters of the samples. */
const NO_LABEL =
  /^(this may have happened|\?|weather-prod|winter-lab|CrateDB Cloud|yesterday|last 3 weeks|this month|[\d-]+ to [\d-]+)$/;

test('labels that the source quotes are there', () => {
  const quoted = filesIn('src').flatMap((file) =>
    textOf(file)
      .split('\n')
      .filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line))
      .flatMap((line) =>
        [...line.matchAll(/“([^”$]+)”/g)].map(([, label = '']) => ({ file, label })),
      ),
  );
  expect(quoted.length).toBeGreaterThan(100);
  expect(quoted.filter(({ label }) => !known.has(label) && !NO_LABEL.test(label))).toEqual([]);
});

const recipes = textOf('docs/zaps.md');

test('steps that the recipes name are there', () => {
  const named = [...recipes.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label = '']) => label);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((label) => !steps.some((step) => labelOf(step) === label))).toEqual([]);
});

type Row = { number: string; step: Step | undefined; fields: string };

const sections = recipes.split(/^## /m).slice(1);

/** The rows of a recipe's table, with the step of this integration in each. */
function rowsOf(section: string): Row[] {
  return [...section.matchAll(/^\| (\d+) \| ([^|]*) \| ([^|]*) \|$/gm)].map(
    ([, number = '', what = '', fields = '']) => {
      const label = /\*\*([^*]+)\*\*/.exec(what)?.[1];
      return { number, step: steps.find((step) => labelOf(step) === label), fields };
    },
  );
}

test('there are twelve recipes', () => {
  expect(sections.filter((section) => /^\d+\. /.test(section))).toHaveLength(12);
});

test.each(sections.map((section) => [section.split('\n')[0] ?? '', section] as const))(
  'the fields of “%s” are those of its steps',
  (_title, section) => {
    const rows = rowsOf(section);
    const wrongInputs = rows.flatMap(({ step, fields }) =>
      step === undefined
        ? []
        : fields
            .split('; ')
            .flatMap((part) => (part.includes(': ') ? [part.split(': ')[0] ?? ''] : []))
            .flatMap((names) => names.split(', '))
            .filter((name) => !inputLabels(step).includes(name))
            .map((name) => `${labelOf(step)} asks for no “${name}”`),
    );
    const wrongOutputs = [...section.matchAll(/(\d+) → ([^|\n]+)/g)].flatMap(
      ([, number, rest = '']) => {
        const step = rows.find((row) => row.number === number)?.step;
        const isThere =
          step === undefined || outputLabels(step).some((label) => rest.startsWith(label));
        return isThere ? [] : [`${labelOf(step as Step)} gives no “${rest}”`];
      },
    );
    expect([...wrongInputs, ...wrongOutputs]).toEqual([]);
  },
);
