/** Every step of the app, and what each declares. */
import type { Example } from '../../examples/example.ts';
import { examples } from '../../examples/index.ts';
import { subjects } from '../../index.ts';
import type { Step } from '../../src/kit/step.ts';

export type { Step };

export const steps: readonly Step[] = Object.values(subjects).flat();

export const keyOf = (step: Step): string => step.definition.key;

/** Those that can be run. That each has an example is tested in examples.test.ts. */
export const runnable = steps.filter((step) => keyOf(step) in examples);

/** For `describe.each` and `test.each`: rows of key and step. */
export const rows = <T extends Step>(of: readonly T[]): [string, T][] =>
  of.map((step) => [keyOf(step), step]);

export const isCreate = (step: Step) => step.type === 'create';

/** An input field as Zapier sees it. */
export type Field = {
  key: string;
  label: string;
  type: string;
  required?: boolean;
  list?: boolean;
  choices?: Record<string, string>;
  dynamic?: string;
  search?: string;
  default?: string;
  /** Fields of a line item. */
  children?: Field[];
};

/** What a user can fill in. */
export function fieldsOf(step: Step): Field[] {
  const { inputFields = [] } = step.definition.operation as { inputFields?: unknown[] };
  return inputFields.filter(
    (field): field is Field =>
      typeof field === 'object' && field !== null && (field as Field).type !== 'copy',
  );
}

/** The same, with the fields of line items. */
export function allFieldsOf(step: Step): Field[] {
  return fieldsOf(step).flatMap((field) => [field, ...(field.children ?? [])]);
}

export function outputsOf(step: Step): { key: string; type: string; label: string }[] {
  return (step.definition.operation.outputFields ?? []) as never;
}

export function exampleOf(step: Step): Example {
  const example = examples[keyOf(step)];
  if (!example) throw new Error(`${keyOf(step)} has no example`);
  return example;
}

export const MAPS = {
  trigger: 'triggers',
  dropdown: 'triggers',
  search: 'searches',
  create: 'creates',
} as const;

export const methodOf = (step: Step) => `${MAPS[step.type]}.${keyOf(step)}.operation.perform`;
