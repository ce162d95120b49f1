/**
 * What a step gives: a flat record of labelled fields in people's units. Output fields, sample, docs
 * and the type that a mapper must return all come from this one description.
 */

import { constant } from '../constant.ts';

type Value<T> = {
  readonly label: string;
  readonly example: T | null;
  /** Zapier tells items apart by it. */
  readonly primary?: true;
};

type RecordField =
  | ({ readonly kind: 'text' } & Value<string>)
  | ({ readonly kind: 'number' } & Value<number>)
  | ({ readonly kind: 'integer' } & Value<number>)
  | ({ readonly kind: 'flag' } & Value<boolean>)
  | ({ readonly kind: 'time' } & Value<string>)
  | {
      readonly kind: 'lines';
      readonly label: string;
      readonly of: RecordShape;
      /** What each line of the sample tells other than the examples of `of`; one line without it. */
      readonly examples?: readonly object[];
    };

export type RecordShape = { readonly [key: string]: RecordField };

/** Fields of a record: a label, and an example that is true to life and harmless. */
export const text = (label: string, example: string) => ({ kind: 'text', label, example }) as const;
export const number = (label: string, example: number) =>
  ({ kind: 'number', label, example }) as const;
export const integer = (label: string, example: number) =>
  ({ kind: 'integer', label, example }) as const;
export const flag = (label: string, example: boolean) =>
  ({ kind: 'flag', label, example }) as const;
/** What tells an item of a trigger from all others, where it has no `id`. */
export const primaryText = (label: string, example: string) =>
  ({ kind: 'text', label, example, primary: true }) as const;
/** ISO 8601 in UTC. */
export const time = (label: string, example: string) => ({ kind: 'time', label, example }) as const;
/** Line items: a list of records. The sample has a line for each of `examples`. */
export const lines = <const Shape extends RecordShape>(
  label: string,
  of: Shape,
  examples: readonly Partial<RecordOf<Shape>>[] = [{}],
) => ({ kind: 'lines', label, of, examples }) as const;

type ValueOf<F extends RecordField> = F extends { kind: 'lines'; of: infer Of extends RecordShape }
  ? RecordOf<Of>[]
  : F extends { kind: 'number' | 'integer' }
    ? number | null
    : F extends { kind: 'flag' }
      ? boolean | null
      : string | null;

/** What a mapper returns: every key, every time; null when unknown. An `id` is always known. */
export type RecordOf<Shape extends RecordShape> = {
  [Key in keyof Shape]: Key extends 'id'
    ? string
    : Shape[Key] extends { primary: true }
      ? string
      : ValueOf<Shape[Key]>;
};

const ZAPIER_TYPES = {
  text: 'string',
  number: 'number',
  integer: 'integer',
  flag: 'boolean',
  time: 'datetime',
} as const;

type OutputField = {
  readonly key: string;
  readonly label: string;
  readonly type: string;
  readonly primary?: true;
};

/* What is made of the same record, or of the same field, is the same object: less to make at start. */
const fieldsOf = new WeakMap<RecordShape, OutputField[]>();
const fieldOf = new WeakMap<RecordField, OutputField>();
const samples = new WeakMap<RecordShape, Record<string, unknown>>();

/** Zapier's output fields; line items are named `list[]key`. */
export function outputFields(shape: RecordShape): OutputField[] {
  const known = fieldsOf.get(shape);
  if (known) return known;
  const fields = Object.entries(shape).flatMap(([key, field]) => {
    if (field.kind !== 'lines') return [outputField(field, key, field.label)];
    return Object.entries(field.of).flatMap(([inner, item]) =>
      item.kind === 'lines'
        ? []
        : [outputField(item, `${key}[]${inner}`, `${field.label}: ${item.label}`)],
    );
  });
  fieldsOf.set(shape, fields);
  return fields;
}

function outputField(
  field: Exclude<RecordField, { kind: 'lines' }>,
  key: string,
  label: string,
): OutputField {
  const known = fieldOf.get(field);
  if (known?.key === key && known.label === label) return known;
  const type = ZAPIER_TYPES[field.kind];
  const output = constant({
    key,
    label,
    type,
    ...(field.primary ? { primary: true as const } : {}),
  });
  fieldOf.set(field, output);
  return output;
}

/** The key of what tells items apart: of the field marked as primary, or `id`. */
export function identityKey(shape: RecordShape): string {
  const marked = Object.entries(shape).find(([, field]) => 'primary' in field && field.primary);
  return marked?.[0] ?? 'id';
}

/** The static sample: one record of the examples. */
export function sampleOf(shape: RecordShape): Record<string, unknown> {
  const known = samples.get(shape);
  if (known) return known;
  const sample = constant(
    Object.fromEntries(
      Object.entries(shape).map(([key, field]) => [
        key,
        field.kind === 'lines' ? linesOf(field.of, field.examples) : field.example,
      ]),
    ),
  );
  samples.set(shape, sample);
  return sample;
}

/** Line items of a sample, one for each of `examples`, which say what is other than the shape's own. */
export function linesOf<const Shape extends RecordShape>(
  shape: Shape,
  examples: readonly Partial<RecordOf<Shape>>[] = [{}],
): RecordOf<Shape>[] {
  return examples.map((example) => ({ ...sampleOf(shape), ...example })) as RecordOf<Shape>[];
}

/** A record of which nothing is known but what `known` says: nulls, and lists without lines. */
export function blankRecord<const Shape extends RecordShape>(
  shape: Shape,
  known: Partial<RecordOf<Shape>>,
): RecordOf<Shape> {
  const blank = Object.entries(shape).map(([key, field]) => [
    key,
    field.kind === 'lines' ? [] : null,
  ]);
  return { ...Object.fromEntries(blank), ...known };
}
