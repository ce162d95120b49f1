import type { Query } from '../ast/nodes.ts';
import { unsupported } from '../errors.ts';
import { arrayOf, BOOLEAN } from '../values/type.ts';
import type { Value } from '../values/value.ts';
import type { Bound, Row } from './bound.ts';
import type { Prepared, Scope } from './context.ts';

/** Runs a query within an expression; one that uses nothing of the row around it only once. */
function runner(query: Query, scope: Scope): { prepared: Prepared; run(row: Row): Value[][] } {
  let usesOuter = false;
  const watched: Scope = {
    ...scope,
    get relations() {
      usesOuter = true;
      return scope.relations;
    },
  };
  const prepared = scope.context.prepare(query, watched);
  let known: Value[][] | undefined;
  return {
    prepared,
    run(row) {
      scope.context.checkTime();
      if (usesOuter) return prepared.run(row);
      known ??= prepared.run(row);
      return known;
    },
  };
}

function oneColumn(prepared: Prepared): Prepared['columns'][number] {
  const [column, ...others] = prepared.columns;
  if (!column || others.length > 0) {
    throw unsupported('Subqueries with more than 1 column are not supported.');
  }
  return column;
}

export function bindScalarSubquery(query: Query, text: string, scope: Scope): Bound {
  const { prepared, run } = runner(query, scope);
  const { type } = oneColumn(prepared);
  return {
    type,
    text: `(${text})`,
    constant: false,
    evaluate(row) {
      const rows = run(row);
      if (rows.length > 1)
        throw unsupported("Subquery returned more than 1 row when it shouldn't.");
      return rows[0]?.[0] ?? null;
    },
  };
}

export function bindArraySubquery(query: Query, text: string, scope: Scope): Bound {
  const { prepared, run } = runner(query, scope);
  const { type } = oneColumn(prepared);
  return {
    type: arrayOf(type),
    text: `(${text})`,
    constant: false,
    evaluate: (row) => run(row).map(([value]) => value ?? null),
  };
}

export function bindExists(query: Query, text: string, scope: Scope): Bound {
  const { run } = runner(query, scope);
  return {
    type: BOOLEAN,
    text: `EXISTS (${text})`,
    constant: false,
    evaluate: (row) => run(row).length > 0,
  };
}
