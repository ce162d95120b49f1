/**
 * Values of a schema of the API's document, as fast-check makes them up: fitting, and spoilt as often as
 * the mood says. Made with gaps, which placeholders.ts describes and known-values.ts fills.
 */
import * as fc from 'fast-check';
import type { Schema } from '../../tools/contract/json-schema.ts';
import { oddNumber, oddText, oddValue } from './odd-values.ts';
import { Gap, Huge, Known, KnownList, MISSING } from './placeholders.ts';
import { isObject } from './reply-mutations.ts';

/** Of a thousand values, how many are wrong. */
export type Spoilt = 0 | 8 | 50 | 250;

/**
 * `known`: how many of ten things are from the tape, for what several replies must agree about is seldom
 * made up by chance.
 */
export type Making = { spoilt: Spoilt; known: 1 | 8 };

const EVERYTHING = 1_000;
const LONGEST = 3_000;

/** How often one value is another. */
const LISTS = { short: 40, huge: 1 };

export function madeOf(schema: Schema, making: Making): fc.Arbitrary<unknown> {
  const { spoilt } = making;
  const fitting = orNull(schema, fittingValue(schema, making));
  if (spoilt === 0) return fitting;
  return fc.oneof(
    { weight: EVERYTHING - spoilt, arbitrary: fitting },
    { weight: spoilt, arbitrary: wrong },
  );
}

/** Missing, null, of another type, or a word nobody has heard of. */
const wrong: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(MISSING) },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: oddValue },
  { weight: 2, arbitrary: oddText },
  { weight: 1, arbitrary: oddNumber },
);

const typesOf = ({ type }: Schema): unknown[] => (Array.isArray(type) ? type : [type]);

function orNull(schema: Schema, fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (!typesOf(schema).includes('null')) return fitting;
  return fc.oneof({ weight: 5, arbitrary: fitting }, { weight: 1, arbitrary: fc.constant(null) });
}

function fittingValue(schema: Schema, making: Making): fc.Arbitrary<unknown> {
  switch (typesOf(schema).find((type) => type !== 'null')) {
    case 'array':
      return listOf(schema, making);
    case 'object':
      return objectOf(schema, making);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return numberOf(schema, fc.integer({ min: -1, max: 1_000 }));
    case 'number':
      return numberOf(schema, fc.double({ min: -1, max: 1e6, noNaN: true }));
    case 'string':
      return textOf(schema);
    default:
      return isObject(schema.properties) ? objectOf(schema, making) : known(fc.jsonValue());
  }
}

function listOf(schema: Schema, making: Making): fc.Arbitrary<unknown> {
  const items = isObject(schema.items) ? schema.items : {};
  const item = isObject(schema.items) ? madeOf(items, making) : oddValue;
  const few = fc.oneof(
    { weight: 6, arbitrary: fc.array(item, { minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
  const huge = fc
    .tuple(
      fc.array(item, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 101, max: LONGEST }),
      fc.boolean(),
    )
    .map(([list, length, sameIds]) => new Huge(list, length, sameIds));
  const made = fc.oneof(
    { weight: LISTS.short, arbitrary: few },
    { weight: LISTS.huge, arbitrary: huge },
  );
  if (!isObject(items.properties) || making.known === 1) return made;
  const keys = Object.keys(items.properties);
  const changes = fc.array(fc.tuple(fc.nat(1_000), changesOf(keys, making.spoilt)), {
    maxLength: 3,
  });
  const whole = fc.tuple(changes, made).map(([changed, spare]) => new KnownList(changed, spare));
  return fc.oneof({ weight: 1, arbitrary: made }, { weight: 2, arbitrary: whole });
}

function objectOf(schema: Schema, making: Making): fc.Arbitrary<unknown> {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const keys = properties.map(([key]) => key);
  const values = properties.map(([key, property]) => {
    const value = madeOf(property as Schema, making);
    return required.includes(key) ? value : sometimesMissing(value);
  });
  const rest = restOf(schema, making, keys.length === 0);
  const made = fc
    .tuple(fc.tuple(...values), rest)
    .map(([own, others]) =>
      Object.fromEntries([
        ...others.filter(([key]) => !keys.includes(key)),
        ...keys.map((key, index) => [key, own[index]]),
      ]),
    );
  return fc.oneof(
    { weight: 10 - making.known, arbitrary: made },
    { weight: making.known, arbitrary: knownThing(keys, made, making.spoilt) },
  );
}

function knownThing(
  keys: string[],
  made: fc.Arbitrary<unknown>,
  spoilt: Spoilt,
): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.nat(1_000), changesOf(keys, spoilt), made)
    .map(([choice, changes, spare]) => new Known(choice, changes, spare));
}

/** As many fields are wrong as of what is made up. */
function changesOf(keys: string[], spoilt: Spoilt): fc.Arbitrary<Record<string, unknown>> {
  const none = fc.constant({});
  if (keys.length === 0 || spoilt === 0) return none;
  const some = fc.dictionary(fc.constantFrom(...keys), wrong, { minKeys: 1, maxKeys: 2 });
  const share = Math.min(EVERYTHING - 1, spoilt * keys.length);
  return fc.oneof(
    { weight: EVERYTHING - share, arbitrary: none },
    { weight: share, arbitrary: some },
  );
}

function sometimesMissing(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: value }, { weight: 1, arbitrary: fc.constant(MISSING) });
}

/** Fields that the document does not name: of a dictionary, and unknown ones. */
function restOf(
  schema: Schema,
  making: Making,
  free: boolean,
): fc.Arbitrary<readonly [string, unknown][]> {
  const { spoilt } = making;
  const none = fc.constant<[string, unknown][]>([]);
  const unknown = fc.array(fc.tuple(oddText, oddValue), { minLength: 1, maxLength: 2 });
  if (isObject(schema.additionalProperties)) {
    const inner = madeOf(schema.additionalProperties, making);
    return fc.array(fc.tuple(oddText, inner), { maxLength: 3 });
  }
  if (free) return fc.oneof(none, unknown);
  if (spoilt === 0) return none;
  return fc.oneof(
    { weight: EVERYTHING - spoilt, arbitrary: none },
    { weight: spoilt, arbitrary: unknown },
  );
}

function numberOf(schema: Schema, any: fc.Arbitrary<number>): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  return numeric(any);
}

/** Texts of the input are no numbers. */
const numeric = (any: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 5, arbitrary: gap('tape', any) }, { weight: 2, arbitrary: any });

function textOf(schema: Schema): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum) && schema.enum.length > 0) {
    return known(fc.constantFrom(...schema.enum));
  }
  if (schema.format === 'date-time') return known(someTime);
  if (typeof schema.pattern === 'string' && schema.pattern.includes('{12}'))
    return known(fc.uuid());
  return known(fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), oddText));
}

/** Around the time that the sandbox starts at, and at any other time. */
const someTime = fc
  .oneof(
    fc.date({ min: new Date('2026-02-20'), max: new Date('2026-03-10'), noInvalidDate: true }),
    fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  )
  .map((date) => date.toISOString().replace('Z', '000+00:00'));

const gap = (from: Gap['from'], spare: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.nat(1_000), spare).map(([choice, value]) => new Gap(from, choice, value));

/** Mostly a value that the step will recognize. */
function known(any: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 5, arbitrary: gap('asked', any) },
    { weight: 3, arbitrary: gap('tape', any) },
    { weight: 2, arbitrary: gap('input', any) },
    { weight: 1, arbitrary: any },
  );
}
