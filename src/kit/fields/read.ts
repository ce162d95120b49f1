/**
 * Input fields as steps declare them, and reading what Zapier hands over for them: with
 * `cleanInputData: false` that may be blank, null, missing, or text where a number is meant.
 */
import { refuse } from '../errors.ts';
import { addressIn, folded, trimmed } from '../text.ts';
import { readAmount, type Unit } from './amount.ts';
import type { Group } from './groups.ts';
import { itemsOf, numbersOf, placesOf } from './list.ts';
import { readIsoTime } from './time.ts';

/**
 * What the step gets. Zapier is told `string` for numbers, switches and times, so that the step sees
 * what was written and reads it strictly: of Zapier's own types “Denied” would come as true, “1,024” as
 * 1, and “n/a” as the present time.
 */
type FieldType = 'string' | 'text' | 'integer' | 'number' | 'boolean' | 'datetime' | 'copy';

export type InputField = {
  readonly key: string;
  readonly label: string;
  readonly type?: FieldType;
  readonly required?: boolean;
  readonly list?: boolean;
  /** Of a list: each item has its place beside those of another list, so blank ones are kept. */
  readonly places?: true;
  readonly helpText?: string;
  /** Value and the label shown for it. */
  readonly choices?: Readonly<Record<string, string>>;
  /** The choices are suggestions: a text that is none of them is taken as it was written. */
  readonly open?: true;
  /** `dropdown_key.id_field.label_field` */
  readonly dynamic?: string;
  /** `search_key.id_field`: offers a search step beside the dropdown. */
  readonly search?: string;
  /** Taken when the field is blank, as well as prefilled in the editor. */
  readonly default?: string;
  /** Shown in grey while the field is empty; taken for nothing. */
  readonly placeholder?: string;
  /** Where it stands in a form of more than six fields. */
  readonly group?: Group;
  /** The fields that a function makes are asked for anew when this one changes. */
  readonly altersDynamicFields?: boolean;
  /** Keys of the fields that a dropdown of this one needs first. */
  readonly dependsOn?: readonly string[];
  /** Line items: the fields of one of them, of which the step gets a list. */
  readonly children?: readonly InputField[];
  /** What a number counts: “256 GiB”, “60 %” and “$2,000” are understood where the unit fits. */
  readonly unit?: Unit | readonly Unit[];
  /** What is not seen around a text belongs to it, as in a value of a database. */
  readonly exact?: boolean;
  /** It may be an email, which is read out of what mail programs write around one. */
  readonly address?: true;
  /** Bounds of a number; checked here, unknown to Zapier. */
  readonly min?: number;
  readonly max?: number;
};

type Plain<F extends InputField> = F['type'] extends 'integer' | 'number'
  ? number
  : F['type'] extends 'boolean'
    ? boolean
    : F extends { open: true }
      ? string
      : F extends { choices: Readonly<Record<infer Choice, string>> }
        ? Choice
        : string;

type Read<F extends InputField> = F extends { children: infer Inner extends readonly InputField[] }
  ? InputOf<Inner>[]
  : F extends { list: true }
    ? Plain<F>[]
    : F extends { required: true } | { default: string }
      ? Plain<F>
      : Plain<F> | undefined;

/** The input of a step, by its fields: required ones and those with a default are always there. */
export type InputOf<Fields extends readonly InputField[]> = {
  [F in Fields[number] as F['type'] extends 'copy' ? never : F['key']]: Read<F>;
};

/** Reads a step's input by its fields, or refuses with a sentence that names the field. */
export function readInput<const Fields extends readonly InputField[]>(
  fields: Fields,
  inputData: Record<string, unknown>,
): InputOf<Fields> {
  const input: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.type === 'copy') continue;
    const given = inputData[field.key];
    if (field.children) {
      input[field.key] = readLines(field, field.children, given);
      continue;
    }
    if (field.list) {
      const items = itemsFor(field, given);
      if (items.length === 0 && field.default) items.push(field.default);
      if (items.length === 0 && field.required) throw blank(field);
      input[field.key] = items.map((item) => readValue(field, item));
      continue;
    }
    const value = isBlank(given) ? field.default : theOnly(given);
    if (value === undefined && field.required) throw blank(field);
    input[field.key] = value === undefined ? undefined : readValue(field, value);
  }
  return input as InputOf<Fields>;
}

function itemsFor(field: InputField, given: unknown): unknown[] {
  if (field.places) {
    const items = placesOf(given);
    return items.every(isBlank) ? [] : items;
  }
  const isNumber = field.type === 'number' || field.type === 'integer';
  const items = isNumber ? numbersOf(given) : itemsOf(given);
  if (items) return items.filter((item) => !isBlank(item));
  throw refuse(
    `“${shown(given)}” in “${field.label}” can be one number or several`,
    'Write a space behind a comma between numbers, and no comma inside of one.',
  );
}

/** Line items, those that are blank in all fields left out; also as the JSON text of a list. */
function readLines(field: InputField, children: readonly InputField[], given: unknown) {
  const lines = itemsOf(given).filter((line) => !isBlank(line));
  const filled = lines.filter((line) => !isObject(line) || !Object.values(line).every(isBlank));
  if (filled.length === 0 && field.required) throw blank(field);
  return filled.map((line) => {
    if (isObject(line)) return readInput(children, line);
    const keys = children.map(({ key }) => key).join(', ');
    throw refuse(`“${field.label}” must be line items`, `Each has the fields ${keys}.`);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBlank(value: unknown): boolean {
  if (typeof value === 'string') return trimmed(value) === '';
  return value === undefined || value === null || (Array.isArray(value) && value.every(isBlank));
}

/** The one item of a list of one, which some apps send for a single value. */
function theOnly(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const items = value.filter((item) => !isBlank(item));
  return items.length === 1 ? items[0] : value;
}

function blank(field: InputField): Error {
  return refuse(`“${field.label}” is empty`, 'Fill it in and run the step again.');
}

function readValue(field: InputField, value: unknown): unknown {
  switch (field.type) {
    case 'integer':
    case 'number':
      return readNumber(field, value);
    case 'boolean':
      return readFlag(field, value);
    case 'datetime':
      return readTime(field, value);
    default:
      return field.choices ? readChoice(field, field.choices, value) : readText(field, value);
  }
}

function readText(field: InputField, value: unknown): string {
  if (typeof value === 'string' && field.address) return addressIn(value);
  if (typeof value === 'string') return field.exact ? value : trimmed(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw refuse(`“${field.label}” must be text`, 'Map a single text to it.');
}

/** A number as it is, or one that was written. */
function readNumber(field: InputField, value: unknown): number {
  const number = typeof value === 'string' ? readWithUnit(value, field) : value;
  const { unit, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = field;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    const what = unit ? `a number (${[unit].flat().join(' or ')})` : 'a number';
    throw refuse(
      `“${field.label}” must be ${what}, but is “${shown(value)}”`,
      'Write it like 1024 or 1,024, with a dot for decimals.',
    );
  }
  if (field.type === 'integer' && !Number.isInteger(number)) {
    throw refuse(`“${field.label}” must be a whole number, but is ${shown(value)}`, 'Correct it.');
  }
  if (number < min || number > max) {
    const range = Number.isFinite(max) ? `from ${min} to ${max}` : `${min} or more`;
    throw refuse(`“${field.label}” must be ${range}, but is ${shown(value)}`, 'Correct it.');
  }
  return number;
}

function readWithUnit(text: string, { unit }: InputField): number | null {
  const [first, ...others] = [unit].flat();
  return others.reduce<number | null>(
    (read, other) => read ?? readAmount(text, other),
    readAmount(text, first),
  );
}

/** A switch permits something only if it says so. */
function readFlag(field: InputField, value: unknown): boolean {
  const word = typeof value === 'object' ? '' : folded(String(value));
  if (word === 'YES' || word === 'TRUE') return true;
  if (word === 'NO' || word === 'FALSE') return false;
  throw refuse(`“${field.label}” must be Yes or No, but is “${shown(value)}”`, 'Correct it.');
}

function readTime(field: InputField, value: unknown): string {
  const at = typeof value === 'string' ? readIsoTime(value) : null;
  if (at !== null) return at;
  throw refuse(
    `“${field.label}” must be a date and time, but is “${shown(value)}”`,
    'Write it like 2026-03-02T09:00:00Z.',
  );
}

function readChoice(field: InputField, choices: Readonly<Record<string, string>>, value: unknown) {
  const word = folded(readText(field, value));
  const entries = Object.entries(choices);
  const found = entries.find(([key, label]) => folded(key) === word || folded(label) === word);
  if (found) return found[0];
  // What stands in brackets explains: “CPU” is “CPU (%)”, as long as no other is.
  const [short, ...others] = entries.filter(
    ([, label]) => folded(label.replace(/ \([^()]*\)$/, '')) === word,
  );
  if (short && others.length === 0) return short[0];
  if (field.open) return readText(field, value);
  throw refuse(
    `“${field.label}” cannot be “${shown(value)}”`,
    `Choose one of: ${Object.keys(choices).join(', ')}.`,
  );
}

/** A value short enough for a sentence. */
function shown(value: unknown): string {
  const text = typeof value === 'object' ? 'a list or object' : String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
