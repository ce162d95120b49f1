/**
 * The time one step may take. Zapier ends a step after 30 seconds without a word; a step that ends
 * by itself before can say what it was waiting for.
 */
export type Deadline = {
  /** Milliseconds left, never below 0. */
  remainingMs(): number;
  /** A deadline for a part of the work: `ms` from now, or this one if that comes first. */
  within(ms: number): Deadline;
};

export function deadlineIn(ms: number): Deadline {
  const end = performance.now() + ms;
  return {
    remainingMs: () => Math.max(0, end - performance.now()),
    within: (part) => deadlineIn(Math.min(part, Math.max(0, end - performance.now()))),
  };
}
