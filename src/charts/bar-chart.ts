/** One bar for each name. */
import { type BarChart, MOST } from './chart.ts';
import { footer, header, LOST_NOTE, namesOf, page } from './frame.ts';
import { cutMiddle, readable, widthOf } from './lettering.ts';
import { type Look, lookOf } from './look.ts';
import { letters, short, tag } from './svg.ts';
import { type ValueAxis, valueAxis, valueText } from './values.ts';

const NO_DATA = 'no data';

type Row = { name: string; value: number | null; label: string; over: boolean; top: number };

/** Bars as SVG. Nothing may be wrong with the chart (`whyInvalid`). */
export function barChart(chart: BarChart): string {
  const look = lookOf(chart);
  const { sizes, colors } = look;
  const { text: size, margin } = sizes;
  const unit = readable(chart.unit).drawn;
  const limit = chart.limit ?? null;
  const head = header(chart, look, null);
  const names = namesOf(chart.bars);
  const shown = chart.bars.slice(0, MOST.bars);
  const pitch = size + 12;
  const top = head.bottom + (limit === null ? 2 : size + 6);
  const rows = shown.map(
    ({ value }, index): Row => ({
      name: cutMiddle(names.drawn[index] ?? '', sizes.width * 0.34, size),
      value,
      label: value === null ? NO_DATA : valueText(value, unit),
      over: value !== null && limit !== null && value >= limit,
      top: top + index * pitch,
    }),
  );
  const widest = (texts: string[]) => Math.max(...texts.map((text) => widthOf(text, size, 'bold')));
  const left = margin + widest(rows.map(({ name }) => name)) + 8;
  const right = sizes.width - margin - widest(rows.map(({ label }) => label)) - 10;
  const values = rows.flatMap(({ value }) => (value === null ? [] : [value]));
  const axis = valueAxis(values, { unit, limit, count: 4 }, [left, right]);
  const bottom = top + rows.length * pitch;
  const more = chart.bars.length - shown.length;
  const notes = [
    ...(more > 0 ? [`${more} more ${more === 1 ? 'is' : 'are'} not drawn.`] : []),
    ...(names.lost || readable(chart.title).lost ? [LOST_NOTE] : []),
  ];
  const foot = footer(notes, look, bottom + size + 8);
  return page(
    [
      head.svg,
      grid(axis, top, bottom, look),
      ...rows.map((row) => drawRow(row, axis, left, look)),
      limitLine(limit, axis, { top, bottom, right: sizes.width - margin, unit }, look),
      tag('path', {
        d: `M${short(axis.place(0))} ${short(top)}V${short(bottom)}`,
        stroke: colors.axis,
      }),
      foot.svg,
    ],
    foot.bottom,
    look,
  );
}

function grid(axis: ValueAxis, top: number, bottom: number, { sizes, colors }: Look): string {
  const { text: size } = sizes;
  let end = Number.NEGATIVE_INFINITY;
  return axis.ticks
    .map(({ value, label }) => {
      const x = axis.place(value);
      const path = tag('path', {
        d: `M${short(x)} ${short(top)}V${short(bottom)}`,
        stroke: colors.grid,
      });
      const half = widthOf(label, size) / 2;
      if (x - half < end + 6) return path;
      end = x + half;
      const at = { x, y: bottom + size + 4, size };
      return path + letters(label, { ...at, fill: colors.quiet, anchor: 'middle' });
    })
    .join('');
}

function drawRow(
  { name, value, label, over, top }: Row,
  axis: ValueAxis,
  left: number,
  look: Look,
) {
  const { sizes, colors } = look;
  const { text: size } = sizes;
  const y = top + 6 + size * 0.86;
  const zero = axis.place(0);
  const end = axis.place(value ?? 0);
  const bar =
    value === null
      ? ''
      : tag('rect', {
          x: Math.min(zero, end),
          y: top + 5,
          width: Math.max(1, Math.abs(end - zero)),
          height: size + 2,
          rx: 2,
          fill: over ? colors.limit : (colors.series[0] ?? ''),
        });
  return [
    bar,
    letters(name, { x: left - 8, y, size, fill: colors.text, anchor: 'end' }),
    letters(label, {
      x: sizes.width - sizes.margin,
      y,
      size,
      anchor: 'end',
      weight: over ? 'bold' : 'regular',
      fill: value === null ? colors.quiet : over ? colors.limit : colors.text,
    }),
  ].join('');
}

function limitLine(
  limit: number | null,
  axis: ValueAxis,
  { top, bottom, right, unit }: { top: number; bottom: number; right: number; unit: string },
  { sizes, colors }: Look,
): string {
  if (limit === null) return '';
  const x = axis.place(limit);
  const label = `Limit ${valueText(limit, unit)}`;
  const half = widthOf(label, sizes.text) / 2;
  return (
    tag('path', {
      d: `M${short(x)} ${short(top - 3)}V${short(bottom)}`,
      stroke: colors.limit,
      'stroke-width': 1.5,
      'stroke-dasharray': '5 4',
    }) +
    letters(label, {
      x: Math.min(Math.max(x, sizes.margin + half), right - half),
      y: top - 7,
      size: sizes.text,
      fill: colors.limit,
      anchor: 'middle',
    })
  );
}
