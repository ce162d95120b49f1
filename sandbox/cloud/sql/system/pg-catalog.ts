/** Of `pg_catalog` what clients ask for when they look around: schemas, relations, settings, users. */
import { schemaNames } from '../catalog/database.ts';
import { murmur3 } from '../catalog/routing.ts';
import { fqn } from '../catalog/table.ts';
import type { CallContext } from '../expressions/context.ts';
import { arrayOf, BOOLEAN, INTEGER, REAL, TEXT } from '../values/type.ts';
import type { Definition } from './define.ts';
import { visibleTables, visibleViews } from './information-schema.ts';

const oid = (name: string): number => murmur3(name);

const relations = (context: CallContext) => [
  ...visibleTables(context).map((it) => ({ ...it, relkind: 'r' })),
  ...visibleViews(context).map((it) => ({ ...it, relkind: 'v' })),
];

export const PG_CATALOG: Record<string, Definition> = {
  pg_namespace: {
    columns: { oid: INTEGER, nspname: TEXT, nspowner: INTEGER },
    rows: ({ database }) =>
      schemaNames(database).map((name) => ({ oid: oid(name), nspname: name, nspowner: 0 })),
  },
  pg_class: {
    columns: {
      oid: INTEGER,
      relname: TEXT,
      relnamespace: INTEGER,
      relkind: TEXT,
      relowner: INTEGER,
    },
    rows: (context) =>
      relations(context).map((it) => ({
        oid: oid(fqn(it)),
        relname: it.name,
        relnamespace: oid(it.schema),
        relkind: it.relkind,
        relowner: 0,
      })),
  },
  pg_tables: {
    columns: {
      schemaname: TEXT,
      tablename: TEXT,
      tableowner: TEXT,
      tablespace: TEXT,
      hasindexes: BOOLEAN,
    },
    rows: (context) =>
      visibleTables(context).map((it) => ({
        schemaname: it.schema,
        tablename: it.name,
        hasindexes: true,
      })),
  },
  pg_views: {
    columns: { schemaname: TEXT, viewname: TEXT, viewowner: TEXT, definition: TEXT },
    rows: (context) =>
      visibleViews(context).map((it) => ({
        schemaname: it.schema,
        viewname: it.name,
        viewowner: it.owner,
        definition: it.text,
      })),
  },
  pg_settings: {
    columns: { name: TEXT, setting: TEXT, short_desc: TEXT },
    rows: ({ session }) =>
      session.settings().map(({ name, value, description }) => ({
        name,
        setting: value,
        short_desc: description,
      })),
  },
  pg_roles: {
    columns: { oid: INTEGER, rolname: TEXT, rolsuper: BOOLEAN, rolcanlogin: BOOLEAN },
    rows: ({ database }) =>
      [...database.roles.values()].map((it) => ({
        oid: oid(it.name),
        rolname: it.name,
        rolsuper: it.superuser,
        rolcanlogin: it.user,
      })),
  },
  pg_database: {
    columns: {
      oid: INTEGER,
      datname: TEXT,
      datdba: INTEGER,
      encoding: INTEGER,
      datcollate: TEXT,
      datctype: TEXT,
      datistemplate: BOOLEAN,
      datallowconn: BOOLEAN,
      datconnlimit: INTEGER,
      datlastsysoid: INTEGER,
      datfrozenxid: INTEGER,
      datminmxid: INTEGER,
      dattablespace: INTEGER,
      datacl: arrayOf(TEXT),
    },
    rows: () => [
      {
        oid: oid('crate'),
        datname: 'crate',
        datdba: 1,
        encoding: 6,
        datcollate: 'en_US.UTF-8',
        datctype: 'en_US.UTF-8',
        datistemplate: false,
        datallowconn: true,
        datconnlimit: -1,
      },
    ],
  },
  pg_description: {
    columns: { objoid: INTEGER, classoid: INTEGER, objsubid: INTEGER, description: TEXT },
    rows: () => [],
  },
  pg_enum: {
    columns: { oid: INTEGER, enumtypid: INTEGER, enumsortorder: REAL, enumlabel: TEXT },
    rows: () => [],
  },
};
