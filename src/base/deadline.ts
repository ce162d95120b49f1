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
