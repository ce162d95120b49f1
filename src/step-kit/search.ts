import type { Bundle, Search, ZObject } from 'zapier-platform-core';
import { isMissing, toZapierError } from './errors.ts';
import { type InputField, type InputOf, toZapierField } from './fields.ts';
import { outputFields, type RecordOf, type RecordShape, sampleOf } from './record.ts';
import { type Run, runStep } from './run.ts';
import type { OrCreate, SearchStep } from './step.ts';

type SearchDefinition<Fields extends readonly InputField[], Shape extends RecordShape> = {
  key: string;
  noun: string;
  label: string;
  description: string;
  inputFields: Fields;
  record: Shape;
  /** Offers "Find or Create": the create that makes what this search does not find. */
  orCreate?: OrCreate;
  /** The matches, best first; what does not exist is an empty list. */
  perform(run: Run<InputOf<Fields>>): Promise<RecordOf<Shape>[]>;
};

export function defineSearch<
  const Fields extends readonly InputField[],
  const Shape extends RecordShape,
>(search: SearchDefinition<Fields, Shape>): SearchStep {
  const asker = { kind: 'search', label: search.label } as const;
  const perform = async (z: ZObject, bundle: Bundle) => {
    try {
      return await runStep(z, bundle, search.inputFields, search.perform);
    } catch (error) {
      if (isMissing(error)) return [];
      throw toZapierError(z, asker, error);
    }
  };
  const definition = {
    key: search.key,
    noun: search.noun,
    display: { label: search.label, description: search.description },
    operation: {
      perform,
      inputFields: search.inputFields.map(toZapierField),
      outputFields: outputFields(search.record),
      sample: sampleOf(search.record),
    },
  };
  return {
    type: 'search',
    definition: definition as unknown as Search,
    orCreate: search.orCreate ?? null,
  };
}
