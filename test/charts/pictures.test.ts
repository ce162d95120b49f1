import { readFileSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { draw } from '../../src/charts/index.ts';
import { PICTURES, STORED } from './pictures.ts';

/** Less than one letter of the smallest picture has, or a gap in a line that is filled. */
const MOST_PIXELS = 20;

async function drawn(name: string): Promise<PNG> {
  const chart = PICTURES[name];
  if (!chart) throw new Error(`There is no picture ${name}`);
  const drawing = await draw(chart);
  if ('invalid' in drawing) throw new Error(drawing.invalid);
  return PNG.sync.read(Buffer.from(drawing.png));
}

const stored = (name: string) =>
  PNG.sync.read(readFileSync(new URL(`stored/${name}.png`, import.meta.url)));

/** Pixels that differ; all of them if the sizes do. */
function difference(one: PNG, other: PNG): number {
  if (one.width !== other.width || one.height !== other.height) return Number.POSITIVE_INFINITY;
  return pixelmatch(one.data, other.data, undefined, one.width, one.height, { threshold: 0.1 });
}

test.each(STORED)('%s looks as it was approved', async (name) => {
  expect(difference(await drawn(name), stored(name))).toBeLessThan(MOST_PIXELS);
});

test('the comparison sees one letter, and a gap that is filled', async () => {
  const chart = PICTURES.gap;
  if (chart?.kind !== 'lines') throw new Error('no lines');
  const before = stored('gap');
  for (const changed of [
    { ...chart, title: 'weather-prod: Storage used' },
    { ...chart, gapMs: Number.POSITIVE_INFINITY },
  ]) {
    const drawing = await draw(changed);
    if ('invalid' in drawing) throw new Error(drawing.invalid);
    const after = PNG.sync.read(Buffer.from(drawing.png));
    expect(difference(after, before)).toBeGreaterThan(MOST_PIXELS);
  }
});

test('a picture has the width that its size says', async () => {
  expect((await drawn('bars')).width).toBe(800);
  expect((await drawn('bars-dark')).width).toBe(1200);
});
