import type { SelectItem } from '../ast/nodes.ts';
import type { Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';

/** What an expression is evaluated on. */
export type Row = {
  values: Value[];
  /** Of a group: what its aggregates came to. */
  aggregates?: Value[];
  windows?: Value[];
  /** Values of the table functions that made this row of several. */
  unnested?: Value[];
  /** The row of the query around a subquery. */
  outer?: Row;
};

/** An expression whose names are found and whose types are known. */
export type Bound = {
  type: Type;
  /** As CrateDB prints it: in errors, in `generation_expression`. */
  text: string;
  evaluate(row: Row): Value;
  /** Of a literal: its value. Casts of it fail with other words than those of a calculated value. */
  literal?: { value: Value };
  parameter?: boolean;
  /** Of a parameter: its value as it was sent, before any cast. */
  raw?(): Value;
  /** The same for all rows, and known before any is read. */
  constant: boolean;
  /** Of a column of a table, or a key of an object in it: its name. */
  column?: string;
  /** Of a column alone: its name with schema and table, as errors of functions have it. */
  qualified?: string;
  /** Of an object column's key that nothing is known of. */
  policy?: string;
};

/** A column that a relation offers. */
export type Field = {
  name: string;
  type: Type;
  /** Left out of `*`: system columns, and the second of two that USING joins. */
  hidden?: boolean;
  /** Makes the column's value of what stands in the row for it. */
  derive?(value: Value): Value;
  /** Belongs to a table's own column, so that unknown keys are unknown columns. */
  stored?: boolean;
};

export type ScopeRelation = {
  /** `doc.items`, or the alias alone. */
  schema?: string;
  name: string;
  fields: Field[];
  /** Where its first field stands in the row. */
  offset: number;
};

export type { SelectItem };
