/** The sentence of a sample: it is there, it is its own, and it says what the other outputs say. */
import { type Rule, rule, visibleSteps } from '../rule.ts';
import type { Step, View } from '../view.ts';
import { type Scene, scenesOf } from './scenes.ts';

/** Triggers and actions say what happened, and a list says what is in it, in one sentence. */
function unsaid({ kind, outputs, moreOutputs }: Step): string | false {
  const isList = outputs.some(({ key }) => key.includes('[]')) || moreOutputs;
  const must = kind !== 'search' || isList;
  return must && !outputs.some(({ key }) => key === 'summary') && 'has no summary';
}

/** Steps of one thing may tell of the same one: a row that is found, made and changed. */
function borrowed({ where, noun, sample }: Step, steps: readonly Step[]): string | false {
  const summary = sample?.summary;
  if (typeof summary !== 'string') return false;
  const other = steps.find(
    (step) => step.where !== where && step.noun !== noun && step.sample?.summary === summary,
  );
  return other !== undefined && `has the summary of ${other.where}: “${summary}”`;
}

/** What looks like a name: `weather-prod`, `ada@example.com`, `doc.orders`; and a version or figure. */
const TOKEN = /[\p{L}\p{N}]+(?:[-_@.…:/]+[\p{L}\p{N}]+)*/gu;

/** Capital letters of the language, not of a name. */
const USUAL = new Set(
  'UTC GiB CPU CPUs CrateDB Cloud API SQL IP January February March April May June July August September October November December'.split(
    ' ',
  ),
);

const NUMBERS = /\d+(?:\.\d+)?/g;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

type Known = { texts: string[]; numbers: Set<number> };

/** All that stands in a sample beside its summary: texts, figures, and how long its lists are. */
function knownIn({ step, values }: Scene): Known {
  const texts: string[] = [];
  const numbers = new Set<number>();
  const learn = (value: unknown): void => {
    if (Array.isArray(value)) {
      numbers.add(value.length);
      for (const one of value) learn(one);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) if (key !== 'summary') learn(one);
    } else if (typeof value === 'number') {
      for (const one of [Math.abs(value), Math.round(Math.abs(value))]) numbers.add(one);
    } else if (typeof value === 'string') {
      const text = value.replace(UUID, ' ');
      texts.push(text.toLowerCase());
      for (const [one] of text.matchAll(NUMBERS)) numbers.add(Number(one));
    }
  };
  learn(values);
  // A figure may be what the step was asked.
  for (const field of step.fields) learn(field.default);
  return { texts, numbers };
}

/** Names and figures of the sentence that stand nowhere else in the sample. */
function strangers(scene: Scene): string | false {
  const { summary } = scene.values;
  // A table's columns are the account's, and no sample has them.
  if (typeof summary !== 'string' || scene.step.moreOutputs) return false;
  const { texts, numbers } = knownIn(scene);
  const sentence = summary.replace(/(\d),(?=\d{3})/g, '$1');
  const unknown = [...sentence.matchAll(TOKEN)].filter(({ 0: token, index }) => {
    const isFirst = index === 0 || /[.:;]\s+$/.test(sentence.slice(0, index));
    const isName = /[-_@.…:/]/.test(token) || (/^\p{Lu}/u.test(token) && !isFirst);
    const isFigure = /^\d+(\.\d+)?$/.test(token);
    if (isFigure && numbers.has(Number(token))) return false;
    if (!isFigure && (!isName || USUAL.has(token))) return false;
    return !texts.some((text) => text.includes(token.toLowerCase()));
  });
  return (
    unknown.length > 0 &&
    `its summary tells of ${unknown.map(([token]) => token).join(', ')}, which no output has: “${summary}”`
  );
}

/** A change of price is said the way it goes. */
function wrongWay({ values }: Scene): string | false {
  const { summary, price_difference_per_month: difference } = values;
  if (typeof summary !== 'string' || typeof difference !== 'number') return false;
  const said = /\bdollars? (more|less) a month/.exec(summary)?.[1];
  if (said === undefined) return Math.abs(difference) >= 1 && 'its summary leaves out the price';
  return said !== (difference > 0 ? 'more' : 'less') && `costs ${difference}, and says ${said}`;
}

export const summaryRules: Rule[] = [
  rule('summary', 'Triggers, actions and lists say it in one sentence', visibleSteps, unsaid),
  rule('sample-summary', 'Each sample tells its own story', visibleSteps, (step, view: View) =>
    borrowed(step, visibleSteps(view)),
  ),
  rule(
    'summary-outputs',
    'A summary says what the other outputs of its sample say',
    scenesOf,
    (scene) => strangers(scene) || wrongWay(scene),
  ),
];
