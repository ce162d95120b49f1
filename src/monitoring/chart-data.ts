/** What a chart is drawn of. */
import type { Point } from '../charts/chart.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { measureCluster } from '../vocabulary/clusters/measure.ts';
import type { HistoryPoint, Window } from './history/series.ts';
import { readSeries, type SeriesInput } from './history/source.ts';
import { METRICS, type Metric } from './metrics.ts';
import { isUnmeasured, noMeasureOf } from './unmeasured.ts';

export type Drawn = {
  kind: 'lines' | 'bars';
  title: string;
  unit: string | null;
  cluster: Cluster | null;
  /** Null where the points say it. */
  window: Window | null;
  series: { name: string; points: Point[] }[];
  /** Where points are further apart than this, some are missing. */
  gapMs?: number;
};

/** Enough for a line that fills a picture; spikes are kept. */
const POINTS = 600;

/** Fewer are no line any more. */
const FEWEST_POINTS = 20;

/** Slots that may be missing before a line is broken: a schedule is now and then late by one. */
const MISSING_SLOTS = 2.5;

/** A series over time, a line for each node. */
export async function fromCluster(
  run: Run<unknown>,
  cluster: Cluster,
  input: SeriesInput,
): Promise<Drawn> {
  const series = await wholeSeries(run, cluster, input);
  if (series.raw !== null) {
    throw refuse(
      'CrateDB Cloud’s answer has a shape that is not known, and a guess is not drawn',
      'Use the recorded history instead.',
    );
  }
  if (series.points.every(({ value }) => value === null)) {
    throw refuse(
      `there are no values of ${series.name} in this time window`,
      'Choose a longer time window, or let “Record Cluster Usage” run first.',
    );
  }
  return {
    kind: 'lines',
    title: `${cluster.name ?? cluster.id}: ${series.name}`,
    unit: series.unit,
    cluster,
    window: series.window,
    series: byNode(series.points),
    // What was recorded in long slots is no gap in short ones.
    ...gapOf(series.points, series.slotMs),
  };
}

/** With fewer points of each node where there are so many nodes that the beginning would be left out. */
async function wholeSeries(run: Run<unknown>, cluster: Cluster, input: SeriesInput) {
  let points = POINTS;
  let series = await readSeries(run, cluster, input, points);
  while (series.cut && points > FEWEST_POINTS) {
    points = Math.floor(points / 3);
    series = await readSeries(run, cluster, input, points);
  }
  return series;
}

function gapOf(points: readonly HistoryPoint[], slotMs: number): { gapMs?: number } {
  const times = [...new Set(points.map(({ at }) => at))].sort((a, b) => a - b);
  const steps = times
    .slice(1)
    .map((at, index) => at - (times[index] ?? at))
    .sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)];
  return usual === undefined ? {} : { gapMs: Math.max(usual, slotMs) * MISSING_SLOTS };
}

export function byNode(points: readonly HistoryPoint[]): Drawn['series'] {
  const nodes = new Map<string, Point[]>();
  for (const { node, at, value } of points) {
    const known = nodes.get(node) ?? [];
    known.push([at, value]);
    nodes.set(node, known);
  }
  return [...nodes].map(([name, found]) => ({ name, points: found }));
}

/** What each node uses now, as bars; a silent one has none. */
export async function fromNow(run: Run<unknown>, cluster: Cluster, metric: Metric): Promise<Drawn> {
  const measured = await measureCluster(run, cluster, { withShards: metric === 'shards' });
  if (isUnmeasured(measured)) throw noMeasureOf(measured);
  const { name, unit, of } = METRICS[metric];
  const at = run.now().getTime();
  return {
    kind: 'bars',
    title: `${cluster.name ?? cluster.id}: ${name} per Node`.replace(
      'per Node per Node',
      'per Node',
    ),
    unit,
    cluster,
    window: null,
    series: measured.usage.map((node) => ({ name: node.name, points: [[at, of(node)]] })),
  };
}
