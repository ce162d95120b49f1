/** How much of what was found is given. */
import { OUTPUT_BYTES } from '../base/limits.ts';
import { isSurelySmall } from '../kit/size.ts';

/** As many of the items as fit, from the first on. */
export function fitting<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most && isSurelySmall(items)) return [...items];
  let bytes = 0;
  const end = items.findIndex((item, index) => {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    return index >= most || bytes > OUTPUT_BYTES;
  });
  return end < 0 ? [...items] : items.slice(0, end);
}
