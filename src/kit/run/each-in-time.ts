/** Asking many things for the same, such as clusters or organizations, within the time of one step. */
import { within } from '../../base/deadline.ts';
import { concernsAll, isProblem, isWithheld, Problem } from '../../base/problem.ts';
import { passing } from '../errors.ts';
import { inPool } from './pool.ts';
import type { Run } from './run.ts';
import { inTurn, turnOf } from './turn.ts';

/** Asked at the same time; enough for hundreds in some seconds, and no flood. */
const CONCURRENCY = 12;

/** Time kept for what was begun last: two tries of a request that does not answer. */
const LAST_START_MS = 8_000;

/** Time that each has for its answer, whatever is kept. */
const LEAST_ANSWER_MS = 2_000;

type Surroundings = Pick<Run<unknown>, 'deadline' | 'isSeeding' | 'memory' | 'now' | 'sameStep'>;

export type Asking<Thing> = {
  /** How a sentence names one. */
  nameOf(thing: Thing): string;
  /** A single one that was chosen: its failure is the step's. */
  isChosen?: boolean;
  /**
   * `withheld`: only what the key may not read hides none of the others. Default: nor does what does not
   * answer, for it may at the next poll.
   */
  bears?: 'withheld' | 'silence';
  concurrency?: number;
  /** Nothing more is begun with less time than this. */
  lastStartMs?: number;
  /** Kept for what comes after: who has not answered by then has not answered. */
  keepMs?: number;
};

export type Failed<Thing> = { thing: Thing; error: unknown };

export type Asked<Thing, Result> = {
  /** In the order of the things. */
  answers: { thing: Thing; result: Result }[];
  failed: Failed<Thing>[];
  /** Those that had no time: the first of another poll's turn. */
  late: Thing[];
};

/**
 * Asks each thing, some at a time. Those that had no time are the first of the next poll; so few that all are
 * asked at once begin where the clock says whose turn it is. The failure of one does not fail the others; it is an error only when none could be asked, when it was the chosen one, or when it
 * concerns all: a wrong key, throttling by the API, a bug of ours. While a Zap is switched on, all that
 * may be read must have been: what is not seen then would be told as new later.
 */
export async function eachInTime<Thing, Result>(
  run: Surroundings,
  things: readonly Thing[],
  ask: (thing: Thing) => Promise<Result>,
  asking: Asking<Thing>,
): Promise<Asked<Thing, Result>> {
  const { concurrency: most = CONCURRENCY, lastStartMs = LAST_START_MS, keepMs = 0 } = asking;
  const turn = things.length > most ? await turnOf(run, 'asked', things.length) : null;
  const places = [...things.keys()];
  const order = turn ? turn.order(places) : inTurn(places, run.now());
  const ends = await inPool(
    order,
    async (index): Promise<End<Result>> => {
      const thing = things[index] as Thing;
      try {
        const answer = ask(thing);
        // Who is asked late, once more after a 429, has time to answer all the same.
        const kept =
          keepMs > 0 ? Math.min(keepMs, run.deadline.remainingMs() - LEAST_ANSWER_MS) : 0;
        const found =
          kept > 0
            ? await within(run.deadline, answer, { keepMs: kept })
            : { answer: await answer };
        if (found) return { index, result: found.answer };
        throw new Problem('no_answer', 'CrateDB Cloud did not answer in time');
      } catch (error) {
        if (!isBorne(run, error, asking)) throw ofThing(error, thing, things.length, asking);
        return { index, error };
      }
    },
    { deadline: run.deadline, most, lastStartMs },
  );
  const done = new Map(ends.flatMap((end) => (end ? [[end.index, end]] : [])));
  await turn?.end(done.size);
  return sortOut(run, things, done, asking);
}

type End<Result> = { index: number } & ({ result: Result } | { error: unknown });

function sortOut<Thing, Result>(
  run: Pick<Run<unknown>, 'isSeeding'>,
  things: readonly Thing[],
  done: ReadonlyMap<number, End<Result>>,
  asking: Asking<Thing>,
): Asked<Thing, Result> {
  const asked: Asked<Thing, Result> = { answers: [], failed: [], late: [] };
  for (const [index, thing] of things.entries()) {
    const end = done.get(index);
    if (!end) asked.late.push(thing);
    else if ('error' in end) asked.failed.push({ thing, error: end.error });
    else asked.answers.push({ thing, result: end.result });
  }
  const { failed, late, answers } = asked;
  if (failed.length > 0 && answers.length === 0) {
    // That there was no answer may pass; that it is not allowed is known already then.
    throw (failed.find(({ error }) => !isWithheld(error)) ?? failed[0])?.error;
  }
  if (late.length > 0 && (run.isSeeding || answers.length === 0)) {
    throw tooLate(late, things.length, asking.nameOf);
  }
  return asked;
}

function tooLate<Thing>(late: readonly Thing[], count: number, nameOf: (thing: Thing) => string) {
  return passing(
    `${late.length} of ${count} could not be read in time, among them ${nameOf(late[0] as Thing)}`,
    'Try again, or watch fewer of them.',
  );
}

/** Nothing more is begun with less time than this where all is needed: an error is all that would come. */
const LEAST_MS = 1_000;

/**
 * The same where an answer with a part missing would be another answer: any failure is thrown, and so is it
 * when there is no time for all. What may be missing is for `ask` to say.
 */
export async function askAll<Thing, Result>(
  run: Pick<Run<unknown>, 'deadline'>,
  things: readonly Thing[],
  ask: (thing: Thing) => Promise<Result>,
  { nameOf, concurrency: most = CONCURRENCY }: Pick<Asking<Thing>, 'nameOf' | 'concurrency'>,
): Promise<Result[]> {
  const ends = await inPool(things, async (thing) => ({ result: await ask(thing) }), {
    deadline: run.deadline,
    most,
    lastStartMs: LEAST_MS,
  });
  const late = things.filter((_, index) => ends[index] === undefined);
  if (late.length > 0) throw tooLate(late, things.length, nameOf);
  return ends.flatMap((end) => (end ? [end.result] : []));
}

function isBorne(
  run: Pick<Run<unknown>, 'isSeeding'>,
  error: unknown,
  { isChosen = false, bears = 'silence' }: Pick<Asking<never>, 'isChosen' | 'bears'>,
): boolean {
  if (isChosen || concernsAll(error)) return false;
  return isWithheld(error) || (bears === 'silence' && !run.isSeeding && isSilence(error));
}

/** No answer, or none that says anything; it may come at the next poll. */
function isSilence(error: unknown): boolean {
  return isProblem(error, 'unavailable', 'no_answer', 'failed', 'intercepted');
}

/** The same problem, with the name of what could not be read. */
function ofThing<Thing>(error: unknown, thing: Thing, count: number, { nameOf }: Asking<Thing>) {
  if (count < 2 || !isProblem(error) || concernsAll(error)) return error;
  return new Problem(error.kind, `${error.message} (${nameOf(thing)})`, error);
}
