/** What a "Find Many" search gives: one object with line items, a count, and whether it was cut. */
import { flag, integer, lines, type RecordOf, type RecordShape } from './static.ts';

/** More line items than this are cut: a step's result has a limit, and so has anybody's patience. */
export const MOST_LINES = 500;

export function manyRecord<const Shape extends RecordShape>(
  label: string,
  line: Shape,
  examples: readonly Partial<RecordOf<Shape>>[] = [{}],
) {
  return {
    count: integer('Number Found', examples.length),
    cut: flag('Cut (More Were Found)', false),
    results: lines(label, line, examples),
  };
}

/**
 * Nothing found is an empty search result, as everywhere.
 *
 * @param count how many there are, where those beyond the first were not kept
 */
export function many<Line>(
  found: Line[],
  count = found.length,
): { count: number; cut: boolean; results: Line[] }[] {
  if (count === 0) return [];
  const results = found.slice(0, MOST_LINES);
  return [{ count, cut: results.length < count, results }];
}
