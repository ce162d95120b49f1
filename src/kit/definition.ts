import { constant } from './constant.ts';
import { type FieldMakers, inputMaker, outputMaker } from './fields/dynamic.ts';
import { groupsOf } from './fields/groups.ts';
import type { InputField } from './fields/read.ts';
import { toZapierField } from './fields/zapier-field.ts';
import { outputFields, type RecordOf, type RecordShape, sampleOf } from './record/static.ts';
import type { Declared } from './step.ts';

/** What every visible step says of itself. */
export type Described<Fields extends readonly InputField[], Shape extends RecordShape> = {
  key: string;
  /** One singular word or two, in Title Case; Zapier makes sentences of it. */
  noun: string;
  label: string;
  description: string;
  inputFields: Fields;
  /** Fields beside these that depend on what is chosen in them. */
  made?: FieldMakers<Fields>;
  record: Shape;
  /** What the sample tells other than the examples of the record, so that it is one story. */
  sample?: Partial<RecordOf<Shape>>;
};

/** A step as Zapier's schema wants it; `operation` is what its kind adds. */
export function toDefinition<const Fields extends readonly InputField[]>(
  step: Described<Fields, RecordShape>,
  operation: object,
): unknown {
  const { label, inputFields, made } = step;
  const fields = inputFields.map(toZapierField);
  const groups = groupsOf(inputFields);
  if (made?.inputs) {
    const above = inputFields.findIndex(({ key }) => key === made.inputsAbove);
    fields.splice(
      above < 0 ? fields.length : above,
      0,
      inputMaker(label, inputFields, made.inputs),
    );
  }
  return {
    key: step.key,
    noun: step.noun,
    display: constant({ label: step.label, description: step.description }),
    operation: {
      ...operation,
      inputFields: fields,
      outputFields: [
        ...outputFields(step.record),
        ...(made?.outputs ? [outputMaker(label, inputFields, made.outputs)] : []),
      ],
      ...(groups.length === 0 ? {} : { inputFieldGroups: groups }),
      sample: step.sample
        ? constant({ ...sampleOf(step.record), ...step.sample })
        : sampleOf(step.record),
    },
  };
}

/** The part of the description that the step keeps. */
export function declared({
  inputFields,
  record,
}: {
  inputFields: readonly InputField[];
  record: RecordShape;
}): Declared {
  return { fields: inputFields, record };
}
