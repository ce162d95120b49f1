/** The table that Record Cluster Usage fills: its columns, and the statements about it. */
import { refuse } from '../../kit/errors.ts';

/**
 * One row for each node and time slot. The months are partitions, so that old ones can be dropped whole. All
 * columns but the key may be null: a node that does not answer has a row that says so.
 */
const COLUMNS = {
  month: 'TEXT NOT NULL',
  time: 'TIMESTAMP WITH TIME ZONE NOT NULL',
  cluster_id: 'TEXT NOT NULL',
  node: 'TEXT NOT NULL',
  cluster_name: 'TEXT',
  measured_at: 'TIMESTAMP WITH TIME ZONE',
  storage_used_percent: 'DOUBLE PRECISION',
  storage_used_bytes: 'BIGINT',
  storage_size_bytes: 'BIGINT',
  cpu_percent: 'DOUBLE PRECISION',
  heap_used_percent: 'DOUBLE PRECISION',
  load_per_core: 'DOUBLE PRECISION',
  shards: 'INTEGER',
} as const;

export type Row = Readonly<Record<keyof typeof COLUMNS, string | number | null>>;

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

const KEY = '"month", "time", "cluster_id", "node"';

const DEFAULT_TABLE = 'doc.cluster_usage';

export const tableField = {
  key: 'history_table',
  label: 'History Table',
  default: DEFAULT_TABLE,
  helpText: 'Schema and table name in lower case, or in double quotes: "My-Schema"."Usage".',
} as const;

const PLAIN = '[a-z_][a-z0-9_]*';
/** CrateDB: what a quoted name of a schema or table cannot hold. */
const QUOTED = '"[^"\\\\/*?<>|,#.\\s]+"';
const NAME = new RegExp(`^(?:(${PLAIN}|${QUOTED})\\.)?(${PLAIN}|${QUOTED})$`);

/** The table as it stands in a statement, in double quotes; those of the field keep other letters as they are. */
export function readTable(text: string): string {
  const [, schema = 'doc', name] = NAME.exec(text.trim()) ?? [];
  const [inSchema, named] = [bare(schema), bare(name ?? '')];
  if (named === '' || /^(sys|information_schema|pg_catalog|blob|gc)$/.test(inSchema)) {
    throw refuse(
      `“${text.slice(0, 40)}” is not the name of a table that can be written to`,
      `Use small letters, digits and underscores, such as ${DEFAULT_TABLE}, or double quotes around a name.`,
    );
  }
  return `"${inSchema}"."${named}"`;
}

const bare = (name: string) => name.replaceAll('"', '');

/** The table as the field takes it again: with quotes only where it needs them. */
export function tableWord(table: string): string {
  return new RegExp(`^"${PLAIN}"\\."${PLAIN}"$`).test(table) ? bare(table) : table;
}

/** Made when it is not there: one shard a month is enough for years of hundreds of nodes. */
export const createStatement = (table: string): string =>
  `CREATE TABLE IF NOT EXISTS ${table} (${NAMES.map((name) => `"${name}" ${COLUMNS[name]}`).join(', ')},
  PRIMARY KEY (${KEY})) CLUSTERED INTO 1 SHARDS PARTITIONED BY ("month") WITH (number_of_replicas = '0-1')`;

/** A row that is there already stays as it is, so that a repetition changes nothing. */
export const insertStatement = (table: string): string =>
  `INSERT INTO ${table} (${NAMES.map((name) => `"${name}"`).join(', ')})
  VALUES (${NAMES.map(() => '?').join(', ')}) ON CONFLICT (${KEY}) DO NOTHING`;

export const valuesOf = (row: Row): unknown[] => NAMES.map((name) => row[name]);

/** Whole partitions: CrateDB drops them without reading a row. */
export const dropStatement = (table: string): string => `DELETE FROM ${table} WHERE "month" < ?`;

export const oldestStatement = (table: string): string => `SELECT MIN("month") FROM ${table}`;

/** The month of a time, as partitions are named: `2026-03`, in UTC. */
export const monthOf = (at: Date): string => at.toISOString().slice(0, 7);

/** The month so many months before. */
export function monthBefore(at: Date, months: number): string {
  return monthOf(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1)));
}
