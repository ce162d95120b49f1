import { readStatement } from '../ast/statements.ts';
import { schemaNames } from '../catalog/database.ts';
import { quoteIfNeeded, similarNames } from '../catalog/names.ts';
import { hasPrivilege, type PrivilegeType, seesSchema } from '../catalog/roles.ts';
import { fqn, roots, type Table, type View } from '../catalog/table.ts';
import {
  missingPrivilege,
  notAllowed,
  parseError,
  relationUnknown,
  schemaUnknown,
} from '../errors.ts';
import type { CallContext, Scope } from '../expressions/context.ts';
import { parseStatement } from '../grammar/parse.ts';
import { type SystemRelation, systemRelation } from '../system/relations.ts';
import { settleRefresh } from './refresh.ts';
import { type Source, tableFields, tableRow } from './source.ts';

export type Found = Table | View | SystemRelation;

/** Schemas that everybody may read: they show only what one has a privilege for. */
const OPEN = ['information_schema', 'pg_catalog'];

/** What a name stands for: in its schema, else in the schemas of the search path. */
export function findRelation(name: string[], context: CallContext): Found {
  const { database, session, user } = context;
  if (name.length > 3 || (name.length === 3 && name[0] !== 'crate')) {
    throw parseError(`Unexpected catalog name: ${name[0]}. Only available catalog is crate`);
  }
  const [table = '', schema] = [...name].reverse();
  const at = (where: string): Found | undefined => {
    const key = `${where}.${table}`;
    return (
      database.views.get(key) ?? database.tables.get(key) ?? systemRelation(where, table, context)
    );
  };
  const visible = (where: string): string[] =>
    [...database.tables.values()]
      .filter((it) => it.schema === where)
      .filter((it) =>
        hasPrivilege(database.roles, user, 'any', { securable: 'TABLE', ident: fqn(it) }),
      )
      .map((it) => it.name);
  if (schema === undefined) {
    const path = ['pg_catalog', ...session.searchPath()];
    for (const where of path) {
      const found = at(where);
      if (found) return found;
    }
    const similar = similarNames(table, visible(session.currentSchema()));
    throw relationUnknown(table, similar.slice(0, 5).map(quoteIfNeeded));
  }
  const found = at(schema);
  if (found) return found;
  if (!schemaNames(database).includes(schema)) {
    const similar = similarNames(
      schema,
      schemaNames(database).filter((it) => seesSchema(database.roles, user, it)),
    );
    throw schemaUnknown(schema, similar.slice(0, 5).map(quoteIfNeeded));
  }
  throw relationUnknown(
    `${schema}.${table}`,
    similarNames(table, visible(schema)).slice(0, 5).map(quoteIfNeeded),
  );
}

/** Throws as CrateDB does: without any privilege even the schema is unknown. */
export function checkPrivilege(found: Found, type: PrivilegeType, context: CallContext): void {
  const { database, user } = context;
  const { roles } = database;
  if (OPEN.includes(found.schema)) return;
  const ident = fqn(found);
  const securable = found.kind === 'view' ? 'VIEW' : 'TABLE';
  if (found.schema === 'gc' && !roles.get(user)?.superuser) throw missingPrivilege(type, user);
  if (hasPrivilege(roles, user, type, { securable, ident })) return;
  if (hasPrivilege(roles, user, 'any', { securable, ident })) throw missingPrivilege(type, user);
  if (seesSchema(roles, user, found.schema)) throw relationUnknown(ident);
  throw schemaUnknown(found.schema);
}

export function checkReadable(table: Table): void {
  if (table.closed) throw notAllowed(fqn(table), 'READ', true);
  if (table.settings.get('blocks.read') === true) throw notAllowed(fqn(table), 'READ');
}

/** A relation that a FROM clause names. */
export function relationSource(name: string[], scope: Scope): Source {
  const { context } = scope;
  const only = name.length === 1 ? scope.named?.get(name[0] ?? '') : undefined;
  if (only) return { name: name[0] ?? '', fields: only.columns, rows: (outer) => only.run(outer) };
  const found = findRelation(name, context);
  checkPrivilege(found, 'DQL', context);
  if (found.kind === 'view') return viewSource(found, context);
  if (found.kind === 'system') {
    return {
      schema: found.schema,
      name: found.name,
      fields: found.fields,
      rows: () => found.rows(),
    };
  }
  checkReadable(found);
  const names = roots(found).map(({ path }) => path[0] ?? '');
  return {
    schema: found.schema,
    name: found.name,
    fields: tableFields(found),
    table: found,
    *rows() {
      settleRefresh(found, context);
      for (const doc of found.store.visible()) yield tableRow(names, doc);
    },
  };
}

/** A view reads with the rights of who made it. */
function viewSource(view: View, context: CallContext): Source {
  const prepared = prepareView(view, context);
  return {
    schema: view.schema,
    name: view.name,
    fields: prepared.columns,
    rows: (outer) => prepared.run(outer),
  };
}

export function prepareView(view: View, context: CallContext) {
  const tree = parseStatement(view.text, context.version);
  const statement = tree && readStatement(tree, view.text);
  if (statement?.kind !== 'query') throw parseError(`The view ${fqn(view)} has no query`);
  return context.as(view.owner).prepare(statement.query);
}
