/** Writing measurements into the history table. */
import { isProblem } from '../../base/problem.ts';
import { MINUTE_MS } from '../../base/time.ts';
import type { Cluster } from '../../clients/cloud/clusters.ts';
import type { SqlClient } from '../../clients/sql/client.ts';
import { refuse } from '../../kit/errors.ts';
import type { Run } from '../../kit/run/run.ts';
import type { Measured } from '../../vocabulary/clusters/measure.ts';
import { knownUnreachable, whyUnreachable } from '../../vocabulary/clusters/reach.ts';
import { errorOf, refusalOf } from '../../vocabulary/clusters/unreachable.ts';
import { METRICS } from '../metrics.ts';
import {
  createStatement,
  dropStatement,
  insertStatement,
  monthBefore,
  monthOf,
  oldestStatement,
  type Row,
  tableWord,
  valuesOf,
} from './table.ts';

/** Making a table waits for all nodes of its cluster. */
const STATEMENT_MS = 10_000;

/** The beginning of the time slot of so many minutes. */
export function slotOf(at: Date, minutes: number): Date {
  const ms = minutes * MINUTE_MS;
  return new Date(Math.floor(at.getTime() / ms) * ms);
}

/** A row for each data node. What a node did not say is null, and never 0. */
export function rowsOf(measured: Measured, slot: Date, at: Date): Row[] {
  const { cluster, usage } = measured;
  return usage.map((node) => ({
    month: monthOf(slot),
    time: slot.toISOString(),
    cluster_id: cluster.id,
    node: node.name,
    cluster_name: cluster.name,
    measured_at: at.toISOString(),
    storage_used_percent: METRICS.storage_used_percent.of(node),
    storage_used_bytes: node.diskUsed,
    storage_size_bytes: node.diskSize,
    cpu_percent: METRICS.cpu_percent.of(node),
    heap_used_percent: METRICS.heap_used_percent.of(node),
    load_per_core: METRICS.load_per_core.of(node),
    shards: node.shards,
  }));
}

/** Writes rows, makes the table where it is not there, and says of each whether it is new. */
export async function writeRows(
  run: Run<unknown>,
  target: Cluster,
  table: string,
  rows: readonly Row[],
): Promise<boolean[]> {
  return atTarget(run, target, async (sql) => {
    const write = () => sql.writeMany(insertStatement(table), rows.map(valuesOf));
    const outcomes = await write().catch(async (error: unknown) => {
      if (!isProblem(error, 'not_found')) throw notOurs(error, table, target);
      await sql.write(createStatement(table));
      return await write().catch((again: unknown) => {
        throw notOurs(again, table, target);
      });
    });
    const failed = outcomes.find(({ rowCount }) => rowCount < 0);
    if (failed) {
      const why = failed.reason?.message ?? 'the cluster gave no reason';
      throw refuse(
        `rows could not be written to ${tableWord(table)}: ${why}`,
        'Check the table’s columns, and the storage of its cluster.',
      );
    }
    return outcomes.map(({ rowCount }) => rowCount > 0);
  });
}

/** A table or view that is there already and cannot take these rows is another one's. */
function notOurs(error: unknown, table: string, { name, id }: Cluster): unknown {
  if (!isProblem(error, 'refused', 'not_found', 'conflict') || error.source !== 'cluster') {
    return error;
  }
  return refuse(
    `${tableWord(table)} of cluster “${name ?? id}” is not a table that this step made: ${error.message}`,
    'Write another name to “Table”; it is made then.',
  );
}

/** Drops the partitions of months that are older; returns whether there was one. */
export async function dropOlder(
  run: Run<unknown>,
  target: Cluster,
  table: string,
  months: number,
): Promise<boolean> {
  const before = monthBefore(run.now(), months);
  return atTarget(run, target, async (sql) => {
    const { rows } = await sql.read(oldestStatement(table));
    const oldest = rows[0]?.[0];
    if (typeof oldest !== 'string' || oldest >= before) return false;
    await sql.write(dropStatement(table), [before]);
    return true;
  });
}

/** Asks the cluster that holds the history; what is wrong with it becomes one sentence. */
export async function atTarget<T>(
  run: Run<unknown>,
  target: Cluster,
  work: (sql: SqlClient) => Promise<T>,
): Promise<T> {
  const known = knownUnreachable(target);
  if (known) throw refusalOf(known);
  try {
    return await work(run.sql(target, STATEMENT_MS));
  } catch (error) {
    if (!isProblem(error) || error.maybeDone) throw error;
    const why = await whyUnreachable(run, target, error);
    if (!why) throw error;
    throw errorOf(why, error);
  }
}
