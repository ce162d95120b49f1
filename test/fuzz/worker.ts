/** One of the processes that share the steps of `main.ts`: runs what it is sent, and tells the tallies. */
import pMap from 'p-map';
import { loadOperations } from '../../tools/contract/document.ts';
import { keyOf, runnable } from '../conformance/steps.ts';
import { type Tally, trialsOf } from './play-cases.ts';
import { openStudio } from './record-tapes.ts';
import { ORIGIN } from './tape.ts';

export type Task = { keys: string[]; spec: string; cases: number; seed: number };

/** Failed reads are tried again after a pause, so many cases wait at the same time. */
const CONCURRENCY = 120;

async function work({ keys, spec, cases, seed }: Task): Promise<Tally[]> {
  process.env.CRATEDB_CLOUD_URL = ORIGIN;
  const operations = await loadOperations(spec);
  const studio = openStudio();
  const steps = runnable.filter((step) => keys.includes(keyOf(step)));
  const trials = await pMap(
    steps,
    async (step) => trialsOf(step, await studio.record(step), { operations, cases, seed }),
    { concurrency: 4 },
  );
  await studio.close();
  // One case of every step after the other, so that the slow ones of a step do not come together.
  const runs = Array.from({ length: cases }, (_, index) =>
    trials.flat().flatMap((trial) => trial.runs[index] ?? []),
  );
  await pMap(runs.flat(), (run) => run(), { concurrency: CONCURRENCY });
  await pMap(trials.flat(), (trial) => trial.conclude(), { concurrency: 8 });
  return trials.flat().map(({ tally }) => tally);
}

process.on('message', async (task: Task) => {
  const tallies = await work(task);
  process.send?.(tallies, () => process.exit());
});
process.on('disconnect', () => process.exit());
