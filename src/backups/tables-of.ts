import { concernsAll, isProblem } from '../base/problem.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import type { Run } from '../kit/run/run.ts';

const STATEMENT_MS = 6_000;

const STATEMENT = `SELECT table_schema, table_name FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('sys', 'information_schema', 'pg_catalog')`;

/** The tables of a cluster by SQL, `schema.name`; null when it cannot be asked, which stops no restore. */
export async function tablesOf(
  run: Run<unknown>,
  cluster: Cluster,
): Promise<ReadonlySet<string> | null> {
  if (cluster.suspended === true) return null;
  try {
    const { rows } = await run.sql(cluster, STATEMENT_MS).read(STATEMENT);
    return new Set(rows.map(([schema, name]) => `${schema}.${name}`));
  } catch (error) {
    if (concernsAll(error) || !isProblem(error)) throw error;
    return null;
  }
}
