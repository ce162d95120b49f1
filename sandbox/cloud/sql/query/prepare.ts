import type { Query, Select, SortItem, Term } from '../ast/nodes.ts';
import { parseError, rowWidth, unsupported } from '../errors.ts';
import { bind } from '../expressions/bind.ts';
import type { Bound, Row } from '../expressions/bound.ts';
import { castBound } from '../expressions/casts.ts';
import type { CallContext, Prepared, Scope } from '../expressions/context.ts';
import { compareSorted, makeSort, type Sorting } from '../expressions/sorting.ts';
import { castTyped } from '../values/cast.ts';
import { keyOf } from '../values/compare.ts';
import { mergeTypes } from '../values/guess.ts';
import { nameOf, type Type, UNDEFINED } from '../values/type.ts';
import type { Value } from '../values/value.ts';
import { makeLimits } from './limits.ts';
import { prepareSelect } from './select.ts';

/** Makes a query ready. `outer` is the query around it, with what WITH named there. */
export function prepareQuery(query: Query, context: CallContext, outer?: Scope): Prepared {
  const named = new Map(outer?.named);
  const around: Scope = { context, relations: [], named, ...(outer && { outer }) };
  for (const { name, columns, query: inner } of query.with) {
    const prepared = prepareQuery(inner, context, {
      context,
      relations: [],
      named,
      ...(outer?.outer && { outer: outer.outer }),
    });
    named.set(name, columns ? withColumns(prepared, columns) : prepared);
  }
  const limits = makeLimits(query, around);
  if (query.term.kind === 'select') {
    return prepareSelect(query.term, query.order, around, limits);
  }
  const prepared = prepareTerm(query.term, around);
  const sorting = query.order.map((item) => outputSort(item, prepared, around));
  return {
    columns: prepared.columns,
    run(row) {
      const rows = prepared.run(row);
      if (sorting.length > 0) {
        rows.sort((a, b) => {
          for (const { index, sort } of sorting) {
            const order = compareSorted(a[index] ?? null, b[index] ?? null, sort);
            if (order !== 0) return order;
          }
          return 0;
        });
      }
      return limits(row, rows);
    },
  };
}

const withColumns = (prepared: Prepared, names: string[]): Prepared => ({
  ...prepared,
  columns: prepared.columns.map((it, i) => ({ ...it, name: names[i] ?? it.name })),
});

/** ORDER BY over VALUES and set operations: by the name or place of a column. */
function outputSort(
  item: SortItem,
  prepared: Prepared,
  scope: Scope,
): { index: number; sort: Sorting } {
  const { value } = item;
  const index =
    value.kind === 'literal' && typeof value.value === 'bigint'
      ? Number(value.value) - 1
      : prepared.columns.findIndex((it) => value.kind === 'name' && it.name === value.parts.at(-1));
  const column = prepared.columns[index];
  if (!column) {
    bind(value, scope);
    throw unsupported('ORDER BY of a set operation may only name its columns');
  }
  const bound: Bound = {
    type: column.type,
    text: column.name,
    constant: false,
    evaluate: () => null,
  };
  return { index, sort: makeSort(item, bound) };
}

function prepareTerm(term: Term, around: Scope): Prepared {
  if (term.kind === 'select') return prepareSelect(term, [], around, (_, rows) => rows);
  if (term.kind === 'values') return prepareValues(term.rows, around);
  return prepareSet(term, around);
}

function prepareValues(rows: Extract<Term, { kind: 'values' }>['rows'], scope: Scope): Prepared {
  const bound = rows.map((row) => row.map((it) => bind(it, scope)));
  const width = rowWidth(bound);
  const types = Array.from({ length: width }, (_, i) =>
    bound.reduce<Type>((common, row) => {
      const type = row[i]?.type ?? UNDEFINED;
      const merged = mergeTypes(common, type);
      if (!merged) {
        throw parseError(
          `The types of the columns within VALUES lists must match. Found \`${nameOf(common)}\` and \`${nameOf(type)}\` at position: ${i}`,
        );
      }
      return merged;
    }, UNDEFINED),
  );
  const cast = bound.map((row) => row.map((it, i) => castBound(it, types[i] ?? it.type)));
  return {
    columns: types.map((type, i) => ({ name: `col${i + 1}`, type })),
    run: (outer) => {
      const row: Row = { values: [], ...(outer && { outer }) };
      return cast.map((items) => items.map((it) => it.evaluate(row)));
    },
  };
}

function prepareSet(term: Extract<Term, { kind: 'set' }>, around: Scope): Prepared {
  if (term.operator === 'INTERSECT' || term.operator === 'EXCEPT') {
    throw unsupported(`${term.operator} is not supported`);
  }
  const [left, right] = [prepareTerm(term.left, around), prepareTerm(term.right, around)];
  if (left.columns.length !== right.columns.length) {
    throw unsupported(`Number of output columns must be the same for all parts of a UNION`);
  }
  const columns = left.columns.map(({ name, type }, i) => {
    const other = right.columns[i]?.type ?? UNDEFINED;
    const merged = mergeTypes(type, other);
    if (!merged) {
      throw unsupported(
        `Output columns at position ${i + 1} must be compatible for all parts of a UNION. Got \`${nameOf(type)}\` and \`${nameOf(other)}\``,
      );
    }
    return { name, type: merged };
  });
  const cast = (prepared: Prepared, row: Row | undefined): Value[][] =>
    prepared.run(row).map((values) =>
      values.map((value, i) => {
        const [from, to] = [prepared.columns[i]?.type ?? UNDEFINED, columns[i]?.type ?? UNDEFINED];
        return castTyped(value, from, to, 'implicit');
      }),
    );
  return {
    columns,
    run(row) {
      const [a, b] = [cast(left, row), cast(right, row)];
      if (term.operator === 'UNION ALL') return [...a, ...b];
      return unique([...a, ...b]);
    },
  };
}

function unique(rows: Value[][]): Value[][] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

export type { Select };
