import { constant } from './constant.ts';
import { type InputField, toZapierField } from './fields/read.ts';
import { outputFields, type RecordShape, sampleOf } from './record/static.ts';
import type { Declared } from './step.ts';

/** What every visible step says of itself. */
export type Described<Fields extends readonly InputField[], Shape extends RecordShape> = {
  key: string;
  /** One singular word or two, in Title Case; Zapier makes sentences of it. */
  noun: string;
  label: string;
  description: string;
  inputFields: Fields;
  record: Shape;
};

/** A step as Zapier's schema wants it; `operation` is what its kind adds. */
export function toDefinition(
  step: Described<readonly InputField[], RecordShape>,
  operation: object,
): unknown {
  return {
    key: step.key,
    noun: step.noun,
    display: constant({ label: step.label, description: step.description }),
    operation: {
      ...operation,
      inputFields: step.inputFields.map(toZapierField),
      outputFields: outputFields(step.record),
      sample: sampleOf(step.record),
    },
  };
}

/** The part of the description that the step keeps. */
export function declared({
  inputFields,
  record,
}: Pick<Described<readonly InputField[], RecordShape>, 'inputFields' | 'record'>): Declared {
  return { fields: inputFields, record };
}
