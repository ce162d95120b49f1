import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The time one step may take. Zapier ends a step after 30 seconds without a word; a step that ends
 * by itself before can say what it was waiting for.
 */
export type Deadline = {
  /** Milliseconds left, never below 0. */
  remainingMs(): number;
  /** Ends it now: what a failed step still had under way is not tried again behind its back. */
  end(): void;
};

export function deadlineIn(ms: number): Deadline {
  let end = performance.now() + ms;
  return {
    remainingMs: () => Math.max(0, end - performance.now()),
    end: () => {
      end = performance.now();
    },
  };
}

/**
 * The answer, or null where it does not come within `mostMs`, or before only `keepMs` are left: one that hangs
 * must not cost the time of all that is still to be done. It is not waited for any more, and its failure
 * comes too late to be one.
 */
export async function within<T>(
  deadline: Pick<Deadline, 'remainingMs'>,
  answer: Promise<T>,
  { mostMs = Number.POSITIVE_INFINITY, keepMs = 0 }: { mostMs?: number; keepMs?: number },
): Promise<{ answer: T } | null> {
  const timer = new AbortController();
  const ms = Math.max(1, Math.min(mostMs, deadline.remainingMs() - keepMs));
  const late = sleep(ms, null, { signal: timer.signal });
  late.catch(() => {});
  answer.catch(() => {});
  try {
    return await Promise.race([answer.then((it) => ({ answer: it })), late]);
  } finally {
    timer.abort();
  }
}
