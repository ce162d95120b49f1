/** Input fields of a step, taken together. */
import { type Rule, rule, visibleSteps, whole } from './rule.ts';
import type { FieldAt, Step, View } from './view.ts';

const ofKind = (kind: Step['kind']) => (view: View) =>
  visibleSteps(view).filter((step) => step.kind === kind);

function groupFault({
  fields,
  operation: { inputFieldGroups: groups = [] },
}: Step): string | false {
  const unknown = fields.filter(
    ({ group }) => group !== undefined && !groups.some(({ key }) => key === group),
  );
  return unknown.length > 0 && `${unknown.map(({ key }) => key)} stand in a group that it lacks`;
}

const MOST_FIELDS_IN_A_ROW = 6;

/** Zapier shows a form without groups as one long list. */
function longForm({ fields }: Step): string | false {
  const asked = fields.filter(({ type }) => type !== 'copy');
  const alone = asked.filter(({ group }) => group === undefined);
  if (asked.length <= MOST_FIELDS_IN_A_ROW) return false;
  if (alone.length === asked.length) return `has ${asked.length} fields and no groups`;
  return alone.length > 4 && `${alone.length} of ${asked.length} fields stand in no group`;
}

const ONE_CLUSTER = 'Choose a cluster, or enter its exact name or ID.';

function clusterFault({ field: { helpText = '' } }: FieldAt): string | false {
  return !helpText.startsWith(ONE_CLUSTER) && `its help text must begin with “${ONE_CLUSTER}”`;
}

/** A field stays locked in the editor until its parents are filled in. */
function lockFault({ field: { dependsOn = [] }, step }: FieldAt): string | false {
  const optional = dependsOn.filter(
    (parent) => !step?.fields.find(({ key }) => key === parent)?.required,
  );
  return (
    optional.length > 0 && `is locked until ${optional.join(', ')} is filled in, an optional field`
  );
}

/** Within each group of a form; what narrows another field, as its group may, stands before it. */
function orderFault({ fields }: Step): string | false {
  // A `copy` field is a text between fields.
  const asked = fields.filter(({ type }) => type !== 'copy');
  const late = asked.filter(({ required, group }, index) => {
    const before = asked
      .slice(0, index)
      .filter((field) => field.group === group && !/^Narrows /.test(field.helpText ?? ''));
    return required && before.some((field) => !field.required);
  });
  return late.length > 0 && `${late.map(({ key }) => key)} should come first`;
}

function warningFault({ fields }: Step): string | false {
  const warns = fields.some(
    ({ type, helpText, label }) =>
      type === 'copy' && /irreversible|(can ?not|can['’]t) be undone/i.test(`${label} ${helpText}`),
  );
  return !warns && 'has no copy field saying that it cannot be undone';
}

export const fieldRules: Rule[] = [
  rule(
    'D009',
    'A search asks for something',
    ofKind('search'),
    ({ operation }) => !operation.inputFields?.length && 'has no input field',
  ),
  rule(
    'D022',
    'A create has static input fields',
    ofKind('create'),
    ({ fields }) => fields.length === 0 && 'has no static input field',
  ),
  rule(
    'groups',
    'Fields stand in groups that the form has',
    (view) => view.steps.filter(({ hidden }) => !hidden),
    groupFault,
  ),
  rule(
    'long-forms',
    'More than six fields stand in groups',
    (view) => view.steps.filter(({ hidden }) => !hidden),
    longForm,
  ),
  rule(
    'one-cluster',
    'The field of a required cluster says what can be entered',
    (view) => view.inputs.filter(({ field }) => field.key === 'cluster_id' && field.required),
    clusterFault,
  ),
  rule(
    'locked-fields',
    'A field depends on required fields only',
    (view) => view.inputs.filter(({ field }) => field.dependsOn !== undefined),
    lockFault,
  ),
  rule(
    'required-first',
    'Required fields come before optional ones',
    (view) => view.steps,
    orderFault,
  ),
  rule(
    'undone',
    'A step that deletes or removes says that it cannot be undone',
    (view) => view.steps.filter(({ key }) => /^(delete|remove)_/.test(key)),
    warningFault,
  ),
  rule(
    'text-defaults',
    'Defaults and placeholders are texts',
    (view) => view.inputs,
    ({ field }) =>
      [field.default, field.placeholder].some((it) => it !== undefined && typeof it !== 'string') &&
      'is no text',
  ),
  rule(
    'D028',
    'Blank values reach the code (cleanInputData: false)',
    whole,
    ({ app }) => app.flags?.cleanInputData !== false && 'flags.cleanInputData is not false',
  ),
];
