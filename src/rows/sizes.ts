/** How much of what was found is given. */
import { OUTPUT_BYTES } from '../base/limits.ts';
import { refuse } from '../kit/errors.ts';
import { isSurelySmall } from '../kit/size.ts';

/** Bytes of what stands beside a list: names, a summary, what tells how many there are. */
const BESIDE_BYTES = 10_000;

/**
 * As many of the items as fit, from the first on, with room for what stands beside them. They are to be just what
 * is given: what grows afterwards is shortened by whoever sends it, and a value that is cut is another value.
 */
export function fitting<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most && isSurelySmall(items)) return [...items];
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    return index >= most || bytes > OUTPUT_BYTES - BESIDE_BYTES;
  });
  return end < 0 ? [...items] : items.slice(0, end);
}

/**
 * The same of what was looked for, which is not to look like nothing.
 *
 * @throws Refusal where the first alone is too large
 */
export function fittingRows<Row>(rows: readonly Row[], most: number): Row[] {
  const given = fitting(rows, most);
  if (given.length > 0 || rows.length === 0) return given;
  throw refuse(
    'the first row alone has more than the 5 MB that Zapier takes',
    'Read fewer of its columns with a query.',
  );
}

/** Stands for a number that is known when all is put together: none is wider. */
const WIDEST = Number.MAX_SAFE_INTEGER;

/** As many of the rows as a trigger gives, each with the number of those that are not given. */
export async function toldRows<Row extends object>(
  rows: readonly Row[],
  most: number,
  countNotGiven: (given: number) => number | Promise<number>,
): Promise<(Row & { older_rows_not_given: number })[]> {
  const widest = rows.map((row) => ({ ...row, older_rows_not_given: WIDEST }));
  const given = fittingRows(widest, most);
  const notGiven = given.length === rows.length ? 0 : await countNotGiven(given.length);
  for (const row of given) row.older_rows_not_given = notGiven;
  return given;
}
