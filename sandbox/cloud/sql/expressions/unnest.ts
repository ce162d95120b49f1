import type { Call } from '../ast/nodes.ts';
import { unsupported } from '../errors.ts';
import { makeTableFunction } from '../functions/table-functions.ts';
import type { Bound, Row } from './bound.ts';
import type { Scope, TableCallSlot } from './context.ts';

/** A table function in the select list or in GROUP BY: its values become rows. */
export function bindTableCall(call: Call, scope: Scope): Bound {
  const { tableCalls: slots, ...within } = scope;
  const args = call.args.map((it) => scope.context.bind(it, within));
  if (!slots) throw unsupported(`Table functions are not allowed here: ${call.name}`);
  const made = makeTableFunction(call.name, args, scope.context.version);
  const [column, ...others] = made.columns;
  if (!column || others.length > 0) {
    throw unsupported(
      `The sandbox does not know ${call.name} with several columns in a select list`,
    );
  }
  const text = `${call.name}(${args.map((it) => it.text).join(', ')})`;
  let at = slots.findIndex((it) => it.key === text);
  if (at < 0) {
    at = slots.length;
    slots.push({
      key: text,
      list(row) {
        const values = made.args.map((it) => it.evaluate(row));
        return [...made.rows(values, scope.context)].map(([value]) => value ?? null);
      },
    });
  }
  return {
    type: column.type,
    text,
    constant: false,
    evaluate: (row) => row.unnested?.[at] ?? null,
  };
}

/** One row for each value of the longest of the slots' lists, from the slot at `from` on; nulls after the shorter ones. */
export function unnestRows(rows: Row[], slots: TableCallSlot[], from: number): Row[] {
  const asked = slots.slice(from);
  if (asked.length === 0) return rows;
  return rows.flatMap((row) => {
    const lists = asked.map((slot) => slot.list(row));
    const length = Math.max(...lists.map((it) => it.length));
    return Array.from({ length }, (_, at) => ({
      ...row,
      unnested: [...(row.unnested ?? []), ...lists.map((list) => list[at] ?? null)],
    }));
  });
}
