/** The tests that make their cases up, by the kind of report that they would have come before. */
import type { Report } from './report.ts';

type Sister = Report['sister'];

const INPUTS = 'test/conformance/inputs.test.ts';
const FAULTS = 'test/conformance/faults.test.ts';
const FAULT_TABLE = 'test/conformance/fault-table.ts';

/** Every field of every step, with what is no value of it: a word or number of that list. */
export const wrongValue = (word: string): Sister => ({
  file: INPUTS,
  name: '%s: a value of the wrong type is refused in a sentence that names the field',
  rule: [INPUTS, word],
});

/** Every field of every trigger and search that names something, with a name that nothing has. */
export const missingReference: Sister = {
  file: INPUTS,
  name: '%s: a reference that is not there is an error, never an empty answer',
  rule: [INPUTS, 'No Such Thing'],
};

/** Every step, with a fault of the table on every one of its routes. */
export const fault = (name: string): Sister => ({
  file: FAULTS,
  name: '%s: a fault on every route',
  rule: [FAULT_TABLE, name],
});

/** Every step, with a fault of the table on one later route alone, which only listed steps may bear. */
export const laterFault = (name: string): Sister => ({
  file: FAULTS,
  name: '%s: a fault on a later route is told, unless it is listed as borne',
  rule: [FAULT_TABLE, name],
});

/** Every step that changes something, with a fault of the table on that change. */
export const changeFault = (name: string): Sister => ({
  file: FAULTS,
  name: '%s: a fault on a change is told, and nothing was changed',
  rule: [FAULT_TABLE, name],
});

/** Every step, with all of its replies in an odd but proper form. */
export const oddForm = (name: string): Sister => ({
  file: 'test/conformance/shapes.test.ts',
  name: '%s: the form of replies changes nothing',
  rule: ['test/conformance/shapes.test.ts', name],
});

/** Random histories of a trigger, in which this happens. */
export const history = (world: string, happens: string): Sister => ({
  file: 'test/simulation/simulate.ts',
  name: '%s loses nothing and tells nothing twice',
  rule: [`test/simulation/worlds/${world}.ts`, happens],
});

/** Values made up by fast-check; what is tested with them. */
export const property = (file: string, name: string, tested: string): Sister => ({
  file,
  name,
  rule: [file, tested],
});

/** Any list of words, in every way in which a list is written. */
export const anyList: Sister = {
  file: 'test/kit/fields/read.test.ts',
  name: 'a list is the same however it was written',
  rule: ['test/kit/fields/read.test.ts', 'tags'],
};

/** Any text, with what is not seen in it. */
export const sameText: Sister = {
  file: 'test/kit/text.test.ts',
  name: 'a text is the same whatever is in it that is not seen, and in pieces',
  rule: ['test/kit/text.test.ts', 'NFD'],
};
