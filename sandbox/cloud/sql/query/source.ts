import type { Expression } from '../ast/nodes.ts';
import type { Doc } from '../catalog/store.ts';
import { roots, type Table } from '../catalog/table.ts';
import type { Field, Row } from '../expressions/bound.ts';
import type { Scope } from '../expressions/context.ts';
import { toJsonText } from '../values/json-text.ts';
import { BIGINT, objectOf, REAL, TEXT } from '../values/type.ts';
import type { Value } from '../values/value.ts';

/** What a FROM clause reads: its columns, and its rows when it is run. */
export type Source = {
  schema?: string;
  name: string;
  fields: Field[];
  rows(outer: Row | undefined): Iterable<Value[]>;
  /** A table of the cluster's own, read through lookups where that can be. */
  table?: Table;
};

/** The columns of a table as a query sees them: its own, then the hidden ones of the system. */
export function tableFields(table: Table): Field[] {
  const own = roots(table).map(({ path, type }) => ({ name: path[0] ?? '', type, stored: true }));
  const hidden = { hidden: true, stored: true };
  const whole = objectOf('dynamic', new Map(own.map(({ name, type }) => [name, type])));
  return [
    ...own,
    { name: '_id', type: TEXT, ...hidden },
    { name: '_version', type: BIGINT, ...hidden },
    { name: '_seq_no', type: BIGINT, ...hidden },
    { name: '_primary_term', type: BIGINT, ...hidden },
    { name: '_score', type: REAL, ...hidden },
    { name: '_uid', type: TEXT, ...hidden },
    { name: '_docid', type: BIGINT, ...hidden },
    { name: '_doc', type: whole, ...hidden },
    { name: '_raw', type: TEXT, ...hidden, derive: rawOf },
  ];
}

const PRIMARY_TERM = 1n;

/** `_raw` is written when it is asked for only: it stands here as what it is made of. */
export function tableRow(names: string[], doc: Doc): Value[] {
  const values: Value[] = names.map((name) => doc.source[name] ?? null);
  values.push(
    doc.id,
    BigInt(doc.version),
    BigInt(doc.seqNo),
    PRIMARY_TERM,
    1,
    doc.id,
    BigInt(doc.seqNo),
    doc.source,
    doc.source,
  );
  return values;
}

const rawOf = (value: Value): Value => (value === null ? null : toJsonText(value));

export type Where = { expression: Expression; scope: Scope };
