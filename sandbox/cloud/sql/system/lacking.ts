/** Columns of system tables that CrateDB 6.4.3 has, measured, and the sandbox has not: it says so. */
const LACKING: Record<string, string> = {
  'information_schema.character_sets':
    'character_repertoire default_collate_catalog default_collate_name default_collate_schema form_of_use',
  'information_schema.routines': 'is_deterministic routine_definition',
  'pg_catalog.pg_class':
    'relacl relallvisible relam relchecks relfilenode relforcerowsecurity relfrozenxid relhasindex relhasrules relhassubclass relhastriggers relispartition relispopulated relisshared relminmxid relnatts reloftype reloptions relpages relpartbound relpersistence relreplident relrewrite relrowsecurity reltablespace reltoastrelid reltuples reltype',
  'pg_catalog.pg_namespace': 'nspacl',
  'pg_catalog.pg_roles':
    'rolbypassrls rolconfig rolconnlimit rolcreatedb rolcreaterole rolinherit rolpassword rolreplication rolvaliduntil',
  'pg_catalog.pg_settings':
    'boot_val category context enumvals extra_desc max_val min_val pending_restart reset_val source sourcefile sourceline unit vartype',
  'pg_catalog.pg_tables': 'hasrules hastriggers rowsecurity',
  'sys.jobs_metrics': 'percentiles total_affected_row_count',
  'sys.segments': 'fully_merged_docs merge_id',
  'sys.shards': 'flush_stats merge_stats partition_uuid refresh_stats',
  'sys.snapshot_restore': 'shards',
};

/** Whether a column is one of CrateDB's that the sandbox lacks. */
export const isLacking = (schema: string, relation: string, column: string): boolean =>
  LACKING[`${schema}.${relation}`]?.split(' ').includes(column) ?? false;
