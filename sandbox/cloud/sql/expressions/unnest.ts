import type { Call } from '../ast/nodes.ts';
import { unsupported } from '../errors.ts';
import { makeTableFunction } from '../functions/table-functions.ts';
import type { Bound } from './bound.ts';
import type { Scope } from './context.ts';

/** A table function in the select list: its values become rows of the result. */
export function bindTableCall(call: Call, scope: Scope): Bound {
  const args = call.args.map((it) => scope.context.bind(it, scope));
  const made = makeTableFunction(call.name, args, scope.context.version);
  const [column, ...others] = made.columns;
  if (!column || others.length > 0) {
    throw unsupported(
      `The sandbox does not know ${call.name} with several columns in a select list`,
    );
  }
  return {
    type: column.type,
    text: `${call.name}(${args.map((it) => it.text).join(', ')})`,
    constant: false,
    unnests: true,
    evaluate(row) {
      const values = made.args.map((it) => it.evaluate(row));
      return [...made.rows(values, scope.context)].map(([value]) => value ?? null);
    },
  };
}
