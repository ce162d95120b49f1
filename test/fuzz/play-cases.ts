/** One step against many spoilt replies, and what came of it. */
import * as fc from 'fast-check';
import type { Operation } from '../../tools/contract/document.ts';
import { keyOf, type Step } from '../conformance/steps.ts';
import type { Heard, Play } from './direct-run.ts';
import { checkOutcome } from './outcome-rules.ts';
import { kindOf } from './reached-requests.ts';
import { isChange } from './run-record.ts';
import { ORIGIN, type Tape } from './tape.ts';
import { type Way, type WayName, waysOf } from './ways-in.ts';

/** Plain data: it goes from one process to another. */
export type Tally = {
  key: string;
  isCreate: boolean;
  way: WayName;
  cases: number;
  items: number;
  /** Cases that gave at least one item. */
  giving: number;
  /** Cases that asked for a change. */
  changing: number;
  /** Failed cases by the kind of error that Zapier sees. */
  errors: Record<string, number>;
  /** Kinds of requests that the example makes, and those of them that were made. */
  requests: { all: number; reached: number };
  /** What was wrong, with how to see it again. */
  wrong: string[];
};

export type Trial = { tally: Tally; runs: (() => Promise<void>)[]; conclude(): Promise<void> };

const SHRINKING_MS = 20_000;

/** So many cases of one way are made at once: some are megabytes, and all steps are under way. */
const BLOCK = 25;

/** The machine may be to blame rather than the step: such a case is run once more by itself. */
const isLate = ({ outcome }: Play) => outcome.error?.type === 'Timeout';

type Failure = { index: number; message: string };

type TrialOptions = { cases: number; seed: number; operations: readonly Operation[] };

export async function trialsOf(step: Step, tape: Tape, options: TrialOptions): Promise<Trial[]> {
  const ways = waysOf(step, tape, options.operations);
  return Promise.all(ways.map((way) => trialOf(step, tape, way, options)));
}

async function trialOf(
  step: Step,
  tape: Tape,
  way: Way,
  { cases, seed, operations }: TrialOptions,
): Promise<Trial> {
  const kinds = new Set(tape.replies.map((reply) => kindOf(reply, operations, tape.replies)));
  const normal = {
    requests: tape.replies.length,
    changes: tape.replies.filter(isChange).length,
  };
  const reached = new Set<string>();
  const failures: Failure[] = [];
  const tally: Tally = {
    key: keyOf(step),
    isCreate: step.type === 'create',
    way: way.name,
    cases: 0,
    items: 0,
    giving: 0,
    changing: 0,
    errors: {},
    requests: { all: kinds.size, reached: 0 },
    wrong: [],
  };
  const placeOf = (index: number) => ({
    block: Math.floor(index / BLOCK),
    seed: seed + 1_000 * Math.floor(index / BLOCK),
    path: `${index % BLOCK}`,
  });
  let made: { block: number; samples: unknown[] } | undefined;
  const sampleOf = (index: number): unknown => {
    const { block, seed } = placeOf(index);
    if (made?.block !== block) {
      const numRuns = Math.min(BLOCK, cases - block * BLOCK);
      made = { block, samples: fc.sample(way.cases, { seed, numRuns }) };
    }
    const sample = made.samples[index % BLOCK];
    // What is done with needs no memory.
    made.samples[index % BLOCK] = null;
    return sample;
  };

  const late: number[] = [];

  const judge = (index: number, play: Play): void => {
    count(tally, play);
    for (const { asking } of play.heard) reached.add(kindOf(asking, operations, tape.replies));
    tally.requests.reached = [...kinds].filter((kind) => reached.has(kind)).length;
    const message = faultOf(() => checkOutcome(step, play.outcome, play.played, normal));
    if (message !== null) failures.push({ index, message });
  };

  const run = async (index: number): Promise<void> => {
    const play = await way.play(sampleOf(index));
    if (isLate(play)) late.push(index);
    else judge(index, play);
  };

  /** Shrinks one failing case of each sort. */
  const conclude = async () => {
    for (const index of late) {
      const { seed, path } = placeOf(index);
      const [again] = fc.sample(way.cases, { seed, path, numRuns: 1 });
      judge(index, await way.play(again));
    }
    const sorts = new Map<string, Failure[]>();
    for (const one of failures) {
      const sort = sortOf(one.message);
      sorts.set(sort, [...(sorts.get(sort) ?? []), one]);
    }
    for (const alike of [...sorts.values()].slice(0, 3)) {
      const smallest = await shrunk(alike[0] as Failure);
      tally.wrong.push(
        `${tally.key}, ${way.name}: ${alike.length} of ${cases} cases\n  ${smallest}`,
      );
    }
  };

  /** The smallest case that fails, told with its replies. */
  const shrunk = async ({ index, message }: Failure): Promise<string> => {
    let last: { heard: Heard[]; message: string } | undefined;
    const property = fc.asyncProperty(way.cases, async (one) => {
      const { outcome, played, heard } = await way.play(one);
      const fault = faultOf(() => checkOutcome(step, outcome, played, normal));
      // A smaller case of another fault is no smaller case of this one.
      if (fault === null || sortOf(fault) !== sortOf(message)) return;
      last = { heard, message: fault };
      throw new Error(fault);
    });
    const limit = { interruptAfterTimeLimit: SHRINKING_MS, markInterruptAsFailure: false };
    const { seed, path } = placeOf(index);
    await fc.check(property, { seed, path, numRuns: 1, ...limit });
    if (!last) return `${message}\n  (not when it is run again)`;
    return [last.message, ...last.heard.map(told)].join('\n  ');
  };

  return {
    tally,
    runs: Array.from({ length: cases }, (_one, index) => () => run(index)),
    conclude,
  };
}

function count(tally: Tally, { outcome, heard }: Play): void {
  tally.cases += 1;
  if (heard.some(({ asking }) => isChange(asking))) tally.changing += 1;
  if (outcome.error) {
    const inside = /unexpected happened inside/.test(outcome.error.message);
    const kind = inside ? 'crash' : outcome.error.kind;
    tally.errors[kind] = (tally.errors[kind] ?? 0) + 1;
    return;
  }
  tally.items += outcome.items.length;
  if (outcome.items.length > 0) tally.giving += 1;
}

/** What faults of one kind have in common, whatever they are about. */
const sortOf = (message: string) => message.replace(/[“"].*|\d+/g, '').slice(0, 40);

function faultOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function told({ asking, status, beginning }: Heard): string {
  const { method, path, statement } = asking;
  const what = statement === null ? path : `${path} ${statement.slice(0, 40)}`;
  return `${method} ${what} -> ${status} ${beginning.replaceAll(ORIGIN, '')}`;
}
