import { Refusal } from '../errors.ts';
import { type InputField, type InputOf, readInput } from './read.ts';

/** What is chosen so far in a form that is being filled in. */
export type Chosen<Fields extends readonly InputField[]> = {
  [Key in keyof InputOf<Fields>]: InputOf<Fields>[Key] | undefined;
};

/** Reads what is chosen so far; a field that is blank or filled in wrongly is undefined. */
export function readChosen<const Fields extends readonly InputField[]>(
  fields: Fields,
  inputData: Record<string, unknown>,
): Chosen<Fields> {
  const chosen: Record<string, unknown> = {};
  for (const field of fields) {
    try {
      Object.assign(chosen, readInput([field], inputData));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      chosen[field.key] = undefined;
    }
  }
  return chosen as Chosen<Fields>;
}
