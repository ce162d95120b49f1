/** Keys, which are for ever. */
import { type Rule, rule } from './rule.ts';
import type { Field, View } from './view.ts';

const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

const wrong = (key: string) => !SNAKE_CASE.test(key) && `“${key}” is not snake_case`;

/** Words that are three things in three steps, and what says one thing. */
const VAGUE: Readonly<Record<string, string>> = {
  limit: 'limit_percent, limit_amount or the like',
  type: 'operation_type or the like',
  types: 'operation_types or the like',
  how: 'what is chosen',
  what: 'what is chosen',
  user: 'user_id, email or the like',
  product: 'plan',
  gib_per_node: 'storage_gib_per_node',
};

const vague = (key: string) => {
  const plain = key.split('[]').at(-1) ?? key;
  return VAGUE[plain] !== undefined && `“${plain}” can be many things; call it ${VAGUE[plain]}`;
};

const keysOf = (fields: Field[]): string[] =>
  fields.flatMap((field) => [field.key, ...keysOf(field.children ?? [])]);

const fieldLists = (view: View) =>
  view.steps.flatMap(({ where, fields, outputs }) => [
    { where, keys: keysOf(fields) },
    { where: `${where} output`, keys: keysOf(outputs) },
  ]);

export const keyRules: Rule[] = [
  rule(
    'step-keys',
    'Keys of steps are snake_case and stand under themselves',
    (view) => view.steps,
    ({ key, mapKey }) => wrong(key) || (key !== mapKey && `“${key}” stands under “${mapKey}”`),
  ),
  rule(
    'field-keys',
    'Keys of input fields are snake_case',
    (view) => [...view.inputs, ...view.connection],
    ({ field }) => wrong(field.key),
  ),
  rule(
    'plain-keys',
    'One word for one thing in the keys of inputs and outputs',
    (view) => [...view.inputs, ...view.outputs],
    ({ field }) => vague(field.key),
  ),
  rule('unique-keys', 'No two fields of a step have one key', fieldLists, ({ keys }) => {
    const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
    return twice.length > 0 && `twice: ${twice.join(', ')}`;
  }),
];
