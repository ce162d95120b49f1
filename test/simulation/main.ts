/**
 * `npm run simulate -- --histories 1000`: so many random histories of every trigger, directly, on all cores.
 * A seed that a failure names plays that history alone.
 */

import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { triggers } from './app.ts';
import type { Tally, Task } from './worker.ts';

const CREW = fileURLToPath(new URL('./worker.ts', import.meta.url));

const USAGE = `npm run simulate -- [--histories 1000] [--seed quiet] [--only KEY]

Plays random histories of the triggers against a small CrateDB Cloud that knows the truth. Exit code 1:
something was lost, doubled or untrue, or a trigger had nothing to tell in all its histories.`;

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    seed: { type: 'string', default: 'quiet' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(USAGE);
else process.exitCode = await main();

async function main(): Promise<number> {
  const started = performance.now();
  const seeds = seedsOf(values.seed, Number(values.histories));
  const crew = availableParallelism();
  const parts = await Promise.all(
    Array.from({ length: crew }, (_, index) =>
      // Neighbours are of one trigger, so that each process has as much of the slow ones.
      hand({ seeds: seeds.filter((_one, place) => place % crew === index) }),
    ),
  );
  const tallies = mergeTallies(parts.flat());
  console.log(' histories      polls     failed       told  wrong  trigger');
  for (const tally of tallies) console.log(line(tally, tally.key));
  const all = mergeTallies(tallies.map((tally) => ({ ...tally, key: 'all' })))[0];
  if (all) console.log(line(all, 'all'));
  const wrong = tallies.flatMap((tally) => tally.wrong);
  for (const sentence of wrong.slice(0, 40)) console.log(`\nWRONG ${sentence}`);
  // Histories in which nothing ever happens would prove nothing; one that is asked for alone may be empty.
  const isAlone = values.seed.includes('/');
  const silent = isAlone ? [] : tallies.filter(({ told }) => told === 0);
  for (const { key } of silent)
    console.log(`\nSILENT ${key}: none of its histories had anything to tell`);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `\nSimulation: ${all?.histories ?? 0} histories in ${seconds} s, ` +
      `${wrong.length} things wrong, ${silent.length} triggers without anything to tell`,
  );
  return all && wrong.length + silent.length === 0 ? 0 : 1;
}

function seedsOf(seed: string, histories: number): Task['seeds'] {
  const keys = triggers
    .map(({ definition }) => definition.key)
    .filter((key) => values.only === undefined || key === values.only);
  const alone = seed.split('/')[1];
  if (alone !== undefined) return [[alone, seed]];
  return keys.flatMap((key) =>
    Array.from({ length: histories }, (_, index): [string, string] => [
      key,
      `${seed}/${key}/${index}`,
    ]),
  );
}

/** Has the task played in a process of its own. */
function hand(task: Task): Promise<Tally[]> {
  return new Promise((resolve, reject) => {
    const child = fork(CREW, { execArgv: [] });
    child.once('message', (tallies: Tally[]) => resolve(tallies));
    child.once('exit', (code) => reject(new Error(`A process ended with ${code}`)));
    child.send(task);
  });
}

function mergeTallies(tallies: readonly Tally[]): Tally[] {
  const merged = new Map<string, Tally>();
  for (const one of tallies) {
    const before = merged.get(one.key);
    merged.set(
      one.key,
      before
        ? {
            key: one.key,
            histories: before.histories + one.histories,
            polls: before.polls + one.polls,
            failed: before.failed + one.failed,
            told: before.told + one.told,
            wrong: [...before.wrong, ...one.wrong],
          }
        : one,
    );
  }
  return [...merged.values()];
}

function line({ histories, polls, failed, told, wrong }: Tally, name: string): string {
  const numbers = [histories, polls, failed, told].map((it) => String(it).padStart(10)).join(' ');
  return `${numbers} ${String(wrong.length).padStart(6)}  ${name}`;
}
