/** Choosing a table of a cluster, and asking the cluster about it. */
import { isProblem, Problem } from '../base/problem.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import type { SqlClient } from '../clients/sql/client.ts';
import { listTables, readTable, type Table } from '../clients/sql/columns.ts';
import type { TableName } from '../clients/sql/identifiers.ts';
import { shorten } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText } from '../kit/text.ts';
import { chosenCluster, isClusterId, oneClusterField } from '../vocabulary/clusters/choose.ts';
import { knownUnreachable, whySilent, whyUnreachable } from '../vocabulary/clusters/reach.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { errorOf, refusalOf } from '../vocabulary/clusters/unreachable.ts';
import { labelOfTable } from './names.ts';

/** A step ends after 25 seconds; what a statement has not done by then is told. */
const STATEMENT_MS = 22_000;

const cluster = { ...oneClusterField, required: true, altersDynamicFields: true } as const;

const schema = {
  key: 'schema',
  label: 'Only Tables of Schema',
  dynamic: 'schema.id.label',
  dependsOn: ['cluster_id'],
  helpText: 'Narrows the list of tables. Leave blank for all schemas.',
} as const;

const table = {
  key: 'table',
  label: 'Table',
  required: true,
  dynamic: 'table.id.label',
  dependsOn: ['cluster_id'],
  altersDynamicFields: true,
  helpText: 'Choose a table, or enter its schema and name, such as doc.orders.',
} as const;

/** Cluster and table of a step that reads: views as well. The schema narrows the tables, so it stands before them. */
export const sourceFields = [
  cluster,
  schema,
  {
    ...table,
    label: 'Table or View',
    dynamic: 'table_or_view.id.label',
    helpText: 'Choose a table or view, or enter its schema and name, such as doc.orders.',
  },
] as const;

/** Cluster, schema and table of a step that writes. */
export const targetFields = [cluster, schema, table] as const;

/** Where a statement without a table is sent. */
export const statementClusterField = { ...oneClusterField, required: true } as const;

/** Of steps that are not repeated by themselves. */
export const lostReplyNote = {
  key: 'lost_reply',
  label: 'If the Reply Is Lost',
  type: 'copy',
  helpText:
    'The cluster completes what it has received. If its reply is lost, the step stops with “this may have happened”: check before you run it again.',
} as const;

type Chosen = {
  cluster_id: string | undefined;
  schema: string | undefined;
  table: string | undefined;
};

/** A table of a cluster, and the way to ask it. */
export type TablePlace = { cluster: Cluster; sql: SqlClient; table: Table };

/** The table that the fields name; null while a form has none of both. */
export async function placeOf(run: Run<Chosen>): Promise<TablePlace | null> {
  const { cluster_id: clusterText, table: tableText } = run.input;
  if (clusterText === undefined || tableText === undefined) return null;
  const { cluster, sql } = await reached(run, clusterText);
  const { schema } = run.input;
  const table = await asked(run, cluster, () => chosenTable(sql, cluster, tableText, schema));
  if (schema === undefined || isSameText(table.schema, schema)) return { cluster, sql, table };
  throw refuse(
    `table ${labelOfTable(table)} is not in schema “${shorten(schema)}”`,
    'Leave “Only Tables of Schema” blank, or choose a table of that schema.',
  );
}

type Required = { cluster_id: string; schema: string | undefined; table: string };

/** The table that a step reads. */
export async function sourceOf(run: Run<Required>): Promise<TablePlace> {
  const place = await placeOf(run);
  if (place === null) throw refuse('no table is chosen', 'Choose a cluster and a table.');
  if (!place.table.closed) return place;
  throw refuse(
    `table ${place.table.schema}.${place.table.name} is closed`,
    'Open it (ALTER TABLE … OPEN), or choose another one.',
  );
}

/** The table that a step writes to; never a view. */
export async function targetOf(run: Run<Required>): Promise<TablePlace> {
  const place = await sourceOf(run);
  if (!place.table.isView) return place;
  throw refuse(
    `${place.table.schema}.${place.table.name} is a view, and views cannot be written to`,
    'Choose the table behind it.',
  );
}

/** The cluster by its id or name, if it can be asked at all. */
export async function reached(run: Run<unknown>, clusterText: string) {
  if (isClusterId(clusterText)) run.expectSql(clusterText.toLowerCase());
  const cluster = await chosenCluster(run, clusterText);
  const known = knownUnreachable(cluster);
  if (known) throw refusalOf(known);
  return { cluster, sql: run.sql(cluster, STATEMENT_MS) };
}

/**
 * Does something by SQL, and tells why the cluster cannot be asked in a user's terms.
 *
 * @throws Refusal what has to be changed first
 * @throws Problem what the statement itself met, and what may pass or may have happened
 */
export async function asked<T>(
  run: Run<unknown>,
  cluster: Cluster,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.maybeDone) throw perhapsKeptOut(cluster, error);
    const unreachable = await whyUnreachable(run, cluster, error);
    if (unreachable === null) {
      if (!isProblem(error, 'not_found')) throw error;
      // A table or column that went while the step ran; a search must not call it "nothing found".
      throw refuse(error.message, 'Choose the table and its columns anew in the step.');
    }
    throw errorOf(unreachable, error);
  }
}

/** A write that got no answer may have happened; but what keeps Zapier out is worth a word. */
function perhapsKeptOut(cluster: Cluster, error: Problem): Problem {
  const isSilent = isProblem(error, 'no_answer');
  if (!isSilent || whySilent(cluster).reason !== 'ip_allowlist') return error;
  const words = `${error.message}; its IP allowlist may keep Zapier out`;
  return new Problem(error.kind, words, { source: error.source, maybeDone: true });
}

/** `schema.name`, or a name alone; exactly, or without case where only one is meant. */
async function chosenTable(
  sql: SqlClient,
  cluster: Cluster,
  text: string,
  schema: string | undefined,
): Promise<Table> {
  for (const name of namesIn(text, schema)) {
    const table = await readTable(sql, name);
    if (table) return table;
  }
  const tables = await listTables(sql);
  const meant = tables.filter(
    (one) => isSameText(labelOfTable(one), text) || isSameText(one.name, text),
  );
  const [only] = meant;
  const table = only && meant.length === 1 ? await readTable(sql, only) : null;
  if (table) return table;
  const where = `on cluster ${nameOf(cluster)} that this API key’s user may see`;
  if (tables.length === 0) {
    throw refuse(`there is no table ${where}`, 'Ask an admin for the privileges on its schema.');
  }
  const candidates = (meant.length > 0 ? meant : tables).slice(0, 4).map(labelOfTable).join(', ');
  throw meant.length > 1
    ? refuse(`${meant.length} tables are named “${shorten(text)}”`, `Choose one: ${candidates}.`)
    : refuse(`there is no table “${shorten(text)}” ${where}`, `There are: ${candidates}.`);
}

/** The names that a text can mean as it stands. CrateDB: no name of a schema or table has a dot. */
function namesIn(text: string, schema: string | undefined): TableName[] {
  const [first = '', second] = text.split('.').map((part) => part.replace(/^"(.*)"$/, '$1'));
  if (second !== undefined) return [{ schema: first, name: second }];
  return [{ schema: schema ?? 'doc', name: first }];
}
