import type { LineChart } from './chart.ts';
import { widthOf } from './lettering.ts';
import type { Look } from './look.ts';
import type { Drawn, Plot } from './plot.ts';
import { letters, short, tag } from './svg.ts';
import { valueText } from './values.ts';

export function limitLine(
  { limit }: LineChart,
  { values, left, right }: Plot,
  { colors }: Look,
): string {
  if (limit === null || limit === undefined) return '';
  const d = `M${short(left)} ${short(values.place(limit))}H${short(right)}`;
  return tag('path', { d, stroke: colors.limit, 'stroke-width': 1.5, 'stroke-dasharray': '5 4' });
}

/** The limit's label stands where the fewest points are behind it. */
export function limitLabel(
  { limit }: LineChart,
  shown: readonly Drawn[],
  plot: Plot,
  { sizes, colors }: Look,
  unit: string,
): string {
  if (limit === null || limit === undefined) return '';
  const label = `Limit ${valueText(limit, unit)}`;
  const width = widthOf(label, sizes.text);
  const line = plot.values.place(limit);
  const candidates = [
    plot.left + 4,
    (plot.left + plot.right - width) / 2,
    plot.right - 8 - width,
  ].flatMap((x) => [line - 5, line + sizes.text + 3].map((y) => ({ x, y })));
  const free = candidates.filter(({ y }) => y - sizes.text > plot.top - 2 && y < plot.bottom - 2);
  const points = shown.flatMap(({ pieces: all }) =>
    all.flat().map(([at, value]): [number, number] => [plot.x(at), plot.values.place(value)]),
  );
  const behind = ({ x, y }: { x: number; y: number }) =>
    points.filter(
      ([px, py]) => px > x - 6 && px < x + width + 6 && py > y - sizes.text - 3 && py < y + 5,
    ).length;
  const place = free
    .map((candidate) => ({ candidate, count: behind(candidate) }))
    .reduce((best, each) => (each.count < best.count ? each : best), {
      candidate: free[0] ?? { x: plot.left + 4, y: line - 5 },
      count: Number.POSITIVE_INFINITY,
    }).candidate;
  return letters(label, { ...place, size: sizes.text, fill: colors.limit, rim: colors.ground });
}
