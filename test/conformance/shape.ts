/** Comparing what a step gives with what it says that it gives. */
import type { Item } from '../../sandbox/zapier/index.ts';

export type OutputField = { key: string; type: string; list?: boolean };

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2}))?$/;

const IS: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && TIME.test(value),
  file: (value) => typeof value === 'string',
};

/**
 * Where an item and the output fields disagree: keys that only one of them has, and values of another
 * type. Null is allowed everywhere but for `id`; an empty list says nothing about its lines.
 *
 * @param isOpen for steps whose fields depend on the input: keys that are in no field are allowed
 */
export function disagreements(
  item: Item,
  fields: readonly OutputField[],
  isOpen = false,
): string[] {
  const plain = fields.filter((field) => !field.key.includes('[]'));
  const lists = new Map<string, OutputField[]>();
  for (const { key, type } of fields.filter((field) => field.key.includes('[]'))) {
    const [list = '', inner = ''] = key.split('[]');
    lists.set(list, [...(lists.get(list) ?? []), { key: inner, type }]);
  }
  const wanted = [...plain.map((field) => field.key), ...lists.keys()];
  const missing = wanted.filter((key) => !(key in item));
  const surplus = isOpen ? [] : Object.keys(item).filter((key) => !wanted.includes(key));
  return [
    ...missing.map((key) => `${key} is missing`),
    ...surplus.map((key) => `${key} has no output field`),
    ...plain
      .filter(({ key }) => key in item)
      .flatMap((field) => wrongValue(field, item[field.key])),
    ...[...lists].flatMap(([key, inner]) => linesOf(key, inner, item[key], isOpen)),
  ];
}

function wrongValue({ key, type, list }: OutputField, value: unknown): string[] {
  if (list && Array.isArray(value)) return value.flatMap((one) => wrongValue({ key, type }, one));
  if (value === null) return key === 'id' ? ['id is null'] : [];
  if (IS[type]?.(value)) return [];
  return [`${key} is no ${type}: ${JSON.stringify(value)?.slice(0, 80)}`];
}

function linesOf(key: string, fields: OutputField[], lines: unknown, isOpen: boolean): string[] {
  if (lines === undefined) return [];
  if (!Array.isArray(lines)) return [`${key} is no list`];
  return lines.flatMap((line, index) =>
    disagreements(line as Item, fields, isOpen).map((text) => `${key}[${index}].${text}`),
  );
}
