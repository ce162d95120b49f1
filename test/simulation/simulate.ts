/**
 * No alert lost, none twice: random histories of triggers, through Zapier's side, against a cloud that knows
 * the truth. `SIMULATION_HISTORIES=1000` runs so many of each trigger and prints the figures;
 * `SIMULATION_SEED` picks other ones, and the seed that a failure names runs that history alone.
 */
import pMap from 'p-map';
import type { TriggerStep } from '../../src/step-kit/step.ts';
import { keyOf, rows, steps } from '../conformance/walk.ts';
import { appHandlerFor } from '../support/app.ts';
import { type Outcome, runHistory } from './history.ts';
import { type SimulatedApi, startApi } from './server.ts';
import { scenarios } from './worlds/index.ts';

/** One of each notices a gross mistake with every test run; the proof is in more of them. */
const HISTORIES = Number(process.env.SIMULATION_HISTORIES ?? 1);
const SEED = process.env.SIMULATION_SEED ?? 'quiet';

/** Failed reads are tried again after a pause, so many histories wait at the same time. */
const CONCURRENCY = 30;

const triggers = steps.filter((step): step is TriggerStep => step.type === 'trigger');

/** Defines the tests of the triggers of one kind; a trigger without a scenario fails. */
export function simulate(isOfKind: (trigger: TriggerStep) => boolean): void {
  let api: SimulatedApi;
  let told = 0;
  const left: (() => Promise<void>)[] = [];
  const leave = (close: () => Promise<void>) => {
    left.push(close);
    if (left.length > 2 * CONCURRENCY) void left.shift()?.();
  };

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await Promise.all(left.map((close) => close()));
    await api.close();
  });

  test.each(rows(triggers.filter(isOfKind)))(
    '%s loses nothing and tells nothing twice',
    async (key, trigger) => {
      const scenario = scenarios[key];
      if (!scenario) throw new Error(`${key} has no scenario in worlds/index.ts`);
      const kind = scenario.kind === 'whole' ? 'new' : scenario.kind;
      expect(kind).toBe((trigger as TriggerStep).kind);
      const handler = await appHandlerFor({ triggers: { [key]: trigger.definition } });
      const outcomes = await pMap(
        seedsOf(key),
        (seed) => runHistory(key, scenario, { api, handler, seed, leave }),
        { concurrency: CONCURRENCY },
      );
      print(key, outcomes);
      told += sum(outcomes, 'told');
      const wrong = outcomes.flatMap((one) =>
        one.wrong.slice(0, 3).map((sentence) => `${one.seed}: ${sentence}`),
      );
      expect(wrong).toEqual([]);
      // Histories in which nothing ever happens would prove nothing.
      if (outcomes.length > 1) expect(sum(outcomes, 'told')).toBeGreaterThan(0);
    },
    3_600_000,
  );

  // One history alone, asked for by its seed, may be an empty one.
  if (SEED.includes('/')) return;
  test('the histories had something to tell', () => {
    expect(told).toBeGreaterThan(0);
  });
}

function seedsOf(key: string): string[] {
  if (SEED.includes('/')) return SEED.includes(`/${key}/`) ? [SEED] : [];
  return Array.from({ length: HISTORIES }, (_, index) => `${SEED}/${key}/${index}`);
}

const sum = (outcomes: readonly Outcome[], what: 'polls' | 'failed' | 'told') =>
  outcomes.reduce((all, outcome) => all + outcome[what], 0);

/** The figures, where they are asked for. */
function print(key: string, outcomes: readonly Outcome[]): void {
  if (!process.env.SIMULATION_HISTORIES) return;
  const [polls, failed, told] = (['polls', 'failed', 'told'] as const).map((what) =>
    sum(outcomes, what),
  );
  const figures = `${polls} polls (${failed} failed), ${told} told`;
  const wrong = outcomes.filter((one) => one.wrong.length > 0).length;
  process.stdout.write(`${key}: ${outcomes.length} histories, ${figures}, ${wrong} wrong\n`);
}

/** Scenarios that no trigger has. */
export const superfluous = () =>
  Object.keys(scenarios).filter((key) => !triggers.some((trigger) => keyOf(trigger) === key));
