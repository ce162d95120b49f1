import { hasPrivilege } from '../catalog/roles.ts';
import type { View } from '../catalog/table.ts';
import { unsupported } from '../errors.ts';
import type { CallContext } from '../expressions/context.ts';
import type { Type } from '../values/type.ts';
import { atLeast } from '../version.ts';
import { type Definition, fieldsOf, type SystemRelation, valuesOf } from './define.ts';
import { informationSchema } from './information-schema.ts';
import { PG_CATALOG } from './pg-catalog.ts';
import { SINCE, SYS } from './sys.ts';

export type { SystemRelation } from './define.ts';

type Described = { fields: SystemRelation['fields']; definition: Definition };

const described = new WeakMap<Definition, Described>();

function describe(definition: Definition): Described {
  const known = described.get(definition);
  if (known) return known;
  const made = { fields: fieldsOf(definition.columns), definition };
  described.set(definition, made);
  return made;
}

const informationByVersion = new Map<boolean, Record<string, Definition>>();

function informationOf(version: string): Record<string, Definition> {
  const modern = atLeast(version, '6.1.0');
  const known = informationByVersion.get(modern);
  if (known) return known;
  const made = informationSchema(version, { system: allSystemRelations, columnsOfView });
  informationByVersion.set(modern, made);
  return made;
}

/** A view's columns; none where what it reads is gone. */
function columnsOfView(view: View, context: CallContext): Array<{ name: string; type: Type }> {
  try {
    return context.viewColumns(view);
  } catch {
    return [];
  }
}

function definitionsOf(schema: string, version: string): Record<string, Definition> {
  if (schema === 'sys') return SYS;
  if (schema === 'information_schema') return informationOf(version);
  return schema === 'pg_catalog' ? PG_CATALOG : {};
}

/** What CrateDB has beside the sandbox's: refused as such, and not as if it did not exist. */
const ELSEWHERE: Record<string, string> = {
  sys: 'jobs_metrics operations_log snapshot_restore summits',
  information_schema:
    'administrable_role_authorizations applicable_roles character_sets collations constraint_column_usage enabled_roles foreign_server_options foreign_servers foreign_table_options foreign_tables role_table_grants routines sql_features user_mapping_options user_mappings view_column_usage',
  pg_catalog:
    'pg_am pg_attrdef pg_attribute pg_auth_members pg_constraint pg_cursors pg_depend pg_event_trigger pg_index pg_indexes pg_locks pg_matviews pg_proc pg_publication pg_publication_tables pg_range pg_shdescription pg_stats pg_subscription pg_subscription_rel pg_tablespace pg_type pg_user',
};

function isElsewhere(schema: string, name: string): boolean {
  return (ELSEWHERE[schema] ?? '').split(' ').includes(name);
}

/**
 * A table of `sys`, `information_schema` or `pg_catalog`.
 * Throws for one that a real CrateDB has and the sandbox lacks.
 */
export function systemRelation(
  schema: string,
  name: string,
  context: CallContext,
): SystemRelation | undefined {
  const definitions = definitionsOf(schema, context.version);
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (!definition) {
    if (isElsewhere(schema, name)) throw unsupported(`The sandbox does not know ${schema}.${name}`);
    return undefined;
  }
  const since = schema === 'sys' ? SINCE[name] : undefined;
  if (since !== undefined && !atLeast(context.version, since)) return undefined;
  const { fields } = describe(definition);
  return {
    kind: 'system',
    schema,
    name,
    fields,
    rows: () => definition.rows(context).map((row) => valuesOf(row, fields)),
  };
}

function allSystemRelations(context: CallContext): SystemRelation[] {
  const { roles } = context.database;
  const sees = (ident: string) =>
    hasPrivilege(roles, context.user, 'any', { securable: 'TABLE', ident });
  return ['information_schema', 'pg_catalog', 'sys'].flatMap((schema) =>
    Object.keys(definitionsOf(schema, context.version))
      .sort()
      .filter((name) => sees(`${schema}.${name}`))
      .flatMap((name) => systemRelation(schema, name, context) ?? []),
  );
}
