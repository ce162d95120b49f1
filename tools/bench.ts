/** `npm run bench`: what the built app costs. The load stays on this machine and ends by itself. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench/bench.ts';
import { coldStart } from './bench/cold-start.ts';
import { drawing } from './bench/drawing.ts';
import { fleets } from './bench/fleet.ts';
import { growth } from './bench/growth.ts';
import { load } from './bench/load.ts';
import { withFigures } from './bench/page.ts';
import type { Measure } from './bench/pairs.ts';
import { memory, poll, requestsPerPoll, users } from './bench/polls.ts';
import { rows } from './bench/rows.ts';
import { small } from './bench/small.ts';
import { storage } from './bench/storage.ts';
import { zipBytes } from './bench/zip-bytes.ts';
import { ROOT } from './paths.ts';
import { buildApp, buildOurApp } from './zip/build-app.ts';

const COLD_STARTS = 30;
const PAIRS = 10;
/** Of what takes seconds each time. */
const FEW = 4;

const MEASUREMENTS: Record<string, (bench: Bench) => Promise<Measure[]>> = {
  zip_bytes: zipBytes,
  cold_start: (bench) => coldStart(bench, COLD_STARTS),
  poll: (bench) => poll(bench, PAIRS),
  small: (bench) => small(bench, PAIRS),
  rss: (bench) => memory(bench, FEW),
  users: (bench) => users(bench, PAIRS),
  fleet: (bench) => fleets(bench, FEW),
  storage: (bench) => storage(bench, FEW),
  rows: (bench) => rows(bench, PAIRS),
  drawing: (bench) => drawing(bench, FEW),
  requests_per_poll: requestsPerPoll,
  load,
  growth,
};

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    write: { type: 'boolean' },
    only: { type: 'string', multiple: true },
  },
});
const chosen = values.only ?? Object.keys(MEASUREMENTS);

const progress = (what: string) => console.error(what);
progress('Building the app, and an empty and a plain one in the same way');
const app = await buildOurApp();
const empty = await buildApp({
  entry: 'tools/bench/empty-app.ts',
  folder: join(ROOT, 'build/empty'),
  mayHold: ['tools/bench/empty-app.ts'],
});

const plain = await buildApp({
  entry: 'tools/bench/plain-app.ts',
  folder: join(ROOT, 'build/plain'),
  mayHold: ['tools/bench/plain-app.ts'],
});

const measures: Measure[] = [];
for (const name of chosen) {
  const take = MEASUREMENTS[name];
  if (!take) throw new Error(`There is no ${name}; there are: ${Object.keys(MEASUREMENTS)}`);
  progress(`Measuring ${name}`);
  measures.push(...(await take({ app, empty, plain, progress })));
}

if (values.write) {
  const page = join(ROOT, 'docs/performance.md');
  await writeFile(page, withFigures(await readFile(page, 'utf8'), measures));
}
if (values.json) console.log(JSON.stringify(measures, null, 2));
else console.table(measures);
