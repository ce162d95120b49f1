import { dotted } from '../ast/create-table.ts';
import { schemaNames } from '../catalog/database.ts';
import { hasPrivilege } from '../catalog/roles.ts';
import {
  type Column,
  columnAt,
  fqn,
  isKey,
  keysOf,
  type Table,
  type View,
} from '../catalog/table.ts';
import type { CallContext } from '../expressions/context.ts';
import {
  arrayOf,
  BIGINT,
  BOOLEAN,
  INTEGER,
  innermost,
  isNumber,
  isTimestamp,
  nameOf,
  TEXT,
  TEXTS,
  type Type,
} from '../values/type.ts';
import { atLeast } from '../version.ts';
import type { Columns, Definition, Row, SystemRelation } from './define.ts';
import { SETTINGS_COLUMNS, settingsOf } from './table-settings.ts';

/** The relations a user may see: those it has any privilege for. */
export function visibleTables({ database, user }: CallContext): Table[] {
  return [...database.tables.values()].filter((it) =>
    hasPrivilege(database.roles, user, 'any', { securable: 'TABLE', ident: fqn(it) }),
  );
}

export function visibleViews({ database, user }: CallContext): View[] {
  return [...database.views.values()].filter((it) =>
    hasPrivilege(database.roles, user, 'any', { securable: 'VIEW', ident: fqn(it) }),
  );
}

const byName = (
  a: { schema: string; name: string },
  b: { schema: string; name: string },
): number => (fqn(a) < fqn(b) ? -1 : 1);

type Others = {
  system(context: CallContext): SystemRelation[];
  columnsOfView(view: View, context: CallContext): Array<{ name: string; type: Type }>;
};

function tableRow(table: Table, version: string): Row {
  return {
    table_catalog: 'crate',
    table_schema: table.schema,
    table_name: table.name,
    table_type: 'BASE TABLE',
    number_of_shards: table.shards,
    number_of_replicas: table.replicas,
    // CrateDB, measured: `o.c` for the part c of an object, and `o['c']` elsewhere.
    clustered_by: columnAt(table, table.clusteredBy)?.path.join('.') ?? table.clusteredBy,
    partitioned_by: table.partitionedBy.length > 0 ? table.partitionedBy : null,
    column_policy: table.policy,
    routing_hash_function: 'Murmur3',
    version: { created: table.versionCreated, upgraded: null },
    closed: table.closed,
    reference_generation: 'SYSTEM GENERATED',
    self_referencing_column_name: '_id',
    settings: settingsOf(table),
    own: version,
  };
}

const TABLE_COLUMNS: Columns = {
  table_catalog: TEXT,
  table_schema: TEXT,
  table_name: TEXT,
  table_type: TEXT,
  number_of_shards: INTEGER,
  number_of_replicas: TEXT,
  clustered_by: TEXT,
  partitioned_by: arrayOf(TEXT),
  blobs_path: TEXT,
  column_policy: TEXT,
  routing_hash_function: TEXT,
  'version.created': TEXT,
  'version.upgraded': TEXT,
  closed: BOOLEAN,
  reference_generation: TEXT,
  self_referencing_column_name: TEXT,
  ...SETTINGS_COLUMNS,
};

const system = ({ schema, name }: { schema: string; name: string }): Row => ({
  table_catalog: 'crate',
  table_schema: schema,
  table_name: name,
  table_type: 'BASE TABLE',
  column_policy: 'strict',
  reference_generation: 'SYSTEM GENERATED',
});

const PRECISION: Record<string, number> = {
  byte: 8,
  smallint: 16,
  integer: 32,
  bigint: 64,
  real: 24,
  'double precision': 53,
};

function lengthOf(type: Type): number | null {
  if (type.name === 'text') return type.length ?? null;
  if (type.name === 'character') return type.length;
  return type.name === 'float_vector' ? type.dimensions : null;
}

type Described = {
  schema: string;
  table: string;
  path: string[];
  type: Type;
  position: number;
  nullable: boolean;
  column?: Column;
};

function columnRow(it: Described, version: string): Row {
  const { type, column } = it;
  const object = innermost(type);
  return {
    table_catalog: 'crate',
    table_schema: it.schema,
    table_name: it.table,
    column_name: dotted(it.path),
    ordinal_position: it.position,
    data_type: nameOf(type),
    // API: a boolean before 6.1.
    is_nullable: atLeast(version, '6.1.0') ? (it.nullable ? 'YES' : 'NO') : it.nullable,
    is_generated: column?.generated ? 'ALWAYS' : 'NEVER',
    generation_expression: column?.generated?.text ?? null,
    column_default: column?.default?.text ?? null,
    character_maximum_length: lengthOf(type),
    numeric_precision:
      type.name === 'numeric' ? (type.precision ?? null) : (PRECISION[type.name] ?? null),
    numeric_precision_radix: isNumber(type) && type.name !== 'numeric' ? 2 : null,
    datetime_precision: isTimestamp(type) && type.name !== 'date' ? 3 : null,
    udt_catalog: 'crate',
    udt_name: nameOf(type),
    is_identity: false,
    column_details: {
      name: it.path[0],
      path: it.path.slice(1),
      oid: it.position,
      policy: object.name === 'object' ? object.policy : 'strict',
    },
  };
}

const COLUMN_COLUMNS: Columns = {
  table_catalog: TEXT,
  table_schema: TEXT,
  table_name: TEXT,
  column_name: TEXT,
  ordinal_position: INTEGER,
  data_type: TEXT,
  is_generated: TEXT,
  is_nullable: TEXT,
  generation_expression: TEXT,
  column_default: TEXT,
  character_maximum_length: INTEGER,
  character_octet_length: INTEGER,
  numeric_precision: INTEGER,
  numeric_precision_radix: INTEGER,
  numeric_scale: INTEGER,
  datetime_precision: INTEGER,
  interval_type: TEXT,
  interval_precision: INTEGER,
  character_set_catalog: TEXT,
  character_set_schema: TEXT,
  character_set_name: TEXT,
  collation_catalog: TEXT,
  collation_schema: TEXT,
  collation_name: TEXT,
  domain_catalog: TEXT,
  domain_schema: TEXT,
  domain_name: TEXT,
  udt_catalog: TEXT,
  udt_schema: TEXT,
  udt_name: TEXT,
  is_identity: BOOLEAN,
  identity_generation: TEXT,
  identity_start: TEXT,
  identity_increment: TEXT,
  identity_maximum: TEXT,
  identity_minimum: TEXT,
  identity_cycle: BOOLEAN,
  check_references: TEXT,
  check_action: INTEGER,
  'column_details.name': TEXT,
  'column_details.oid': BIGINT,
  'column_details.path': arrayOf(TEXT),
  'column_details.policy': TEXT,
};

function tableColumns(table: Table): Described[] {
  return table.columns.map((column) => ({
    schema: table.schema,
    table: table.name,
    path: column.path,
    type: column.type,
    position: column.position,
    nullable: !column.notNull && !isKey(table, column),
    column,
  }));
}

/** Columns without a table's own definition: objects' keys come right after them. */
function plainColumns(
  { schema, name }: { schema: string; name: string },
  columns: Array<{ name: string; type: Type }>,
  nullable: (column: string) => boolean,
  withKeys: boolean,
): Described[] {
  const all = columns.flatMap((it) => [
    { path: [it.name], type: it.type },
    ...(withKeys ? keysOf([it.name], it.type) : []),
  ]);
  return all.map(({ path, type }, i) => ({
    schema,
    table: name,
    path,
    type,
    position: i + 1,
    nullable: path.length > 1 || nullable(path[0] ?? ''),
  }));
}

function constraints(table: Table): Row[] {
  const own = { schema: table.schema, table: table.name };
  const rows =
    table.primaryKey.length > 0 ? [{ ...own, name: table.keyName, type: 'PRIMARY KEY' }] : [];
  const notNull = table.columns
    .filter((it) => it.notNull || isKey(table, it))
    .map((it) => ({
      ...own,
      name: `${table.schema}_${table.name}_${it.name}_not_null`,
      type: 'CHECK',
    }));
  const checks = table.checks.map((it) => ({ ...own, name: it.name, type: 'CHECK' }));
  return [...rows, ...notNull, ...checks].map((it) => ({
    constraint_catalog: 'crate',
    constraint_schema: it.schema,
    constraint_name: it.name,
    table_catalog: 'crate',
    table_schema: it.schema,
    table_name: it.table,
    constraint_type: it.type,
    is_deferrable: 'NO',
    initially_deferred: 'NO',
  }));
}

function partitionRows(table: Table): Row[] {
  return [...table.store.partitions].map(([ident, values]) => ({
    table_schema: table.schema,
    table_name: table.name,
    partition_ident: ident,
    values,
    number_of_shards: table.shards,
    number_of_replicas: table.replicas,
    routing_hash_function: 'Murmur3',
    closed: table.closed,
    version: { created: table.versionCreated, upgraded: null },
    settings: settingsOf(table),
  }));
}

const text = (names: string): Columns =>
  Object.fromEntries(names.split(' ').map((it) => [it, TEXT]));

/** The tables that are the same in all versions. */
const SAME: Record<string, Definition> = {
  key_column_usage: {
    columns: {
      ...text(
        'constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name column_name',
      ),
      ordinal_position: INTEGER,
    },
    rows: (context) =>
      visibleTables(context)
        .sort(byName)
        .flatMap((table) =>
          table.primaryKey.map((column, i) => ({
            constraint_catalog: 'crate',
            constraint_schema: table.schema,
            constraint_name: table.keyName,
            table_catalog: 'crate',
            table_schema: table.schema,
            table_name: table.name,
            column_name: columnAt(table, column)?.path[0] ?? column,
            ordinal_position: i + 1,
          })),
        ),
  },
  table_constraints: {
    columns: text(
      'constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name constraint_type is_deferrable initially_deferred',
    ),
    rows: (context) => visibleTables(context).sort(byName).flatMap(constraints),
  },
  referential_constraints: {
    columns: text(
      'constraint_catalog constraint_schema constraint_name unique_constraint_catalog unique_constraint_schema unique_constraint_name match_option update_rule delete_rule',
    ),
    rows: () => [],
  },
  table_partitions: {
    columns: {
      ...text('table_schema table_name partition_ident number_of_replicas routing_hash_function'),
      values: TEXTS,
      number_of_shards: INTEGER,
      closed: BOOLEAN,
      'version.created': TEXT,
      'version.upgraded': TEXT,
      ...SETTINGS_COLUMNS,
    },
    rows: (context) => visibleTables(context).flatMap(partitionRows),
  },
  views: {
    columns: {
      ...text('table_catalog table_schema table_name view_definition check_option owner'),
      is_updatable: BOOLEAN,
    },
    rows: (context) =>
      visibleViews(context).map((it) => ({
        table_catalog: 'crate',
        table_schema: it.schema,
        table_name: it.name,
        view_definition: it.text,
        check_option: 'NONE',
        is_updatable: false,
        owner: it.owner,
      })),
  },
  schemata: {
    columns: text('catalog_name schema_name'),
    rows: (context) =>
      schemaNames(context.database).map((schema_name) => ({ catalog_name: 'crate', schema_name })),
  },
  routines: {
    columns: text('routine_name routine_type routine_schema specific_name routine_body data_type'),
    rows: () => [],
  },
  character_sets: {
    columns: text('character_set_catalog character_set_schema character_set_name'),
    rows: () => [],
  },
};

/** `is_nullable` has another type before 6.1: so the tables depend on the version. */
export function informationSchema(version: string, others: Others): Record<string, Definition> {
  const nullable = atLeast(version, '6.1.0') ? TEXT : BOOLEAN;
  return {
    ...SAME,
    tables: {
      columns: TABLE_COLUMNS,
      primaryKey: ['table_catalog', 'table_schema', 'table_name'],
      rows: (context) => [
        ...visibleTables(context)
          .sort(byName)
          .map((it) => tableRow(it, version)),
        ...visibleViews(context).map((it) => ({
          ...system(it),
          table_type: 'VIEW',
          reference_generation: 'SYSTEM GENERATED',
        })),
        ...others.system(context).map(system),
      ],
    },
    columns: {
      columns: { ...COLUMN_COLUMNS, is_nullable: nullable },
      primaryKey: ['table_catalog', 'table_name', 'table_schema', 'column_name'],
      rows(context) {
        const described = [
          ...visibleTables(context).sort(byName).flatMap(tableColumns),
          ...visibleViews(context).flatMap((view) =>
            plainColumns(view, others.columnsOfView(view, context), () => true, false),
          ),
          ...others.system(context).flatMap((it) => plainColumns(it, it.fields, () => true, true)),
        ];
        return described.map((it) => columnRow(it, version));
      },
    },
  };
}
