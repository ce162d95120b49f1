/** One random history of one trigger, held against the truth at every poll. */
import { type Item, StepError } from '../../sandbox/zapier/index.ts';
import { type Random, randomOf } from './random.ts';
import type { Fault, Served, Weather } from './served.ts';
import type { Way } from './ways.ts';
import { DAY, type Due, HOUR, MINUTE, MOST, type Scenario } from './world.ts';

export type Outcome = {
  seed: string;
  polls: number;
  failed: number;
  told: number;
  /** What was wrong, in sentences; empty when the promise was kept. */
  wrong: string[];
};

/** A step is a poll, a missed poll, or a day without polls. Most histories are short, some are long. */
const stepsOf = (random: Random) =>
  random.chance(0.92) ? random.whole(1, 6) : random.whole(20, 50);

/** The server's clock goes wrong by so much from reply to reply; a poll sees one of them. */
const SKEW = MINUTE;

/** So much later a poll may still be under way. */
const POLL_MS = 15_000;

/** With up to half as many again, each has its turn within so many good polls. */
const TURNS = 14;

export async function runHistory(
  key: string,
  scenario: Scenario,
  { way, seed }: { way: Way; seed: string },
): Promise<Outcome> {
  const random = randomOf(seed);
  let at = startOf(random);
  const world = scenario.world(random, at);
  const served: Served = {
    world,
    moment: { at, now: at },
    weather: calm(seed),
    mayFail: scenario.mayFail ?? (() => true),
    requests: 0,
    spoilt: [],
    routes: new Set(),
  };
  const { zapier, close } = await way(served);
  const outcome: Outcome = { seed, polls: 0, failed: 0, told: 0, wrong: [] };
  const book = bookOf(scenario, outcome.wrong);
  try {
    const zap = zapier.trigger(key, world.input);
    await zap.switchOn();
    const since = at;
    if (scenario.kind !== 'alert') book.seeded(world.due(served.moment));
    const interval = random.whole(1, 15) * MINUTE;

    const poll = async (weather: Weather) => {
      served.moment = { at, now: Math.floor((at + random.between(-SKEW, SKEW)) / 1_000) * 1_000 };
      Object.assign(served, { weather, requests: 0, spoilt: [] });
      const due = dueAt(scenario, served);
      const mustFail = world.mustFail?.(served.moment) === true;
      outcome.polls += 1;
      const items = await zap.poll().catch((error: unknown) => errorOf(error));
      const isUnhurt = served.spoilt.length === 0;
      if (items instanceof StepError) {
        outcome.failed += 1;
        if (isUnhurt && !mustFail) outcome.wrong.push(`fails unprovoked: ${items.message}`);
        return;
      }
      if (isUnhurt && mustFail) outcome.wrong.push('says nothing where it has to fail');
      if (!due.isFull) outcome.wrong.push(...disorder(scenario, items));
      const told = [...items, ...zap.releaseHeld()];
      outcome.told += told.length;
      book.polled(
        due,
        told.map((item) => ({
          id: String(item[scenario.identity ?? 'id']),
          truth: world.truthOf(item),
        })),
        isUnhurt,
        (truth) => served.spoilt.some((path) => world.bears?.(truth, path) === true),
      );
      world.polled?.(served.moment);
    };

    const steps = stepsOf(random);
    let spell: Spell | null = null;
    for (let step = 0; step < steps; step += 1) {
      const isLong = random.chance(0.04);
      const next = at + (isLong ? DAY : interval + random.between(-5_000, 5_000));
      world.live(at, next);
      at = Math.round(next);
      if (random.chance(0.02)) {
        zapier.cache.clear();
        world.forget?.();
      }
      spell = spellAfter(spell, random, [...served.routes]);
      const weather = weatherOf(random, `${seed} ${step}`);
      if (!random.chance(0.08)) await poll(spell ? { ...weather, fault: spell.fault } : weather);
    }
    // At last all that is late has shown up, and nothing is in the way.
    for (const pause of [HOUR, interval]) {
      at += pause;
      await poll(calm(seed));
    }
    for (const truth of world.mustHaveTold?.(since, served.moment) ?? []) book.mustHave(truth);
    return outcome;
  } finally {
    close();
  }
}

/** What comes behind something less urgent. Zapier runs the last of a poll first. */
function disorder({ order }: Scenario, items: readonly Item[]): string[] {
  const known = items.toReversed().flatMap((item) => order?.(item) ?? []);
  return known.flatMap((urgency, place) =>
    place > 0 && urgency < (known[place - 1] ?? urgency)
      ? [`order: ${urgency} comes behind ${known[place - 1]}`]
      : [],
  );
}

function errorOf(error: unknown): StepError | Item[] {
  if (error instanceof StepError) return error;
  throw error;
}

/** Often shortly before midnight or the end of a month, where periods turn. */
function startOf(random: Random): number {
  const days = random.whole(0, 60);
  if (random.chance(0.5)) return Date.UTC(2026, 2, 1 + days) + random.whole(0, DAY);
  const month = random.chance(0.5) ? Date.UTC(2026, random.whole(2, 5), 1) : 0;
  const midnight = month === 0 ? Date.UTC(2026, 2, 1 + days) : month;
  return midnight - random.whole(0, 3 * HOUR);
}

const calm = (seed: string): Weather => ({ seed, reorder: false, repeat: false, fault: null });

function weatherOf(random: Random, seed: string): Weather {
  const fault: Fault = {
    how: random.pick([500, 502, 503, 429, 429, 429, 'cut', 'html']),
    from: random.whole(1, 3),
    times: random.chance(0.3) ? 1 : Number.POSITIVE_INFINITY,
    route: null,
  };
  return {
    seed,
    reorder: random.chance(0.5),
    repeat: random.chance(0.3),
    fault: random.chance(0.14) ? fault : null,
  };
}

/** A route that fails for some polls while all others answer. */
type Spell = { fault: Fault; polls: number };

function spellAfter(spell: Spell | null, random: Random, routes: readonly string[]): Spell | null {
  if (spell && spell.polls > 1) return { ...spell, polls: spell.polls - 1 };
  if (spell || routes.length === 0 || !random.chance(0.06)) return null;
  const how = random.pick([500, 503, 429, 'cut', 'html'] as const);
  const fault = { how, from: 1, times: Number.POSITIVE_INFINITY, route: random.pick(routes) };
  return { fault, polls: random.whole(2, 6) };
}

/** What must be given now, and what may be: the clock moves on while a poll is under way. */
type Dues = { must: Due[]; may: Map<string, string>; isFull: boolean };

function dueAt({ kind }: Scenario, { world, moment }: Served): Dues {
  const cut = kind === 'new' || kind === 'event';
  const early = world.due(moment);
  const late = world.due({ ...moment, now: moment.now + POLL_MS });
  const [first, second] = cut ? [early.slice(0, MOST), late.slice(0, MOST)] : [early, late];
  const stays = new Map(second.map((due) => [due.truth, due.id]));
  return {
    must: first.slice(0, world.fitting).filter((due) => stays.has(due.truth)),
    may: new Map(
      [...(world.may?.(moment) ?? []), ...first, ...second].map((due) => [due.truth, due.id]),
    ),
    isFull: kind === 'alert' && Math.max(first.length, second.length) > MOST,
  };
}

/** Keeps book of what was told, and writes down what is wrong. */
function bookOf(scenario: Scenario, wrong: string[]) {
  const known = new Map<string, string>();
  const waiting = new Map<string, number>();
  return {
    /** All that is there when a Zap is switched on, not only what one poll would give. */
    seeded(there: readonly Due[]) {
      for (const due of there) known.set(due.truth, 'seeded');
    },
    polled(
      { must, may, isFull }: Dues,
      told: readonly Due[],
      isUnhurt: boolean,
      isBorne: (truth: string) => boolean,
    ) {
      for (const due of told) {
        const promised = may.get(due.truth);
        const before = known.get(due.truth);
        if (before) wrong.push(`doubled: ${due.truth} was ${before} before`);
        if (promised === undefined) wrong.push(`untrue: ${due.truth} is told as ${due.id}`);
        else if (promised !== due.id) wrong.push(`identity ${due.id}, not ${promised}`);
        known.set(due.truth, 'told');
      }
      if (isFull && told.length > MOST) wrong.push(`${told.length} alerts in one poll`);
      for (const { truth } of must) {
        if (known.has(truth)) continue;
        // What fails is an error, never an answer that something is missing from.
        if (!isUnhurt && !isFull && !isBorne(truth))
          wrong.push(`blind: ${truth} is due, and the poll did not fail`);
        if (!isUnhurt) continue;
        const waited = (waiting.get(truth) ?? 0) + 1;
        waiting.set(truth, waited);
        if (!isFull || waited === TURNS) wrong.push(`lost: ${truth} after ${waited} good polls`);
      }
    },
    mustHave(truth: string) {
      if (!known.has(truth)) wrong.push(`lost: ${truth} at the end (${scenario.kind})`);
    },
  };
}
