import type { Query } from '../ast/nodes.ts';
import type { Database } from '../catalog/database.ts';
import type { Session } from '../statements/session.ts';
import type { Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';
import type { Bound, Row, ScopeRelation } from './bound.ts';

/** A query made ready: its columns are known, its rows come when it is run. */
export type Prepared = {
  columns: Array<{ name: string; type: Type; stored?: boolean }>;
  run(outer?: Row): Value[][];
};

/** Everything about the call that an expression may need. */
export type CallContext = {
  database: Database;
  session: Session;
  user: string;
  version: string;
  /** Milliseconds since 1970, on the sandbox's clock; the same for the whole statement. */
  now: number;
  /** Of one row of a bulk at a time. */
  args: readonly Value[];
  /** Types of the first row of arguments. */
  argTypes: readonly Type[];
  /** Throws when the statement ran out of its time. Called once in a while by everything that loops. */
  checkTime(): void;
  /** Milliseconds that `pg_sleep` asked for: waited for before the reply. */
  sleep: { milliseconds: number };
  /** The sandbox's own reading and writing: all is seen at once. */
  fresh: boolean;
  /** The same call with the rights of another user: of a view's owner. */
  as(user: string): CallContext;
  /** The columns of a view, found by making its query ready. */
  viewColumns(view: import('../catalog/table.ts').View): Array<{ name: string; type: Type }>;
  prepare(query: Query, outer?: Scope): Prepared;
  /** Finds an expression's names and types. */
  bind(expression: import('../ast/nodes.ts').Expression, scope: Scope): Bound;
};

/** The names that an expression may use. */
export type Scope = {
  context: CallContext;
  relations: ScopeRelation[];
  outer?: Scope;
  /** Aggregates found so far, when they are allowed here. */
  aggregates?: AggregateSlot[];
  windows?: WindowSlot[];
  /** Table functions found so far, when they are allowed here. */
  tableCalls?: TableCallSlot[];
  namedWindows?: Map<string, import('../ast/nodes.ts').Window>;
  /** The select list's names, for ORDER BY and GROUP BY. */
  aliases?: Map<string, import('../ast/nodes.ts').Expression>;
  /** Tables and queries named by WITH. */
  named?: Map<string, Prepared>;
  /** Values of `excluded` columns, in ON CONFLICT. */
  excluded?: (name: string) => Bound;
  /** Names may have no table before them: columns of ON CONFLICT's SET. */
  bareNamesOnly?: boolean;
};

export type Accumulator = { add(values: Value[]): void; result(): Value };

export type AggregateSlot = {
  key: string;
  make(): Accumulator;
  args: Bound[];
  filter?: Bound;
  distinct: boolean;
};

export type WindowSlot = {
  key: string;
  /** Values of the function for each row of an ordered partition. */
  compute(rows: Row[]): Value[];
};

export type TableCallSlot = { key: string; list(row: Row): Value[] };
