import { hasPrivilege } from '../catalog/roles.ts';
import type { View } from '../catalog/table.ts';
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

/** A table of `sys`, `information_schema` or `pg_catalog`, as far as the sandbox has it. */
export function systemRelation(
  schema: string,
  name: string,
  context: CallContext,
): SystemRelation | undefined {
  const definitions = definitionsOf(schema, context.version);
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (!definition) return undefined;
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
