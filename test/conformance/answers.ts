/**
 * What the steps give, whole, as it was when somebody last looked at it: answers/<subject>.json, written by
 * `npm run answers`. The sandbox's clock and ids are the same in each run, so a value that differs was
 * changed by the code. A shape agrees with null and with any other number; a record does not.
 */
import { readFileSync } from 'node:fs';
import { subjects } from '../../index.ts';
import type { SeedInfo } from '../../sandbox/cloud/control/client.ts';
import type { Item } from '../../sandbox/zapier/index.ts';
import type { DirectStage, DirectStages } from './direct-stage.ts';
import { type Outcome, outcomeOf, perform } from './outcome.ts';
import {
  faultsIn,
  type Situation,
  situationsOf,
  situationsOfRoutes,
  statesIn,
} from './situations.ts';
import { exampleOf, runnable, type Step } from './steps.ts';

/** By situation; `example` is the example itself. */
export type Answers = Record<string, Record<string, unknown>>;

export const SUBJECTS = Object.keys(subjects) as (keyof typeof subjects)[];

export const stepsOf = (subject: (typeof SUBJECTS)[number]): Step[] =>
  runnable.filter((step) => (subjects[subject] as readonly Step[]).includes(step));

export const fileOf = (subject: string): URL => new URL(`answers/${subject}.json`, import.meta.url);

/** The answers by the key of their step. */
export function readAnswers(subject: string): Record<string, Answers> {
  return JSON.parse(readFileSync(fileOf(subject), 'utf8'));
}

/** Runs the step in all its situations, one after another. */
export async function answersOf(stages: DirectStages, step: Step): Promise<Answers> {
  const example = await run(stages, step, {});
  const answers: Answers = { example: { ...whole(example.outcome), requests: example.requests } };
  const situations = {
    ...situationsOf(step),
    ...situationsOfRoutes(example.routes, example.lists),
  };
  const routes = new Set(example.routes);
  for (const [name, situation] of Object.entries(situations)) {
    const ran = await run(stages, step, situation);
    const answer = told(ran, example);
    // What makes no difference here is no news.
    if (JSON.stringify(answer) !== JSON.stringify(told(example, example))) answers[name] = answer;
    if (isOtherWay(situation, ran, routes)) {
      for (const [named, other] of statesIn([name, situation], step)) {
        const inState = told(await run(stages, step, other), example);
        if (JSON.stringify(inState) !== JSON.stringify(answer)) answers[named] = inState;
      }
    }
    const failing = ran.routes.filter((one) => situation.asksOtherwise || !routes.has(one));
    for (const route of failing) routes.add(route);
    // Where many clusters are measured, each time some seconds are spent on those that never answer.
    if (ran.routes.filter((one) => one.endsWith('/_sql')).length > 1) continue;
    for (const [named, other] of faultsIn([name, situation], failing)) {
      answers[named] = told(await run(stages, step, other), example);
    }
  }
  return JSON.parse(JSON.stringify(answers));
}

/** The same step filled in so that it asks for other things. */
function isOtherWay({ input, without, asksOtherwise }: Situation, ran: Ran, known: Set<string>) {
  const isFilledIn = input !== undefined || without !== undefined;
  const asks = asksOtherwise || ran.routes.some((route) => !known.has(route));
  return isFilledIn && asks && ran.outcome.items !== undefined;
}

type Ran = { outcome: Outcome; requests: string[]; routes: string[]; lists: string[] };

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Each once, with a star for every id. */
const routesOf = (routes: readonly string[]): string[] =>
  [...new Set(routes.map((route) => route.replace(UUID, '*')))].sort();

async function run(stages: DirectStages, step: Step, situation: Situation): Promise<Ran> {
  const { prepare, input } = exampleOf(step);
  return stages.on(step, async (stage) => {
    const { control, seed } = stage;
    await prepare?.(control);
    const named: Record<string, unknown> = { ...input, ...situation.input };
    const given = situation.byId ? withIds(named, seed) : named;
    if (situation.without !== undefined) delete given[situation.without];
    const zapier = stage.zapierAs(situation.as && seed.keys[situation.as]);
    if (situation.again) {
      await outcomeOf(perform(zapier, step, given));
      await control.finishOperations();
    }
    await situation.world?.(stage, given);
    await control.clearLogs();
    const outcome = await outcomeOf(perform(zapier, step, given, situation.meta));
    const routes = stage.requests().map(({ method, path }) => `${method} ${path}`);
    return {
      outcome,
      requests: inWords(stage),
      routes: routesOf(routes),
      lists: routesOf(stage.lists()),
    };
  });
}

function withIds(input: Record<string, unknown>, seed: SeedInfo): Record<string, unknown> {
  const { alpine, beacon } = seed.organizations;
  const ids: Record<string, string> = {
    ...seed.clusters,
    ...seed.projects,
    'Alpine Weather': alpine,
    'Beacon Logistics': beacon,
  };
  const entries = Object.entries(input);
  return Object.fromEntries(entries.map(([key, value]) => [key, ids[String(value)] ?? value]));
}

/** More items than this say nothing new. */
const MOST_ITEMS = 4;

function whole({ items, error }: Outcome): Record<string, unknown> {
  if (error) return { [error.kind]: error.message };
  return { count: items.length, items: items.slice(0, MOST_ITEMS).map(steady) };
}

/** Beside the example: of the first items, what differs from the example's first. */
function beside({ items, error }: Outcome, example: Outcome): Record<string, unknown> {
  if (error) return { [error.kind]: error.message };
  const [like = {}] = example.items ?? [];
  return {
    count: items.length,
    items: items.slice(0, 2).map((item) => steady(differences(item, like))),
  };
}

const told = ({ outcome, requests }: Ran, example: Ran) => ({
  ...beside(outcome, example.outcome),
  // Side by side, the first that fails ends the step, and how many were under way by then differs.
  ...(outcome.error ? {} : { requests: requests.length }),
});

function differences(item: Item, like: Item): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(like[key]),
    ),
  );
}

/** Side by side, requests come in any order. */
function inWords({ requests }: DirectStage): string[] {
  return requests()
    .map(({ method, path, query, body }) =>
      [
        `${method} ${path}`,
        ...(Object.keys(query).length > 0 ? [JSON.stringify(query)] : []),
        ...(body ? [JSON.stringify(body)] : []),
      ].join(' '),
    )
    .sort();
}

/** Without what is made up by chance: addresses of files. Of long lists the ends, of long texts the beginning. */
function steady(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.replace(/https:\/\/files\.invalid\/[\w-]+/g, 'https://files.invalid/*');
    return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}… (${text.length})`;
  }
  if (Array.isArray(value)) {
    const short =
      value.length <= LONGEST_LIST
        ? value
        : [...value.slice(0, 2), `(${value.length} in all)`, ...value.slice(-1)];
    return short.map(steady);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, steady(inner)]));
}

const LONGEST_LIST = 4;
const LONGEST_TEXT = 300;
