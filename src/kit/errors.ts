/**
 * The one funnel from every failure to what Zapier shows: one sentence of at most 250 characters (what
 * could not be done, why, what to do next), of the class that the kind of step needs.
 */
import type { ZObject } from 'zapier-platform-core';
import { isProblem, Problem, type ProblemKind, type ProblemSource } from '../base/problem.ts';
import { type StepKind, sentence, withoutStop } from './sentence.ts';

/** How long Zapier waits before it repeats a step that found the cluster busy. */
const BUSY_DELAY_SECONDS = 120;
const THROTTLED_DELAY_SECONDS = 60;

type RefusalKind = 'refused' | 'not_found' | 'busy' | 'passing';

/** Raised by a step itself, when it knows that the answer is no. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly next: string;

  constructor(kind: RefusalKind, why: string, next: string) {
    super(why);
    this.name = 'Refusal';
    this.kind = kind;
    this.next = next;
  }
}

/** What is asked cannot be done. `why` is a clause without a full stop, `next` a sentence. */
export const refuse = (why: string, next: string) => new Refusal('refused', why, next);

/** What a step is about does not exist. */
export const missing = (why: string, next: string) => new Refusal('not_found', why, next);

/** It cannot be done or known just now, and may be by itself: an error, which Zapier and users may replay. */
export const passing = (why: string, next: string) => new Refusal('passing', why, next);

/** Not now: Zapier shall repeat the step later by itself. */
export const busy = (why: string, next: string) => new Refusal('busy', why, next);

/** What the failing step is, as far as its errors depend on it. */
export type Asker = {
  kind: StepKind;
  label: string;
  /** Of a create: whether repeating it changes nothing the second time. */
  replay?: 'safe' | 'unsafe';
};

/** True for "it does not exist", which a step that deletes it may take for done. */
export function isMissing(error: unknown): boolean {
  return isProblem(error, 'not_found') || (error instanceof Refusal && error.kind === 'not_found');
}

/** True when a change was sent and nobody knows whether it took effect. */
export function maybeDone(error: unknown): boolean {
  return isProblem(error) && error.maybeDone;
}

/** The same problem of a step that sent a change earlier, of which nobody knows whether it took effect. */
export function stillOpen(problem: Problem): Problem {
  return new Problem(problem.kind, problem.message, { ...problem, maybeDone: true });
}

type As = 'error' | 'halt' | 'expired' | 'throttled';

type Verdict = { as: As; why: string; next: string; delaySeconds?: number };

/** What a problem becomes: for who only asks, for a create, and what to do next. */
type Row = {
  asking: As;
  changing: As;
  next: string | Record<ProblemSource, string>;
  delaySeconds?: number;
};

const LATER = 'Zapier tries again later by itself.';
const CORRECT = 'Correct the step and run it again.';
const MINUTES = 'Try again in a few minutes.';

/**
 * "No" ends a create without counting as a failure; a halted trigger would hide the failure. An error may
 * pass by itself, and Zapier may repeat it.
 */
const VERDICTS: Readonly<Record<ProblemKind, Row>> = {
  unauthorized: {
    asking: 'expired',
    changing: 'expired',
    next: 'They may be mistyped, deactivated, or deleted after 90 days without use. Reconnect with a valid key.',
  },
  forbidden: {
    asking: 'error',
    changing: 'halt',
    next: {
      cloud: 'Ask an organization admin for the role, or connect with an admin’s key.',
      cluster: 'Ask an admin for the privilege on this cluster.',
    },
  },
  intercepted: {
    asking: 'error',
    changing: 'error',
    next: 'Try again in a few minutes; if it stays, ask CrateDB support.',
  },
  not_found: {
    asking: 'error',
    changing: 'halt',
    next: { cloud: 'It may have been deleted; choose it again in the step.', cluster: CORRECT },
  },
  throttled: { asking: 'throttled', changing: 'throttled', next: LATER },
  busy: {
    asking: 'error',
    changing: 'throttled',
    next: LATER,
    delaySeconds: BUSY_DELAY_SECONDS,
  },
  refused: { asking: 'error', changing: 'halt', next: CORRECT },
  conflict: { asking: 'error', changing: 'halt', next: CORRECT },
  storage_full: {
    asking: 'error',
    changing: 'halt',
    next: 'Use “Expand Cluster Storage” to make room.',
  },
  token: {
    asking: 'error',
    changing: 'halt',
    next: 'SQL steps need CrateDB 5.8.2 or newer; upgrade the cluster.',
  },
  host: {
    asking: 'error',
    changing: 'halt',
    next: 'Ask an admin to let Zapier in (auth.host_based and the IP allowlist).',
  },
  failed: { asking: 'error', changing: 'halt', next: 'Ask for less at once, or try again later.' },
  unavailable: { asking: 'error', changing: 'error', next: MINUTES },
  no_answer: {
    asking: 'error',
    changing: 'error',
    next: {
      cloud: MINUTES,
      cluster: 'Check that it runs and that its IP allowlist lets Zapier in, then try again.',
    },
  },
};

/** Turns any failure into the error that Zapier understands. */
export function toZapierError(z: ZObject, asker: Asker, error: unknown): Error {
  const verdict = judge(asker, error);
  const message = sentence(asker, verdict.why, verdict.next);
  switch (verdict.as) {
    case 'expired':
      return plain(new z.errors.ExpiredAuthError(message));
    case 'throttled':
      return new z.errors.ThrottledError(message, verdict.delaySeconds ?? THROTTLED_DELAY_SECONDS);
    case 'halt':
      return plain(new z.errors.HaltedError(message));
    default:
      return new z.errors.Error(message);
  }
}

/** Core adds requests and log lines to some errors unless told not to; our sentence is all there is. */
function plain(error: Error): Error {
  return Object.assign(error, { doNotContextify: true });
}

function judge(asker: Asker, error: unknown): Verdict {
  if (error instanceof Problem) return judgeProblem(asker, error);
  if (error instanceof Refusal) {
    const no = asker.kind === 'create' && error.kind !== 'passing' ? 'halt' : 'error';
    return {
      as: error.kind === 'busy' ? 'throttled' : no,
      why: error.message,
      next: error.next,
      delaySeconds: BUSY_DELAY_SECONDS,
    };
  }
  // A bug of this integration. Its text may hold anything, so it is not shown.
  return {
    as: 'error',
    why: `something unexpected happened inside the integration (${error instanceof Error ? error.name : 'unknown'})`,
    next: 'Please report this to the integration’s maintainers.',
  };
}

function judgeProblem(asker: Asker, problem: Problem): Verdict {
  const row = VERDICTS[problem.kind];
  const why = withServerMessage(problem);
  if (problem.maybeDone && asker.replay === 'unsafe') {
    const next = 'This may have happened all the same; check before you repeat it.';
    return { as: 'halt', why, next };
  }
  const as = asker.kind === 'create' ? row.changing : row.asking;
  const next = typeof row.next === 'string' ? row.next : row.next[problem.source];
  const isOpen = next === MINUTES || problem.maybeDone;
  const again = isOpen && asker.replay === 'safe' ? ' Running it again is safe.' : '';
  const delaySeconds = problem.retryAfterSeconds ?? row.delaySeconds ?? THROTTLED_DELAY_SECONDS;
  return { as, why, next: `${next}${again}`, delaySeconds };
}

function withServerMessage({ kind, message, serverMessage }: Problem): string {
  if (serverMessage === null || kind === 'unauthorized') return message;
  return `${message}: ${withoutStop(serverMessage)}`;
}
