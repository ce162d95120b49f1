/** How fast clusters fill up, by the recorded history. */
import type { Cluster } from '../../clients/cloud/clusters.ts';
import type { Run } from '../../kit/run/run.ts';
import { round } from '../../kit/units.ts';
import { factsOf, type HistoryPoint, slotFor, type Window } from './series.ts';
import { monthOf } from './table.ts';
import { atTarget } from './write.ts';

export type Growth = {
  /** Percent of the fullest node's storage. */
  perDay: number;
  /** Until 85 percent, where CrateDB gives a node no new shards; null when it does not grow. */
  daysLeft: number | null;
};

const FULL = 85;

/** Slots of the whole window for each node of each cluster; more would be read than a line needs. */
const SLOTS = 30;
const MOST_ROWS = 20_000;

/** Growth by cluster id; a cluster without enough history has none. */
export async function readGrowth(
  run: Run<unknown>,
  { target, table }: { target: Cluster; table: string },
  clusters: readonly Cluster[],
  window: Window,
): Promise<Map<string, Growth>> {
  const slotMs = slotFor(window, SLOTS);
  const { rows } = await atTarget(run, target, (sql) =>
    sql.read(
      `SELECT "cluster_id", DATE_BIN('${slotMs / 1000} seconds'::INTERVAL, "time",
        '1970-01-01T00:00:00Z'::TIMESTAMP WITH TIME ZONE) AS "slot", MAX("storage_used_percent")
        FROM ${table} WHERE "cluster_id" = ANY(?) AND "month" >= ? AND "month" <= ?
        AND "time" >= ? AND "time" <= ? GROUP BY 1, 2 ORDER BY 2 DESC LIMIT ${MOST_ROWS}`,
      [
        clusters.map(({ id }) => id),
        monthOf(window.from),
        monthOf(window.to),
        window.from.toISOString(),
        window.to.toISOString(),
      ],
    ),
  );
  const byCluster = new Map<string, HistoryPoint[]>();
  for (const [id, slot, value] of rows) {
    const at = typeof slot === 'number' ? slot : Date.parse(String(slot));
    const points = byCluster.get(String(id)) ?? [];
    points.push({ at, node: '', value: typeof value === 'number' ? value : null });
    byCluster.set(String(id), points);
  }
  return new Map(
    [...byCluster].flatMap(([id, points]) => {
      const growth = growthOf(points);
      return growth ? [[id, growth] as const] : [];
    }),
  );
}

/** Null where there is too little to tell. */
export function growthOf(points: readonly HistoryPoint[]): Growth | null {
  const { trend_per_day: trend, last } = factsOf(points);
  if (trend === null || last === null) return null;
  const left = trend > 0 ? Math.max(0, (FULL - last) / trend) : null;
  return { perDay: round(trend, 2), daysLeft: left === null ? null : Math.floor(left) };
}
