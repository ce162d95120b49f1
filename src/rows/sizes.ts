/** How much of what was found is given, and in which form. */
import { nameForKey } from '../kit/fields/dynamic.ts';

/** Zapier takes 6 MB; the rest is room for the names of fields and what stands around the rows. */
const MOST_BYTES = 5_000_000;

/** As many of the items as fit, from the first on. */
export function fitting<Item>(items: readonly Item[], most: number): Item[] {
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    return index >= most || bytes > MOST_BYTES;
  });
  return end < 0 ? [...items] : items.slice(0, end);
}

/** A row as a line item: its key and its columns, single values only, so lists are JSON. */
export function asLine<Row extends { row_key: string }>(row: Row): { row_key: string } {
  const columns = Object.entries(row)
    .filter(([key]) => nameForKey(key) !== null)
    .map(([key, value]) => [key, Array.isArray(value) ? JSON.stringify(value) : value]);
  return { row_key: row.row_key, ...Object.fromEntries(columns) };
}
