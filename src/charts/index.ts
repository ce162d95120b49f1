/** Draws pictures. Steps load this file when they draw, and not before: `await import(…)`. */
import { barChart } from './bar-chart.ts';
import { type Chart, whyInvalid } from './chart.ts';
import { lineChart } from './line-chart.ts';
import { lookOf } from './look.ts';
import { rasterize } from './rasterize.ts';

export type Drawing =
  | { png: Uint8Array; svg: string; width: number; height: number }
  /** Why nothing was drawn, as part of a sentence. */
  | { invalid: string };

/** The picture of a chart, or what is wrong with it. */
export async function draw(chart: Chart): Promise<Drawing> {
  const invalid = whyInvalid(chart);
  if (invalid !== null) return { invalid };
  const svg = chart.kind === 'bars' ? barChart(chart) : lineChart(chart);
  const png = await rasterize(svg, lookOf(chart).sizes.zoom);
  // A PNG begins with its signature and the header's length and name; then come its sides.
  const header = new DataView(png.buffer, png.byteOffset + 16, 8);
  return { png, svg, width: header.getUint32(0), height: header.getUint32(4) };
}
