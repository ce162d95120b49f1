import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Bench } from './bench.ts';
import { type Measure, measure } from './pairs.ts';

const CHILD = fileURLToPath(new URL('./drawing-child.js', import.meta.url));
const POINTS = 10_000;

/** The aims: from nothing to the picture within so much time, and so much more memory. */
const AIM_MS = 1_000;
const AIM_MIB = 150;

/** A picture of 10,000 points in a fresh process, with the zip's own files. The floors are the aims. */
export async function drawing({ app }: Bench, times: number): Promise<Measure[]> {
  const module = pathToFileURL(join(app.folder, 'dist/charts/index.js')).href;
  const drawn: { ms: number; mib: number }[] = [];
  for (let time = 0; time < times; time += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, module, String(POINTS)]);
    drawn.push(JSON.parse(stdout));
  }
  const name = `drawing_${POINTS}_points`;
  const ms = drawn.map((each): [number, number] => [each.ms, AIM_MS]);
  const mib = drawn.map((each): [number, number] => [each.mib, AIM_MIB]);
  return [
    measure(`${name}_ms`, 'ms', ms, { of: 'value', most: AIM_MS }),
    measure(`${name}_memory`, 'MiB', mib, { of: 'value', most: AIM_MIB }),
  ];
}
