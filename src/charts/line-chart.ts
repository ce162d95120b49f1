/** Lines over time. */
import { scaleLinear } from 'd3-scale';
import { line as lineOf } from 'd3-shape';
import { HOUR_MS, MINUTE_MS } from '../base/time.ts';
import { type LineChart, MOST, type Point } from './chart.ts';
import { clockIn, windowText } from './clock.ts';
import { footer, header, LOST_NOTE, namesOf, page } from './frame.ts';
import { legend } from './legend.ts';
import { cutEnd, readable, widthOf } from './lettering.ts';
import { limitLabel, limitLine } from './limit.ts';
import { inOrder, type Known, pieces, thinned } from './lines.ts';
import { type Look, lookOf, styleOf } from './look.ts';
import { mark } from './mark.ts';
import type { Drawn, Plot } from './plot.ts';
import { letters, short, tag } from './svg.ts';
import { type Tick, timeTicks } from './time-axis.ts';
import { valueAxis, valueText } from './values.ts';

const LEAST_WINDOW = 5 * MINUTE_MS;

/** Marks on each of several lines, beside the one on its last value. */
const MARKS = 5;

/** Lines as SVG. Nothing may be wrong with the chart (`whyInvalid`). */
export function lineChart(chart: LineChart): string {
  const look = lookOf(chart);
  const { sizes, colors } = look;
  const unit = readable(chart.unit).drawn;
  const clock = clockIn(chart.zone);
  const { shown, hidden, blank, lost } = chosen(chart, look);
  const only = shown.length === 1 ? shown[0] : undefined;
  const head = header(
    chart,
    look,
    only ? { text: valueText(only.last[1], unit), over: isOver(only.last[1], chart.limit) } : null,
  );
  const [from, to] = windowOf(chart, shown);
  const plot = plotOf(chart, look, shown, head.bottom, [from, to]);
  const ticks = timeTicks(clock, [from, to], plot.x, (label) => widthOf(label, sizes.text));

  const lines = shown.map((each, index) =>
    drawLine(each, plot, look, { index, count: shown.length }),
  );
  const axis = timeAxis(ticks, plot, look);
  const key = shown.length > 1 ? legend(shown, unit, look, axis.bottom + 6) : axis;
  const notes = [
    windowText(clock, from, to),
    ...(hidden > 0
      ? [`${hidden} more with lower values ${hidden === 1 ? 'is' : 'are'} not drawn.`]
      : []),
    ...(blank.length > 0
      ? [`No values of ${cutEnd(blank.join(', '), sizes.width, sizes.text)}`]
      : []),
    ...(lost ? [LOST_NOTE] : []),
  ];
  const foot = footer(notes, look, key.bottom + 4);
  return page(
    [
      head.svg,
      grid(plot, look),
      limitLine(chart, plot, look),
      ...lines,
      limitLabel(chart, shown, plot, look, unit),
      axis.svg,
      key === axis ? '' : key.svg,
      tag('path', {
        d: `M${short(plot.left)} ${short(plot.values.place(0))}H${short(plot.right)}`,
        stroke: colors.axis,
      }),
      foot.svg,
    ],
    foot.bottom,
    look,
  );
}

const isOver = (value: number, limit: number | null | undefined) =>
  limit !== null && limit !== undefined && value >= limit;

/** The series with values in the window; of too many those that reach highest, in the order given. */
function chosen(chart: LineChart, { colors }: Look) {
  const inWindow = ([at]: Point) => at >= (chart.from ?? 0) && at <= (chart.to ?? Number.MAX_VALUE);
  const names = namesOf(chart.series);
  const blank: string[] = [];
  const known = chart.series.flatMap(({ points }, index) => {
    const name = names.drawn[index] ?? '';
    const found = pieces(inOrder(points).filter(inWindow), chart.gapMs);
    const last = found.at(-1)?.at(-1);
    const values = found.flat().map(([, value]) => value);
    const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    if (last) return [{ name, pieces: found, last, highest }];
    blank.push(name);
    return [];
  });
  const least = known.map(({ highest }) => highest).sort((a, b) => b - a)[MOST.series - 1];
  const shown = known
    .filter(({ highest }) => least === undefined || highest >= least)
    .slice(0, MOST.series)
    .map((each, index): Drawn => ({ ...each, style: styleOf(index, colors) }));
  return { shown, hidden: known.length - shown.length, blank, lost: names.lost || isLost(chart) };
}

const isLost = (chart: LineChart) => readable(chart.title).lost || readable(chart.unit).lost;

/** A single moment gets half an hour on both sides, and what is shorter than minutes some, to have an axis. */
function windowOf(chart: LineChart, shown: readonly Drawn[]): [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const each of shown) {
    first = Math.min(first, each.pieces[0]?.[0]?.[0] ?? first);
    last = Math.max(last, each.last[0]);
  }
  const [from, to] = [chart.from ?? first, chart.to ?? last];
  if (to - from >= LEAST_WINDOW) return [from, to];
  const middle = (from + to) / 2;
  const half = (to === from ? HOUR_MS : LEAST_WINDOW) / 2;
  return [Math.max(0, middle - half), middle + half];
}

function plotOf(
  chart: LineChart,
  { sizes }: Look,
  shown: readonly Drawn[],
  top: number,
  [from, to]: readonly [number, number],
): Plot {
  const values = function* () {
    for (const { pieces: all } of shown)
      for (const piece of all) for (const [, value] of piece) yield value;
  };
  const upper = top + sizes.text / 2;
  const bottom = upper + sizes.plot;
  const unit = readable(chart.unit).drawn;
  const axis = valueAxis(values(), { unit, limit: chart.limit ?? null, count: 5 }, [bottom, upper]);
  const widest = Math.max(...axis.ticks.map(({ label }) => widthOf(label, sizes.text)));
  const left = sizes.margin + widest + 8;
  // Room for the mark on the last value.
  const right = sizes.width - sizes.margin - 4;
  const x = scaleLinear([from, to], [left, right]);
  return { left, right, top: upper, bottom, x, values: axis };
}

function grid({ values, left, right }: Plot, { sizes, colors }: Look): string {
  return values.ticks
    .map(({ value, label }) => {
      const y = values.place(value);
      const path = tag('path', {
        d: `M${short(left)} ${short(y)}H${short(right)}`,
        stroke: colors.grid,
      });
      const at = { x: left - 8, y: y + sizes.text * 0.36, size: sizes.text };
      return path + letters(label, { ...at, fill: colors.quiet, anchor: 'end' });
    })
    .join('');
}

function timeAxis(ticks: readonly Tick[], plot: Plot, { sizes, colors }: Look) {
  const { text: size } = sizes;
  const first = plot.bottom + size + 7;
  const second = first + size + 2;
  const inside = (x: number, label: string) => {
    const half = widthOf(label, size) / 2;
    return Math.min(Math.max(x, sizes.margin + half), sizes.width - sizes.margin / 2 - half);
  };
  const svg = ticks.map(({ at, label, below }) => {
    const x = plot.x(at);
    const path = tag('path', { d: `M${short(x)} ${short(plot.bottom)}v4`, stroke: colors.axis });
    const one = { size, fill: colors.quiet, anchor: 'middle' } as const;
    const labels = letters(label, { ...one, x: inside(x, label), y: first });
    return below === null
      ? path + labels
      : path +
          labels +
          letters(below, { ...one, x: inside(x, below), y: second, fill: colors.text });
  });
  const two = ticks.some(({ below }) => below !== null);
  return { svg: svg.join(''), bottom: two ? second : first };
}

function drawLine(
  { pieces: all, style, last }: Drawn,
  plot: Plot,
  { sizes, colors }: Look,
  { index, count }: { index: number; count: number },
) {
  const path = lineOf<Known>(
    ([at]) => plot.x(at),
    ([, value]) => plot.values.place(value),
  ).digits(2);
  const look = {
    fill: 'none',
    stroke: style.color,
    'stroke-linejoin': 'round',
  };
  const lines: string[] = [];
  const marks: Known[] = [];
  for (const piece of all) {
    const drawn = thinned(piece, (at) => Math.floor(plot.x(at)));
    if (drawn.length > 1) {
      lines.push(
        tag('path', {
          ...look,
          'stroke-width': piece.length > plot.right - plot.left ? 1.25 : sizes.line,
          d: path(drawn) ?? '',
          'stroke-dasharray': style.dash,
        }),
      );
    }
    if (piece.length === 1) marks.push(...piece);
  }
  const flat = all.flat();
  // Each line has its marks at places of its own: of lines that lie upon each other, all can be seen.
  const shift = (index + 0.5) / count;
  for (let place = 0; place < (count > 1 ? MARKS : 0); place += 1) {
    const point = flat[Math.floor(((place + shift) / MARKS) * flat.length)];
    if (point) marks.push(point);
  }
  marks.push(last);
  const points = new Map(marks.map((point) => [point[0], point]));
  const drawn = [...points.values()].map(([at, value]) =>
    mark(style, plot.x(at), plot.values.place(value), colors.ground),
  );
  return [...lines, ...drawn].join('');
}
