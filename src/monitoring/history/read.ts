/** Reading the history table, thinned where it lies. */
import { isProblem } from '../../base/problem.ts';
import type { Cluster } from '../../clients/cloud/clusters.ts';
import type { SqlClient } from '../../clients/sql/client.ts';
import { refuse } from '../../kit/errors.ts';
import type { Run } from '../../kit/run/run.ts';
import { round } from '../../kit/units.ts';
import type { Metric } from '../metrics.ts';
import { nodesMeant } from './nodes.ts';
import { type HistoryPoint, slotFor, type Window } from './series.ts';
import { monthOf, tableWord } from './table.ts';
import { atTarget } from './write.ts';

/** More points than this are cut, the oldest first: a step's result has a limit. */
const MOST_POINTS = 5_000;

/** A cluster has tens of nodes, and over the years some more names. */
const MOST_NODES = 1_000;

export type HistoryQuery = {
  clusterId: string;
  metric: Metric;
  /** Names of nodes; none for all. */
  nodes: readonly string[];
  window: Window;
  /** The most points of each node. */
  points: number;
};

export type History = {
  points: HistoryPoint[];
  /** Of all rows, before they were thinned; null when there is no value. */
  lowest: number | null;
  highest: number | null;
  average: number | null;
  slotMs: number;
  /** True when the oldest points were left out. */
  cut: boolean;
};

/** The history of one cluster, the oldest first. No rows are no points. */
export async function readHistory(
  run: Run<unknown>,
  { target, table }: { target: Cluster; table: string },
  query: HistoryQuery,
): Promise<History> {
  const slotMs = slotFor(query.window, query.points);
  const value = `"${query.metric}"`;
  try {
    return await atTarget(run, target, async (sql) => {
      const nodes = query.nodes.length === 0 ? [] : await namedIn(sql, table, query);
      const { where, args } = conditionOf({ ...query, nodes });
      const [points, facts] = await Promise.all([
        // CrateDB: DATE_BIN takes the width as an interval, which cannot be a parameter.
        sql.read(
          `SELECT "node", DATE_BIN('${slotMs / 1000} seconds'::INTERVAL, "time",
            '1970-01-01T00:00:00Z'::TIMESTAMP WITH TIME ZONE) AS "slot", MAX(${value}) AS "highest"
            FROM ${table} ${where} GROUP BY 1, 2 ORDER BY 2 DESC, 1 DESC LIMIT ${MOST_POINTS + 1}`,
          args,
        ),
        sql.read(`SELECT MIN(${value}), MAX(${value}), AVG(${value}) FROM ${table} ${where}`, args),
      ]);
      const read = points.rows.flatMap(toPoint);
      const [lowest, highest, average] = (facts.rows[0] ?? []).map(numberOrNull);
      return {
        points: read.slice(0, MOST_POINTS).reverse(),
        lowest: lowest ?? null,
        highest: highest ?? null,
        average: average === null || average === undefined ? null : round(average, 2),
        slotMs,
        cut: read.length > MOST_POINTS,
      };
    });
  } catch (error) {
    if (!isProblem(error, 'not_found')) throw error;
    throw refuse(
      `there is no history in ${tableWord(table)} of cluster “${target.name}”`,
      'Let “Record Cluster Usage” fill it first, or choose another table.',
    );
  }
}

/** The nodes that are meant, by their names in the window. */
async function namedIn(sql: SqlClient, table: string, query: HistoryQuery): Promise<string[]> {
  const { where, args } = conditionOf({ ...query, nodes: [] });
  const { rows } = await sql.read(
    `SELECT DISTINCT "node" FROM ${table} ${where} LIMIT ${MOST_NODES}`,
    args,
  );
  return nodesMeant(
    rows.map(([name]) => String(name)),
    query.nodes,
  );
}

/** The month is asked for as well, because whole partitions are then passed over. */
function conditionOf({ clusterId, nodes, window: { from, to } }: HistoryQuery) {
  const ofNodes = nodes.length > 0 ? ' AND "node" = ANY(?)' : '';
  return {
    where: `WHERE "cluster_id" = ? AND "month" >= ? AND "month" <= ? AND "time" >= ? AND "time" <= ?${ofNodes}`,
    args: [
      clusterId,
      monthOf(from),
      monthOf(to),
      from.toISOString(),
      to.toISOString(),
      ...(nodes.length > 0 ? [nodes] : []),
    ],
  };
}

function toPoint([node, slot, value]: readonly unknown[]): HistoryPoint[] {
  const at = typeof slot === 'number' ? slot : Date.parse(String(slot));
  return Number.isFinite(at) ? [{ at, node: String(node), value: numberOrNull(value) }] : [];
}

const numberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
