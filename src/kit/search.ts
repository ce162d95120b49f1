import type { Bundle, Search, ZObject } from 'zapier-platform-core';
import { type Described, declared, toDefinition } from './definition.ts';
import { toZapierError } from './errors.ts';
import type { InputField, InputOf } from './fields/read.ts';
import { MOST_ITEMS } from './identity.ts';
import { identityKey, type RecordOf, type RecordShape } from './record/static.ts';
import { type Run, runStep } from './run/run.ts';
import { withinSize } from './size.ts';
import type { OrCreate, SearchStep } from './step.ts';

type SearchDefinition<Fields extends readonly InputField[], Shape extends RecordShape> = Described<
  Fields,
  Shape
> & {
  /** Offers "Find or Create": the create that makes what this search does not find. */
  orCreate?: OrCreate;
  /** The matches, best first; empty for what is searched for and not there, never for what is chosen. */
  perform(run: Run<InputOf<Fields>>): Promise<RecordOf<Shape>[]>;
};

export function defineSearch<
  const Fields extends readonly InputField[],
  const Shape extends RecordShape,
>(search: SearchDefinition<Fields, Shape>): SearchStep {
  const asker = { kind: 'search', label: search.label } as const;
  const perform = async (z: ZObject, bundle: Bundle) => {
    try {
      const found = await runStep(z, bundle, search.inputFields, search.perform);
      // A Zap takes the first; thousands would be more than an answer may hold.
      return withinSize(found.slice(0, MOST_ITEMS), identityKey(search.record));
    } catch (error) {
      throw toZapierError(z, asker, error);
    }
  };
  const definition = toDefinition(search, { perform }) as Search;
  return { type: 'search', ...declared(search), definition, orCreate: search.orCreate ?? null };
}
