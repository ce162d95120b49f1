/**
 * `npm run pictures`: draws the pictures of the README and the docs, and those that the tests compare with.
 * To be looked at before they are committed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chart, Point } from '../src/charts/chart.ts';
import { draw } from '../src/charts/index.ts';
import { PICTURES, STORED } from '../test/charts/pictures.ts';
import { ROOT } from './paths.ts';

const QUARTER = 15 * 60_000;
const START = Date.UTC(2026, 1, 1);

/** A month of one node that fills up, with the waves of days and weeks. */
const storage = Array.from({ length: 28 * 96 }, (_, index): Point => {
  const days = index / 96;
  const wave = Math.sin(days * 2 * Math.PI) * 0.5 + Math.sin((days / 7) * 2 * Math.PI);
  return [START + index * QUARTER, 63 + days * 0.83 + wave];
});

/** A day of three nodes, of which one hangs for two hours. */
const cpu = [0, 1, 2].map((node) => ({
  name: `data-hot-${node}`,
  points: Array.from({ length: 96 }, (_, index): Point => {
    const hour = index / 4;
    const day = Math.exp(-(((hour - 13 - node) / 5) ** 2)) * (58 - node * 12);
    const noise = Math.sin(index * (1.7 + node)) * 3 + Math.sin(index * 0.31) * 2;
    const hangs = node === 1 && hour >= 4 && hour < 6;
    return [START + index * QUARTER, hangs ? null : 22 + node * 6 + day + noise];
  }),
}));

const DOCS: Record<string, Chart> = {
  'storage-month': {
    kind: 'lines',
    title: 'weather-prod: Storage Used',
    subtitle: 'Fullest node, recorded every 15 minutes',
    unit: '%',
    limit: 85,
    theme: 'light',
    size: 'large',
    zone: 'Europe/Berlin',
    series: [{ name: 'data-hot-0', points: storage }],
  },
  'cpu-day': {
    kind: 'lines',
    title: 'weather-prod: CPU',
    unit: '%',
    limit: 90,
    theme: 'dark',
    size: 'small',
    zone: 'Europe/Berlin',
    series: cpu,
  },
};

async function write(folder: string, name: string, chart: Chart | undefined): Promise<void> {
  if (!chart) throw new Error(`There is no picture ${name}`);
  const drawing = await draw(chart);
  if ('invalid' in drawing) throw new Error(`${name}: ${drawing.invalid}`);
  await mkdir(join(ROOT, folder), { recursive: true });
  await writeFile(join(ROOT, folder, `${name}.png`), drawing.png);
  console.log(`${folder}/${name}.png  ${drawing.width} x ${drawing.height}`);
}

for (const [name, chart] of Object.entries(DOCS)) await write('docs/pictures', name, chart);
for (const name of STORED) await write('test/charts/stored', name, PICTURES[name]);
