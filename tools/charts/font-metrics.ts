/**
 * Writes src/charts/font-metrics.json: which characters the shipped font has, and how wide each is.
 * To be run again when the font's version changes; a test compares the two.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'fontkit';
import { FONTS, type Weight } from '../../src/charts/fonts.ts';
import { ROOT } from '../paths.ts';

/** Advance widths in thousandths of the font's size; a key is the code point of the first. */
type Widths = Record<string, number[]>;

/** What `font-metrics.json` holds. */
export async function fontMetrics(): Promise<Record<Weight, Widths>> {
  const [regular, bold] = await Promise.all([widthsOf('regular'), widthsOf('bold')]);
  return { regular, bold };
}

async function widthsOf(weight: Weight): Promise<Widths> {
  const font = create(await readFile(join(ROOT, 'node_modules/inter-ui/web', FONTS[weight])));
  if ('fonts' in font) throw new Error(`${FONTS[weight]} holds several fonts`);
  const width = new Map(
    font.characterSet.map((point) => {
      const { advanceWidth } = font.glyphForCodePoint(point);
      return [point, Math.round((advanceWidth * 1000) / font.unitsPerEm)];
    }),
  );
  const runs: Widths = {};
  let run: number[] = [];
  let next = -1;
  for (const point of [...width.keys()].sort((a, b) => a - b)) {
    if (point !== next) {
      run = [];
      runs[point] = run;
    }
    run.push(width.get(point) ?? 0);
    next = point + 1;
  }
  return runs;
}
