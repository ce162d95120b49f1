import type { SortItem } from '../ast/nodes.ts';
import { unsupported } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { nameOf } from '../values/type.ts';
import type { Value } from '../values/value.ts';
import type { Bound, Row } from './bound.ts';

export type Sorting = { value: Bound; descending: boolean; nullsFirst: boolean };

/** API: objects, shapes and arrays have no order. */
export function checkSortable(value: Bound, clause: string): void {
  const type = nameOf(value.type);
  if (
    value.type.name === 'array' ||
    ['object', 'geo_shape', 'float_vector', 'json'].includes(type)
  ) {
    throw unsupported(`Cannot ${clause} '${value.text}': invalid data type '${type}'.`);
  }
}

export function makeSort({ descending, nullsFirst }: SortItem, value: Bound): Sorting {
  checkSortable(value, 'ORDER BY');
  return { value, descending, nullsFirst };
}

export function compareSorted(
  a: Value,
  b: Value,
  { value, descending, nullsFirst }: Sorting,
): number {
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null) === nullsFirst ? -1 : 1;
  }
  const order = compareValues(a, b, value.type);
  return descending ? -order : order;
}

export function compareBy(sorting: Sorting[], a: Row, b: Row): number {
  for (const sort of sorting) {
    const order = compareSorted(sort.value.evaluate(a), sort.value.evaluate(b), sort);
    if (order !== 0) return order;
  }
  return 0;
}
