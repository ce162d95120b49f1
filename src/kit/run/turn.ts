/** Taking turns, where not all can be served in one poll. */
import { MINUTE_MS } from '../../base/time.ts';
import type { Run } from './run.ts';

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** Longer than the longest pause between two polls of a Zap that is on. */
const REMEMBER_SECONDS = 86_400;

/** Where the next turn begins, and how many of the present round are still to be served. */
type Mark = { next: number; left: number };

export type Turn = {
  /** The things in the order of this turn. */
  order<T>(things: readonly T[]): T[];
  /** To be called with how many of them were served, so that the next turn goes on behind them. */
  end(served: number): Promise<void>;
};

/**
 * Whose turn it is among `count` things: those behind the last that an earlier poll of the same step with the
 * same input served, so that as few polls as can be serve all, whatever their interval. Where that is not
 * remembered, the clock says it.
 *
 * Two Zaps that are the same share the memory. Each round begins a little later than the one before, so that
 * neither of them is served the same part for ever.
 */
export async function turnOf(
  run: Pick<Run<unknown>, 'memory' | 'now' | 'sameStep'>,
  what: string,
  count: number,
): Promise<Turn> {
  const key = `turn:${what}:${run.sameStep()}`;
  const mark = readMark(await run.memory.get(key), count);
  const first = mark?.next ?? startOfTurn(run.now(), count);
  return {
    order: (things) => [...things.slice(first), ...things.slice(0, first)],
    end: async (served) => {
      if (served < 1 || served >= count) return;
      const left = (mark?.left ?? count) - served;
      const later = left > 0 ? 0 : Math.floor(served * GOLDEN_RATIO);
      const ended: Mark = {
        next: (first + served + later) % count,
        left: left > 0 ? left : count,
      };
      await run.memory.set(key, ended, REMEMBER_SECONDS);
    },
  };
}

/** There may be more or fewer things than then. */
function readMark(remembered: unknown, count: number): Mark | null {
  const { next, left } = (remembered ?? {}) as Partial<Mark>;
  if (!Number.isInteger(next) || !Number.isInteger(left) || count === 0) return null;
  return { next: Number(next) % count, left: Math.min(Number(left), count) };
}

/**
 * Where a turn begins by the clock alone: moved on by the golden ratio of a turn every minute, so that the
 * beginnings spread whatever the polling interval, and each thing is reached in time.
 */
export function startOfTurn(now: Date, count: number): number {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  return Math.floor(((minute * GOLDEN_RATIO) % 1) * count);
}

/** The things in the order of the clock's turn. */
export function inTurn<T>(things: readonly T[], now: Date): T[] {
  const start = startOfTurn(now, things.length);
  return [...things.slice(start), ...things.slice(0, start)];
}
