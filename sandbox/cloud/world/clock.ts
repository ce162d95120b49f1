export type Clock = {
  now(): Date;
  /** Moves on by `milliseconds` (never back); returns the new time. */
  advance(milliseconds: number): Date;
  /** Sandbox seconds per real second; 0 stands still. */
  setSpeed(speed: number): void;
  speed(): number;
};

export function createClock(start: string, speed: number): Clock {
  let base = Date.parse(start);
  if (Number.isNaN(base)) throw new Error(`The clock cannot start at "${start}".`);
  let rate = checkSpeed(speed);
  let since = performance.now();

  const read = () => base + (rate === 0 ? 0 : (performance.now() - since) * rate);
  const rebase = (time: number) => {
    base = time;
    since = performance.now();
  };

  return {
    now: () => new Date(read()),
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new Error('The clock only moves forward.');
      rebase(read() + milliseconds);
      return new Date(read());
    },
    setSpeed(next) {
      rebase(read());
      rate = checkSpeed(next);
    },
    speed: () => rate,
  };
}

function checkSpeed(speed: number): number {
  if (!Number.isFinite(speed) || speed < 0) throw new Error('A speed is a number from 0 up.');
  return speed;
}
