import type { Statement } from '../ast/nodes.ts';
import type { Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';

export type CreateTableAs = Extract<Statement, { kind: 'createTableAs' }>;

/** Of a statement with a result its columns and rows, of another how many rows it touched. */
export type Result =
  | { columns: Array<{ name: string; type: Type }>; rows: Value[][] }
  | { rowcount: number };
