import { literal } from './dialect.ts';
import { SYS_TABLES, systemColumns } from './system-tables.ts';

/**
 * What the engine gets once at its start. The views of `sys` and `information_schema` are the
 * same for all clusters: they read whose turn it is from settings of the running transaction:
 *   crate.now           the sandbox's clock, ISO 8601
 *   crate.prefix        begins the names of the engine schemas of this world and cluster
 *   crate.sys_<table>   the rows of sys.<table>, as JSON
 */

const ENGINE_TYPES: Record<string, string> = {
  text: 'text',
  boolean: 'boolean',
  smallint: 'smallint',
  integer: 'integer',
  bigint: 'bigint',
  'double precision': 'double precision',
  'timestamp with time zone': 'timestamptz',
};

function sysView(table: string): string {
  const columns = systemColumns(table)
    .filter(({ path }) => path.length === 1)
    .map(({ path, type }) => `"${path[0]}" ${ENGINE_TYPES[type] ?? 'jsonb'}`);
  const rows = `coalesce(nullif(current_setting('crate.sys_${table}', true), ''), '[]')::jsonb`;
  return `CREATE VIEW sys."${table}" AS SELECT * FROM jsonb_to_recordset(${rows}) AS t(${columns});`;
}

/** CrateDB lists a path inside an object as a column of its own: fs['total']['used']. */
function columnRows(table: string): string[] {
  return systemColumns(table).map(({ path, type }, i) => {
    const name =
      path[0] +
      path
        .slice(1)
        .map((key) => `['${key}']`)
        .join('');
    return `('sys', ${literal(table)}, ${literal(name)}, ${i + 1}, ${literal(type)}, ARRAY[${path.slice(1).map(literal).join(', ')}]::text[])`;
  });
}

const FUNCTIONS = `
CREATE FUNCTION crate.now() RETURNS timestamptz LANGUAGE sql STABLE
  AS $$ SELECT current_setting('crate.now')::timestamptz $$;
CREATE FUNCTION crate.version() RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT 'CrateDB ' || current_setting('crate.version') $$;
CREATE FUNCTION crate.gen_random_text_uuid() RETURNS text LANGUAGE sql VOLATILE
  AS $$ SELECT replace(gen_random_uuid()::text, '-', '') $$;
CREATE FUNCTION crate.object_keys(jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT array(SELECT jsonb_object_keys($1)) $$;
CREATE FUNCTION crate.texts(jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT CASE jsonb_typeof($1) WHEN 'array' THEN array(SELECT jsonb_array_elements_text($1)) END $$;
CREATE FUNCTION crate.to_timestamp(text) RETURNS timestamptz LANGUAGE sql STABLE STRICT
  AS $$ SELECT CASE WHEN $1 ~ '^-?[0-9]{5,}$' THEN to_timestamp($1::bigint / 1000.0) ELSE $1::timestamptz END $$;

-- CrateDB takes a number for a timestamp: milliseconds since 1970.
CREATE FUNCTION crate.from_ms(bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT to_timestamp($1 / 1000.0) $$;
CREATE FUNCTION crate.from_ms(integer) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT to_timestamp($1 / 1000.0) $$;
CREATE FUNCTION crate.local_from_ms(bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT to_timestamp($1 / 1000.0) AT TIME ZONE 'UTC' $$;
CREATE FUNCTION crate.to_ms(timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT floor(extract(epoch FROM $1) * 1000)::bigint $$;
CREATE FUNCTION crate.to_ms(timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT floor(extract(epoch FROM $1) * 1000)::bigint $$;
CREATE FUNCTION crate.to_point(numeric[]) RETURNS point LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT point($1[1]::float8, $1[2]::float8) $$;
CREATE FUNCTION crate.list(jsonb[]) RETURNS jsonb LANGUAGE sql IMMUTABLE STRICT
  AS $$ SELECT to_jsonb($1) $$;
CREATE CAST (bigint AS timestamptz) WITH FUNCTION crate.from_ms(bigint) AS IMPLICIT;
CREATE CAST (integer AS timestamptz) WITH FUNCTION crate.from_ms(integer) AS IMPLICIT;
CREATE CAST (bigint AS timestamp) WITH FUNCTION crate.local_from_ms(bigint) AS ASSIGNMENT;
CREATE CAST (timestamptz AS bigint) WITH FUNCTION crate.to_ms(timestamptz);
CREATE CAST (timestamp AS bigint) WITH FUNCTION crate.to_ms(timestamp);
CREATE CAST (text[] AS timestamptz[]) WITH INOUT AS ASSIGNMENT;
CREATE CAST (text[] AS inet[]) WITH INOUT AS ASSIGNMENT;
CREATE CAST (jsonb[] AS jsonb) WITH FUNCTION crate.list(jsonb[]) AS ASSIGNMENT;
CREATE CAST (numeric[] AS point) WITH FUNCTION crate.to_point(numeric[]) AS ASSIGNMENT;

-- Types inside objects are found by looking: CrateDB gives each new path a column when it first meets it.
CREATE FUNCTION crate.kind(v jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE jsonb_typeof(v)
    WHEN 'number' THEN CASE WHEN v::text ~ '^-?[0-9]+$' THEN 'bigint' ELSE 'double precision' END
    WHEN 'string' THEN 'text'
    WHEN 'array' THEN coalesce((SELECT CASE jsonb_typeof(e)
        WHEN 'number' THEN CASE WHEN bool_and(e::text ~ '^-?[0-9]+$') OVER () THEN 'bigint' ELSE 'double precision' END
        WHEN 'string' THEN 'text' ELSE jsonb_typeof(e) END
      FROM jsonb_array_elements(v) e WHERE jsonb_typeof(e) <> 'null' LIMIT 1), 'text') || '_array'
    ELSE jsonb_typeof(v) END
$$;
CREATE FUNCTION crate.merge(kinds text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN cardinality(kinds) = 1 THEN kinds[1]
    WHEN kinds <@ ARRAY['bigint', 'double precision'] THEN 'double precision'
    ELSE 'text' END
$$;
CREATE FUNCTION crate.observed(relation oid, col text) RETURNS TABLE(path text[], type text)
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE format($q$
    WITH RECURSIVE walk(path, v) AS (
      SELECT ARRAY[j.k], j.e FROM %1$s t,
        jsonb_each(CASE jsonb_typeof(t.%2$I) WHEN 'object' THEN t.%2$I END) AS j(k, e)
      UNION ALL
      SELECT w.path || j.k, j.e FROM walk w,
        jsonb_each(CASE jsonb_typeof(w.v) WHEN 'object' THEN w.v END) AS j(k, e))
    SELECT w.path, crate.merge(array_agg(DISTINCT crate.kind(w.v))) FROM walk w
    WHERE jsonb_typeof(w.v) <> 'null' GROUP BY w.path $q$, relation::regclass, col);
END $$;

-- What a column's comment declares, else what its values show.
CREATE FUNCTION crate.object_paths(relation oid, col text, comment jsonb)
RETURNS TABLE(path text[], type text) LANGUAGE sql STABLE AS $$
  WITH declared AS (
    SELECT array(SELECT jsonb_array_elements_text(key::jsonb)) AS path, value AS type
    FROM jsonb_each_text(coalesce(comment -> 'paths', '{}')))
  SELECT * FROM declared
  UNION ALL
  SELECT o.path, o.type FROM crate.observed(relation, col) o
  WHERE NOT EXISTS (SELECT FROM declared d WHERE d.path = o.path)
$$;

CREATE FUNCTION crate.type_name(type oid, comment jsonb) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(comment ->> 'type', CASE
    WHEN t.typcategory = 'A' THEN crate.type_name(t.typelem, NULL) || '_array'
    WHEN t.typname = 'jsonb' THEN 'object'
    WHEN t.typname = 'inet' THEN 'ip'
    WHEN t.typname = 'point' THEN 'geo_point'
    ELSE format_type(t.oid, NULL) END)
  FROM pg_catalog.pg_type t WHERE t.oid = type
$$;
`;

const INFORMATION_SCHEMA = `
CREATE VIEW crate.relations AS
  SELECT c.oid, substr(n.nspname, length(current_setting('crate.prefix')) + 1) AS table_schema,
    c.relname::text AS table_name, c.relkind, obj_description(c.oid, 'pg_class')::jsonb AS options
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE starts_with(n.nspname, current_setting('crate.prefix')) AND c.relkind IN ('r', 'v');

CREATE VIEW crate.own_columns AS
  SELECT r.table_schema, r.table_name, a.attname::text AS name, a.attnum, r.oid,
    crate.type_name(a.atttypid, d.comment) AS type, d.comment, NOT a.attnotnull AS nullable,
    pg_get_expr(f.adbin, f.adrelid) AS expression, a.attgenerated <> '' AS generated
  FROM crate.relations r
  JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum,
  LATERAL (SELECT col_description(r.oid, a.attnum)::jsonb AS comment) d;

CREATE VIEW crate_information_schema.tables AS
  SELECT 'crate'::text AS table_catalog, table_schema, table_name,
    CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'BASE TABLE' END AS table_type,
    (options ->> 'shards')::integer AS number_of_shards, options ->> 'replicas' AS number_of_replicas,
    options ->> 'clusteredBy' AS clustered_by, crate.texts(options -> 'partitionedBy') AS partitioned_by,
    options ->> 'columnPolicy' AS column_policy, CASE relkind WHEN 'r' THEN false END AS closed
  FROM crate.relations
  UNION ALL
  SELECT DISTINCT 'crate', table_schema, table_name, 'BASE TABLE', NULL::integer, NULL, NULL, NULL::text[], 'strict', NULL::boolean
  FROM crate.system_columns;

CREATE VIEW crate_information_schema.columns AS
  SELECT 'crate'::text AS table_catalog, table_schema, table_name, column_name,
    row_number() OVER (PARTITION BY table_schema, table_name ORDER BY number, column_name)::integer AS ordinal_position,
    data_type, is_nullable, column_default,
    CASE WHEN generation_expression IS NULL THEN 'NEVER' ELSE 'ALWAYS' END AS is_generated,
    generation_expression, column_details
  FROM (
    SELECT table_schema, table_name, name AS column_name, attnum::integer AS number, type AS data_type,
      nullable AS is_nullable, CASE WHEN NOT generated THEN expression END AS column_default,
      CASE WHEN generated THEN expression END AS generation_expression,
      jsonb_build_object('name', name, 'path', '[]'::jsonb) AS column_details
    FROM crate.own_columns
    UNION ALL
    SELECT c.table_schema, c.table_name,
      c.name || (SELECT string_agg('[''' || k || ''']', '' ORDER BY n) FROM unnest(p.path) WITH ORDINALITY AS u(k, n)),
      10000 + c.attnum::integer, p.type, true, NULL, NULL,
      jsonb_build_object('name', c.name, 'path', to_jsonb(p.path))
    FROM crate.own_columns c, LATERAL crate.object_paths(c.oid, c.name, c.comment) p
    WHERE c.type = 'object'
    UNION ALL
    SELECT table_schema, table_name, column_name, number, data_type, true, NULL, NULL,
      jsonb_build_object('name', split_part(column_name, '[', 1), 'path', to_jsonb(path))
    FROM crate.system_columns
  ) all_columns;

CREATE VIEW crate.keys AS
  SELECT r.table_schema, r.table_name, k.conname::text AS constraint_name, k.contype, k.conkey, k.conrelid
  FROM crate.relations r JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid;

CREATE VIEW crate_information_schema.table_constraints AS
  SELECT 'crate'::text AS constraint_catalog, table_schema AS constraint_schema, constraint_name,
    'crate'::text AS table_catalog, table_schema, table_name,
    CASE contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'CHECK' END AS constraint_type,
    'NO' AS is_deferrable, 'NO' AS initially_deferred
  FROM crate.keys WHERE contype IN ('p', 'c', 'n');

CREATE VIEW crate_information_schema.key_column_usage AS
  SELECT 'crate'::text AS constraint_catalog, k.table_schema AS constraint_schema, k.constraint_name,
    'crate'::text AS table_catalog, k.table_schema, k.table_name,
    a.attname::text AS column_name, u.n::integer AS ordinal_position
  FROM crate.keys k, unnest(k.conkey) WITH ORDINALITY AS u(attnum, n), pg_catalog.pg_attribute a
  WHERE k.contype = 'p' AND a.attrelid = k.conrelid AND a.attnum = u.attnum;

CREATE VIEW crate_information_schema.schemata AS
  SELECT 'crate'::text AS catalog_name, schema_name FROM (
    SELECT 'doc' UNION SELECT 'sys' UNION SELECT 'information_schema'
    UNION SELECT table_schema FROM crate.relations) s(schema_name);
`;

const INFORMATION_TABLES = [
  'tables',
  'columns',
  'table_constraints',
  'key_column_usage',
  'schemata',
];

export const ENGINE_SCHEMA = `
CREATE SCHEMA crate; CREATE SCHEMA sys; CREATE SCHEMA crate_information_schema;
SET search_path = crate;
CREATE TABLE crate.system_columns (table_schema text, table_name text, column_name text,
  number integer, data_type text, path text[]);
INSERT INTO crate.system_columns VALUES ${Object.keys(SYS_TABLES).flatMap(columnRows).join(',\n')};
${FUNCTIONS}
${Object.keys(SYS_TABLES).map(sysView).join('\n')}
SELECT set_config('crate.prefix', 'none_', false);
${INFORMATION_SCHEMA}
INSERT INTO crate.system_columns
  SELECT 'information_schema', c.relname, a.attname, a.attnum, crate.type_name(a.atttypid, NULL), '{}'
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  WHERE c.relnamespace = 'crate_information_schema'::regnamespace
    AND c.relname IN (${INFORMATION_TABLES.map(literal).join(', ')});
SET search_path = pg_catalog;
SET TIME ZONE 'UTC';
`;
