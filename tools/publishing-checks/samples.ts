/** Samples and output fields, which must tell one story. */
import { type Rule, rule, visibleSteps } from './rule.ts';
import { isIsoDate, isOfType, valuesOf } from './sample-paths.ts';
import type { Field, Step, View } from './view.ts';

const sampled = (view: View) => view.steps.filter(({ sample }) => sample !== null);

const sampleValues = (view: View) =>
  sampled(view).flatMap(({ where, sample }) =>
    [...valuesOf(sample ?? {})].flatMap(([key, values]) =>
      values.map((value) => ({ where: `${where} sample.${key}`, value })),
    ),
  );

/** What tells a trigger's items apart: the fields marked as primary, else `id`. */
function identityFault({ outputs, sample }: Step): string | false {
  const marked = outputs.filter(({ primary }) => primary).map(({ key }) => key);
  const keys = marked.length > 0 ? marked : ['id'];
  const lacking = keys.filter((key) => sample?.[key] === undefined || sample[key] === null);
  return lacking.length > 0 && `the sample lacks ${lacking.join(', ')}`;
}

function typeFault({ outputs, sample }: Step): string | false {
  const values = valuesOf(sample ?? {});
  const wrong = outputs.filter(({ key, type }) =>
    (values.get(key) ?? []).some((value) => !isOfType(value, type)),
  );
  const missing = outputs.filter(({ key, required }) => required && !values.has(key));
  if (missing.length > 0) return `the sample lacks ${missing.map(({ key }) => key)}`;
  return wrong.length > 0 && `of another type: ${wrong.map(({ key }) => key).join(', ')}`;
}

function keysFault({ outputs, moreOutputs, sample }: Step): string | false {
  const inSample = new Set(valuesOf(sample ?? {}).keys());
  const described = new Set(outputs.map(({ key }) => key));
  const lost = outputs.filter(({ key }) => !inSample.has(key)).map(({ key }) => key);
  const extra = moreOutputs ? [] : [...inSample].filter((key) => !described.has(key));
  if (lost.length > 0) return `output fields that the sample lacks: ${lost.join(', ')}`;
  return extra.length > 0 && `in the sample without an output field: ${extra.join(', ')}`;
}

/** A date alone or with a time, written in any way: a text that says more is no time. */
const DATE =
  /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})([T ]+[\d:.]+ *([A-Z]+|[+-][\d:]+)?)?$/;

function dateFault({ where, value }: { where: string; value: unknown }): string | false {
  if (typeof value === 'number') return /_at$/.test(where) && 'is a time as a number';
  const looksLikeOne = typeof value === 'string' && DATE.test(value);
  return looksLikeOne && !isIsoDate(value) && `“${value}” is not ISO 8601 with a zone`;
}

function personFault({ value }: { value: unknown }): string | false {
  const mail = typeof value === 'string' ? /[\w.+-]+@([\w.-]+)/.exec(value) : null;
  return (
    mail !== null &&
    !/(^|\.)example(\.(com|org|net))?$/i.test(mail[1] ?? '') &&
    `${mail[0]} could be somebody`
  );
}

const needsLabel = ({ key }: Field) =>
  /(^|_|\])id$|_(seconds|ms|bytes|gib|percent|at)(_|$)/.test(key);

export const sampleRules: Rule[] = [
  rule(
    'D012',
    'Every step has a sample',
    visibleSteps,
    ({ sample }) => (sample === null || Object.keys(sample).length === 0) && 'has no sample',
  ),
  rule(
    'D010',
    "A polling trigger's sample has what tells its items apart",
    (view) =>
      view.steps.filter(({ kind, operation }) => kind === 'trigger' && operation.type !== 'hook'),
    identityFault,
  ),
  rule('D023', 'Times are ISO 8601 with a zone', sampleValues, dateFault),
  rule('D024', 'Samples have the types of the output fields', sampled, typeFault),
  rule('sample-keys', 'Samples and output fields have the same keys', sampled, keysFault),
  rule('sample-people', 'Samples name nobody real', sampleValues, personFault),
  rule(
    'output-labels',
    'Output fields with an id or a unit have a label',
    (view) => view.outputs.filter(({ field }) => needsLabel(field)),
    ({ field }) => !field.label && 'has no label',
  ),
];
