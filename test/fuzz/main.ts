/**
 * `npm run fuzz -- --spec FILE`: every step against replies in which anything may be wrong, by the hundred
 * and on all cores.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadOperations, UnreadableDocument } from '../../tools/contract/document.ts';
import { keyOf, runnable, steps } from '../conformance/steps.ts';
import type { Tally } from './play-cases.ts';
import { shallow, summary } from './report.ts';
import type { Task } from './worker.ts';

const CREW = fileURLToPath(new URL('./worker.ts', import.meta.url));

const USAGE = `npm run fuzz -- --spec FILE-OR-URL [--cases 200] [--seed 7] [--only KEY]

Runs every step against so many sets of its example's replies, spoilt, and as many that are made up from
CrateDB Cloud's OpenAPI 3.0 document. Exit code 1: a step crashed, broke a rule, or never got past its
first request. Exit code 3: the document cannot be read, and nothing was run.`;

const { values } = parseArgs({
  options: {
    spec: { type: 'string', default: '' },
    cases: { type: 'string', default: '200' },
    seed: { type: 'string', default: '7' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(USAGE);
else process.exitCode = await main();

async function main(): Promise<number> {
  const started = performance.now();
  try {
    if (values.spec === '') throw new UnreadableDocument('no --spec was given');
    await loadOperations(values.spec);
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    console.error(`FUZZ NOT RUN: the API document cannot be read (${error.message}).`);
    console.error(USAGE);
    return 3;
  }
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  const keys = runnable
    .map(keyOf)
    .filter((key) => values.only === undefined || key === values.only);
  if (keys.length === 0 || !(cases > 0) || !Number.isInteger(seed)) {
    console.error(USAGE);
    return 1;
  }
  const crew = Math.min(keys.length, availableParallelism());
  const parts = await Promise.all(
    Array.from({ length: crew }, (_, index) =>
      hand({
        keys: keys.filter((_key, place) => place % crew === index),
        spec: values.spec,
        cases,
        seed,
      }),
    ),
  );
  const tallies = parts.flat();
  const wrong = tallies.flatMap((tally) => tally.wrong);
  for (const sentence of wrong)
    console.log(
      `WRONG ${sentence}\n  again: --seed ${seed} --cases ${cases} --only ${sentence.split(',')[0]}\n`,
    );
  const unreached = shallow(tallies);
  for (const sentence of unreached) console.log(`SHALLOW ${sentence}`);
  const unknown = values.only === undefined ? steps.length - keys.length : 0;
  if (unknown > 0) console.log(`NOT RUN ${unknown} steps: they have no example`);
  console.log(summary(tallies));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`In ${seconds} s with --cases ${cases} --seed ${seed}.`);
  return wrong.length + unreached.length + unknown > 0 ? 1 : 0;
}

/** Has the task done in a process of its own. */
function hand(task: Task): Promise<Tally[]> {
  return new Promise((resolve, reject) => {
    const child = fork(CREW, { execArgv: ['--no-warnings'] });
    child.once('message', (tallies: Tally[]) => resolve(tallies));
    child.once('exit', (code, signal) =>
      reject(new Error(`A process ended with ${code ?? signal}`)),
    );
    child.send(task);
  });
}
