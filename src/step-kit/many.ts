/** What a "Find Many" search gives: one object with line items, a count, and whether it was cut. */
import { flag, integer, lines, type RecordShape } from './record.ts';

/** More line items than this are cut: a step's result has a limit, and so has anybody's patience. */
const MOST_LINES = 500;

export function manyRecord<const Shape extends RecordShape>(label: string, line: Shape) {
  return {
    count: integer('Number Found', 1),
    cut: flag('Cut (More Were Found)', false),
    results: lines(label, line),
  };
}

/** Nothing found is an empty search result, as everywhere. */
export function many<Line>(found: Line[]): { count: number; cut: boolean; results: Line[] }[] {
  if (found.length === 0) return [];
  const results = found.slice(0, MOST_LINES);
  return [{ count: found.length, cut: results.length < found.length, results }];
}
