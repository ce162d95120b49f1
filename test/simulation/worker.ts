/** One of the processes that share the histories of `main.ts`: plays what it is sent, and tells the tallies. */
import { appWith, triggers } from './app.ts';
import { type Outcome, runHistory } from './history.ts';
import { inOwnTime } from './own-time.ts';
import { directly } from './ways.ts';
import { scenarioOf } from './worlds/index.ts';

export type Task = { seeds: [key: string, seed: string][] };

export type Tally = {
  key: string;
  histories: number;
  polls: number;
  failed: number;
  told: number;
  /** What was wrong, each with the seed of its history. */
  wrong: string[];
};

/** Of one history these are enough. */
const SENTENCES = 3;

function tallyOf(key: string, outcomes: readonly Outcome[]): Tally {
  const sum = (what: 'polls' | 'failed' | 'told') =>
    outcomes.reduce((all, outcome) => all + outcome[what], 0);
  return {
    key,
    histories: outcomes.length,
    polls: sum('polls'),
    failed: sum('failed'),
    told: sum('told'),
    wrong: outcomes.flatMap(({ seed, wrong }) =>
      wrong.slice(0, SENTENCES).map((sentence) => `${seed}: ${sentence}`),
    ),
  };
}

async function play({ seeds }: Task): Promise<Tally[]> {
  const ways = new Map(
    triggers.map((trigger) => [
      trigger.definition.key,
      { scenario: scenarioOf(trigger), way: directly(appWith(trigger)) },
    ]),
  );
  const outcomes = new Map<string, Outcome[]>();
  for (const [key, seed] of seeds) {
    const found = ways.get(key);
    if (!found) throw new Error(`There is no trigger ${key}`);
    const outcome = await runHistory(key, found.scenario, { way: found.way, seed });
    const own = outcomes.get(key) ?? [];
    own.push(outcome);
    outcomes.set(key, own);
  }
  return [...outcomes].map(([key, own]) => tallyOf(key, own));
}

process.on('message', async (task: Task) => {
  const tallies = await inOwnTime(() => play(task));
  process.send?.(tallies, () => process.exit());
});
process.on('disconnect', () => process.exit());
