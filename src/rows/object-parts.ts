/** An object that is given as a whole: each of its known parts is read as it would be by itself. */
import type { Column } from '../clients/sql/columns.ts';
import { parsedExactly } from '../clients/sql/digits.ts';
import { isObject, type Parameter } from '../clients/sql/parameter.ts';
import { toParameter } from '../clients/sql/parameters.ts';
import { shorten } from '../kit/choose.ts';

/**
 * The value for a column. In JSON a time is a text, and a large number another one: CrateDB would take most of it, but
 * a key among it could not be told, nor the row be found by it.
 *
 * @param columns among them the column's parts
 */
export function toColumnParameter(
  columns: readonly Column[],
  column: Column,
  given: unknown,
): Parameter {
  const { type } = column;
  const isWhole = type.scalar === 'object' && type.depth === 0;
  const object = isWhole && typeof given === 'string' ? parsedExactly(given) : given;
  if (!isWhole || !isObject(object)) return toParameter(type, given);
  const known = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    const path = JSON.stringify([...column.path, key]);
    const part = columns.find((one) => JSON.stringify(one.path) === path && !one.inList);
    if (part === undefined) continue;
    const read = toColumnParameter(columns, part, value);
    if ('invalid' in read) return { invalid: `has a part “${shorten(key)}” that ${read.invalid}` };
    known.set(key, read.value);
  }
  const others = Object.entries(object).filter(([key]) => !known.has(key));
  const read = toParameter(type, Object.fromEntries(others));
  if ('invalid' in read || !isObject(read.value)) return read;
  return { value: Object.fromEntries([...known, ...Object.entries(read.value)]) };
}
