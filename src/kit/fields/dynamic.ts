/**
 * Fields that a function makes from what is chosen above them, such as one for each column of a table,
 * in the form and in what a step gives. Zapier asks for them when the step is set up; a run receives what
 * was filled in, whatever fields there would be by then.
 */
import type { Bundle, ZObject } from 'zapier-platform-core';
import { toZapierError } from '../errors.ts';
import { type Run, runWithChoices } from '../run/run.ts';
import type { Chosen } from './chosen.ts';
import type { InputField } from './read.ts';
import { toZapierField } from './zapier-field.ts';

/** A field of what a step gives, as Zapier knows it. */
export type MadeOutput = {
  readonly key: string;
  readonly label: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'datetime';
  /** A list of such values. */
  readonly list?: boolean;
};

export type FieldMakers<Fields extends readonly InputField[]> = {
  /** None while too little is chosen. */
  inputs?(run: Run<Chosen<Fields>>): Promise<readonly InputField[]>;
  /** The key of the field that they stand above; without it they are the last of the form. */
  inputsAbove?: Fields[number]['key'];
  outputs?(run: Run<Chosen<Fields>>): Promise<readonly MadeOutput[]>;
};

/** The function that Zapier calls for fields of the form; each step needs one of its own. */
export function inputMaker<const Fields extends readonly InputField[]>(
  label: string,
  fields: Fields,
  make: NonNullable<FieldMakers<Fields>['inputs']>,
) {
  return (z: ZObject, bundle: Bundle) =>
    made(z, label, async () =>
      (await runWithChoices(z, bundle, fields, make)).map((field) => toZapierField(field)),
    );
}

/** The function that Zapier calls for fields of what the step gives. */
export function outputMaker<const Fields extends readonly InputField[]>(
  label: string,
  fields: Fields,
  make: NonNullable<FieldMakers<Fields>['outputs']>,
) {
  return (z: ZObject, bundle: Bundle) =>
    made(z, label, () => runWithChoices(z, bundle, fields, make));
}

async function made<T>(z: ZObject, label: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw toZapierError(z, { kind: 'search', label: `List the Fields of “${label}”` }, error);
  }
}

/** Begins the key of every made field, and of no other. */
const PREFIX = 'column_';

/**
 * The key of the field for a name from outside. Names that differ have keys that differ, and the name can be
 * read back; case is kept. Zapier reads two underscores as nesting, so none follow each other, and what is
 * no letter, digit or underscore stands as its code between two Z.
 */
export function keyForName(name: string): string {
  return encoded(PREFIX, name);
}

/** The key of a part within line items, where no other fields are. */
export function partKey(name: string): string {
  return encoded('', name);
}

function encoded(before: string, name: string): string {
  let key = before;
  for (const character of name) {
    const isPlain = character === '_' ? !key.endsWith('_') : /[A-Ya-z0-9]/.test(character);
    if (isPlain) key += character;
    else key += character === 'Z' ? 'ZZ' : `Z${character.codePointAt(0)?.toString(16)}Z`;
  }
  return key;
}

/** The name that a key stands for; null for a key of another field. */
export function nameForKey(key: string): string | null {
  if (!key.startsWith(PREFIX)) return null;
  return key
    .slice(PREFIX.length)
    .replace(/ZZ|Z([0-9a-f]{1,6})Z/g, (whole, code: string | undefined) =>
      code === undefined ? 'Z' : (fromCode(Number.parseInt(code, 16)) ?? whole),
    );
}

function fromCode(code: number): string | null {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : null;
}
