/** A time of the simulation's own: pauses pass at once, and take exactly as long as they say. */
import FakeTimers from '@sinonjs/fake-timers';

/** Any; each history's server has a time of its own. */
const START = Date.UTC(2026, 0, 1);

/**
 * Does the work with a clock that stands while there is anything to do and goes on to the next timer when all
 * wait for one, so that neither a slow machine nor a busy process makes a step late. Whatever the work waits
 * for must be a timer or done in this process.
 */
export async function inOwnTime<T>(work: () => Promise<T>): Promise<T> {
  const clock = FakeTimers.install({
    now: START,
    toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
  });
  try {
    let isDone = false;
    const result = work().finally(() => {
      isDone = true;
    });
    // It is looked at below, when the loop has ended.
    result.catch(() => {});
    while (!isDone) {
      await nothingElseToDo();
      if (!isDone) clock.next();
    }
    return await result;
  } finally {
    clock.uninstall();
  }
}

/** Promises and what Node does next come before. */
const nothingElseToDo = () => new Promise<void>((resolve) => setImmediate(resolve));
