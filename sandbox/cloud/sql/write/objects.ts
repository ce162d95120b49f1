/** What CrateDB does to an object before it stores it: unknown keys are refused, added as columns, or kept as they are. */
import { dotted } from '../ast/create-table.ts';
import { checkColumnPath } from '../catalog/names.ts';
import { addColumn, columnAt, objectIn, type Table } from '../catalog/table.ts';
import { CrateError, parseError } from '../errors.ts';
import { castValue } from '../values/cast.ts';
import { guessType, mergeTypes } from '../values/guess.ts';
import {
  arrayOf,
  BIGINT,
  DOUBLE,
  innermost,
  isFloating,
  isWhole,
  objectOf,
  type Policy,
  type Type,
  UNDEFINED,
} from '../values/type.ts';
import { isObject, makeObject, type ObjectValue, type Value } from '../values/value.ts';

const isNumeric = (type: Type): boolean => isWhole(type) || isFloating(type);

const areAlike = (a: Type, b: Type): boolean =>
  a.name === 'undefined' ||
  b.name === 'undefined' ||
  a.name === b.name ||
  (isNumeric(a) && isNumeric(b));

/** CrateDB, measured: the failure that a new list of mixed types has in a bulk; on its own the row is dropped. */
const mixedList = (): CrateError => new CrateError(5000, 'ClassCastException', 'null');

export const isDropped = (error: CrateError): boolean => error.exception === 'ClassCastException';

/** The type of a column that a value makes: numbers as wide as they go. */
function columnType(value: Value, policy: Policy): Type {
  if (Array.isArray(value)) {
    const of = value.reduce<Type>((common, it) => {
      const type = it === null ? UNDEFINED : columnType(it, policy);
      if (!areAlike(common, type)) throw mixedList();
      return mergeTypes(common, type) ?? common;
    }, UNDEFINED);
    return arrayOf(of);
  }
  if (isObject(value)) return objectOf(policy);
  const type = guessType(value);
  if (isWhole(type)) return BIGINT;
  return isFloating(type) ? DOUBLE : type;
}

const LIMIT = 1000;

/** Adds a column and, for an object, its keys, each after its parent. */
export function addDynamic(table: Table, path: string[], value: Value, policy: Policy): void {
  checkColumnPath(path);
  const type = columnType(value, policy);
  if (innermost(type).name === 'undefined') return;
  const limit = Number(table.settings.get('mapping.total_fields.limit') ?? LIMIT);
  if (table.columns.length >= limit) {
    throw parseError(
      `Limit of total columns [${limit}] in table [${table.schema}.${table.name}] exceeded`,
    );
  }
  addColumn(table, { path, type, notNull: false });
  if (isObject(value)) addKeys(table, path, value, policy);
  else if (Array.isArray(value)) {
    for (const item of value) if (isObject(item)) addKeys(table, path, item, policy);
  }
}

function addKeys(table: Table, path: string[], object: ObjectValue, policy: Policy): void {
  for (const [key, part] of Object.entries(object)) {
    if (part !== null && !columnAt(table, dotted([...path, key])))
      addDynamic(table, [...path, key], part, policy);
  }
}

/** Looks for unknown keys, refuses them in strict objects, and gives the rest their columns' types. */
export function settleObject(table: Table, path: string[], type: Type, value: Value): Value {
  if (value === null) return null;
  if (Array.isArray(value)) {
    if (type.name !== 'array') return value;
    return value.map((it) => settleObject(table, path, type.of, it));
  }
  const object = objectIn(type);
  if (!object || !isObject(value)) return value;
  const settled = makeObject();
  for (const [key, part] of Object.entries(value)) {
    const below = [...path, key];
    const known = object.keys.get(key);
    if (known) {
      settled[key] = settleObject(table, below, known, part);
      continue;
    }
    if (object.policy === 'strict') {
      throw parseError(`Cannot add column \`${key}\` to strict object \`${dotted(path)}\``);
    }
    if (object.policy === 'dynamic' && part !== null) addDynamic(table, below, part, 'dynamic');
    const added = object.keys.get(key);
    settled[key] = added ? castValue(part, added) : part;
  }
  return settled;
}

/** Throws for what `settleObject` would refuse, without adding anything. */
export function checkObject(path: string[], type: Type, value: Value): void {
  if (Array.isArray(value) && type.name === 'array') {
    for (const item of value) checkObject(path, type.of, item);
    return;
  }
  const object = objectIn(type);
  if (!object || !isObject(value)) return;
  for (const [key, part] of Object.entries(value)) {
    const known = object.keys.get(key);
    if (known) checkObject([...path, key], known, part);
    else if (object.policy === 'strict') {
      throw parseError(`Cannot add column \`${key}\` to strict object \`${dotted(path)}\``);
    } else if (object.policy === 'dynamic') checkColumnPath([path[0] ?? '', ...path.slice(1), key]);
  }
}
