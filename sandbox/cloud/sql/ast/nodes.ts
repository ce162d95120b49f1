/** A statement as the rest works with it. Names are folded already: `ID` is `id`, `"ID"` stays. */
import type { Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';

export type SortItem = { value: Expression; descending: boolean; nullsFirst: boolean };

export type FrameBound =
  | { kind: 'unbounded preceding' | 'unbounded following' | 'current row' }
  | { kind: 'preceding' | 'following'; offset: Expression };

export type Window = {
  ref?: string;
  partitions: Expression[];
  order: SortItem[];
  frame?: { mode: 'range' | 'rows'; start: FrameBound; end: FrameBound };
};

export type Call = {
  kind: 'call';
  schema?: string;
  name: string;
  args: Expression[];
  distinct?: boolean;
  star?: boolean;
  filter?: Expression;
  ignoreNulls?: boolean;
  over?: Window;
  /** How it is printed where that is not `name(args)`. */
  text?: string;
};

export type Expression =
  | { kind: 'literal'; value: Value; type: Type; text: string }
  | { kind: 'interval'; text: string; negative: boolean; from: string; to?: string }
  | { kind: 'parameter'; index: number }
  | { kind: 'name'; parts: string[] }
  | { kind: 'subscript'; base: Expression; index: Expression }
  | { kind: 'slice'; base: Expression; from?: Expression; to?: Expression }
  | { kind: 'field'; base: Expression; name: string }
  | Call
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'negate'; value: Expression }
  | { kind: 'not'; value: Expression }
  | { kind: 'logical'; operator: 'AND' | 'OR'; left: Expression; right: Expression }
  | { kind: 'compare'; operator: string; left: Expression; right: Expression }
  | {
      kind: 'quantified';
      operator: string;
      all: boolean;
      left: Expression;
      right: Expression;
    }
  | { kind: 'between'; value: Expression; low: Expression; high: Expression }
  | { kind: 'in'; value: Expression; list: Expression[] }
  | {
      kind: 'like';
      value: Expression;
      pattern: Expression;
      escape?: Expression;
      insensitive: boolean;
    }
  | {
      kind: 'arrayLike';
      value: Expression;
      patterns: Expression;
      escape?: Expression;
      insensitive: boolean;
      all: boolean;
      not: boolean;
    }
  | { kind: 'isNull'; value: Expression; not: boolean }
  | { kind: 'distinct'; left: Expression; right: Expression; not: boolean }
  | { kind: 'cast'; value: Expression; type: Type; typeText: string; lenient: boolean }
  | {
      kind: 'case';
      operand?: Expression;
      whens: Array<[Expression, Expression]>;
      otherwise?: Expression;
    }
  | { kind: 'if'; condition: Expression; value: Expression; otherwise?: Expression }
  | { kind: 'subquery'; query: Query; text: string }
  | { kind: 'arraySubquery'; query: Query; text: string }
  | { kind: 'exists'; query: Query; text: string }
  | { kind: 'array'; items: Expression[] }
  | { kind: 'object'; entries: Array<[string, Expression]> }
  | {
      kind: 'match';
      columns: Expression[];
      term: Expression;
      method?: string;
    }
  | { kind: 'default' };

export type SelectItem =
  | { kind: 'all'; relation?: string[] }
  | { kind: 'value'; value: Expression; alias?: string; text: string };

export type Relation =
  | { kind: 'table'; name: string[]; alias?: string; columns?: string[] }
  | { kind: 'function'; call: Call; alias?: string; columns?: string[] }
  | { kind: 'subquery'; query: Query; alias?: string; columns?: string[] }
  | {
      kind: 'join';
      type: 'inner' | 'left' | 'right' | 'full' | 'cross';
      left: Relation;
      right: Relation;
      on?: Expression;
      using?: string[];
      natural?: boolean;
    };

export type Select = {
  kind: 'select';
  distinct: boolean;
  items: SelectItem[];
  from: Relation[];
  where?: Expression;
  groupBy?: Expression[] | 'all';
  having?: Expression;
  windows: Map<string, Window>;
};

export type Term =
  | Select
  | { kind: 'values'; rows: Expression[][] }
  | {
      kind: 'set';
      operator: 'UNION' | 'UNION ALL' | 'INTERSECT' | 'EXCEPT';
      left: Term;
      right: Term;
    };

export type Query = {
  with: Array<{ name: string; columns?: string[]; query: Query }>;
  term: Term;
  order: SortItem[];
  limit?: Expression;
  offset?: Expression;
};

export type Assignment = { target: Expression; value: Expression };

export type TableName = string[];

export type ColumnDefinition = {
  name: string[];
  type?: Type;
  /** Of an object, or of an array of objects: its declared children. */
  children?: ColumnDefinition[];
  primaryKey?: { constraint?: string };
  notNull?: boolean;
  default?: Expression;
  generated?: Expression;
  checks: Check[];
  index?: string;
  storage?: Properties;
};

export type Check = { name?: string; value: Expression; text: string };

export type Properties = Map<string, Expression>;

export type Statement =
  | { kind: 'query'; query: Query }
  | {
      kind: 'insert';
      table: TableName;
      columns?: string[];
      source: Query;
      conflict?: { target?: string[]; set?: Assignment[] };
      returning?: SelectItem[];
    }
  | {
      kind: 'update';
      table: TableName;
      alias?: string;
      set: Assignment[];
      where?: Expression;
      returning?: SelectItem[];
    }
  | { kind: 'delete'; table: TableName; alias?: string; where?: Expression }
  | {
      kind: 'createTable';
      table: TableName;
      ifNotExists: boolean;
      columns: ColumnDefinition[];
      primaryKey?: { constraint?: string; columns: string[] };
      checks: Check[];
      clusteredBy?: string;
      shards?: Expression;
      partitionedBy: string[];
      properties: Properties;
    }
  | { kind: 'createTableAs'; table: TableName; ifNotExists: boolean; query: Query }
  | { kind: 'createView'; name: TableName; replace: boolean; query: Query; text: string }
  | { kind: 'dropTable'; table: TableName; ifExists: boolean }
  | { kind: 'dropView'; names: TableName[]; ifExists: boolean }
  | { kind: 'addColumns'; table: TableName; columns: ColumnDefinition[] }
  | { kind: 'dropColumns'; table: TableName; columns: Array<{ name: string[]; ifExists: boolean }> }
  | { kind: 'dropConstraint'; table: TableName; name: string }
  | { kind: 'renameTable'; table: TableName; to: TableName }
  | { kind: 'renameColumn'; table: TableName; from: string[]; to: string[] }
  | { kind: 'openClose'; table: TableName; closed: boolean }
  | { kind: 'setProperties'; table: TableName; properties: Properties; reset: string[] }
  | { kind: 'refresh' | 'optimize'; tables: TableName[] }
  | { kind: 'set'; name: string; value: string | undefined; global: boolean }
  | { kind: 'setGlobal'; settings: Array<{ name: string; value: Expression }> }
  | { kind: 'resetGlobal'; names: string[] }
  | {
      kind: 'show';
      what: 'tables' | 'schemas' | 'columns';
      from?: string[];
      like?: string;
      where?: Expression;
    }
  | { kind: 'showCreateTable'; table: TableName }
  | { kind: 'showSetting'; name?: string }
  | { kind: 'explain'; analyze: boolean; verbose: boolean; statement: Statement }
  | { kind: 'kill'; job?: Expression }
  | { kind: 'createRole'; name: string; user: boolean; properties: Properties }
  | { kind: 'dropRole'; name: string; ifExists: boolean; user: boolean }
  | { kind: 'alterRole'; name: string; properties: Properties; reset?: string }
  | {
      kind: 'privileges';
      action: 'grant' | 'deny' | 'revoke';
      privileges: string[] | 'all';
      on?: { securable: 'SCHEMA' | 'TABLE' | 'VIEW'; names: string[][] };
      users: string[];
    }
  /** Answered, and without effect: BEGIN, COMMIT, SET TRANSACTION, ANALYZE, DISCARD, DEALLOCATE ... */
  | { kind: 'noEffect'; rowcount: number }
  /** Known to CrateDB, not to the sandbox. */
  | { kind: 'unknown'; words: string };
