import type { SelectItem } from '../ast/nodes.ts';
import type { Doc } from '../catalog/store.ts';
import { roots, type Table } from '../catalog/table.ts';
import { bind } from '../expressions/bind.ts';
import type { Bound, Row } from '../expressions/bound.ts';
import type { CallContext } from '../expressions/context.ts';
import { outputName } from '../query/output-names.ts';
import { tableRow } from '../query/source.ts';
import type { Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';
import { tableScope } from './row.ts';

export type Returning = {
  columns: Array<{ name: string; type: Type }>;
  of(doc: Doc): Value[];
};

/** What RETURNING gives of each written row. API: `_version` is null always. */
export function makeReturning(
  items: SelectItem[],
  table: Table,
  context: CallContext,
  alias?: string,
): Returning {
  const scope = tableScope(table, context, alias);
  const names = roots(table).map(({ path }) => path[0] ?? '');
  const outputs = items.flatMap((item): Array<{ name: string; bound: Bound }> => {
    if (item.kind === 'all') {
      return names.map((name) => ({ name, bound: bind({ kind: 'name', parts: [name] }, scope) }));
    }
    return [
      {
        name: item.alias ?? outputName(item.value, context.version),
        bound: bind(item.value, scope),
      },
    ];
  });
  const version = names.length + 1;
  return {
    columns: outputs.map(({ name, bound }) => ({ name, type: bound.type })),
    of(doc) {
      const values = tableRow(names, doc);
      values[version] = null;
      const row: Row = { values };
      return outputs.map(({ bound }) => bound.evaluate(row));
    },
  };
}
