/**
 * The one funnel from every failure to what Zapier shows: one sentence of at most 250 characters (what
 * could not be done, why, what to do next), of the class that the kind of step needs.
 */
import type { ZObject } from 'zapier-platform-core';
import { CloudProblem } from '../clients/cloud/problem.ts';
import { SqlProblem } from '../clients/sql/problem.ts';
import { withoutKeys } from './addresses.ts';

/** Zapier cuts error texts there. */
const SENTENCE_LIMIT = 250;

/** So much is said of the reason, however much there is to do next. */
const LEAST_REASON = 60;

/** How long Zapier waits before it repeats a step that found the cluster busy. */
const BUSY_DELAY_SECONDS = 120;
const THROTTLED_DELAY_SECONDS = 60;

export type StepKind = 'trigger' | 'search' | 'create' | 'connection';

type RefusalKind = 'refused' | 'not_found' | 'busy';

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

/** What is asked for does not exist: no error for a search, which returns nothing. */
export const missing = (why: string, next: string) => new Refusal('not_found', why, next);

/** Not now: Zapier shall repeat the step later by itself. */
export const busy = (why: string, next: string) => new Refusal('busy', why, next);

/** What the failing step is, as far as its errors depend on it. */
export type Asker = {
  kind: StepKind;
  label: string;
  /** Of a create: whether repeating it changes nothing the second time. */
  replay?: 'safe' | 'unsafe';
};

/** True for "it does not exist", which a search answers with an empty list. */
export function isMissing(error: unknown): boolean {
  return isKind(error, 'not_found');
}

/** True when a change was sent and nobody knows whether it took effect. */
export function maybeDone(error: unknown): boolean {
  return (error instanceof CloudProblem || error instanceof SqlProblem) && error.maybeDone;
}

function isKind(error: unknown, kind: string): boolean {
  return (
    (error instanceof CloudProblem || error instanceof Refusal || error instanceof SqlProblem) &&
    error.kind === kind
  );
}

type Verdict = {
  as: 'error' | 'halt' | 'expired' | 'throttled';
  why: string;
  next: string;
  delaySeconds?: number;
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
  if (error instanceof Refusal) {
    return {
      as: error.kind === 'busy' ? 'throttled' : noAs(asker),
      why: error.message,
      next: error.next,
      delaySeconds: BUSY_DELAY_SECONDS,
    };
  }
  if (error instanceof CloudProblem) return judgeCloud(asker, error);
  if (error instanceof SqlProblem) return judgeSql(asker, error);
  // A fault of this integration. Its text may hold anything, so it is not shown.
  return {
    as: 'error',
    why: `something unexpected happened inside the integration (${error instanceof Error ? error.name : 'unknown'})`,
    next: 'Please report this to the integration’s maintainers.',
  };
}

/** "No" ends a create without counting as a failure; a halted trigger would hide the fault. */
function noAs(asker: Asker): 'error' | 'halt' {
  return asker.kind === 'create' ? 'halt' : 'error';
}

function judgeCloud(asker: Asker, problem: CloudProblem): Verdict {
  const why = withServerMessage(problem.message, problem.serverMessage);
  switch (problem.kind) {
    case 'unauthorized':
      return {
        as: 'expired',
        why: problem.message,
        next: 'They may be mistyped, deactivated, or deleted after 90 days without use. Reconnect with a valid key.',
      };
    case 'forbidden':
      return {
        as: noAs(asker),
        why,
        next: 'Ask an organization admin for the role, or connect with an admin’s key.',
      };
    case 'throttled':
      return {
        as: 'throttled',
        why,
        next: 'Zapier tries again later by itself.',
        delaySeconds: problem.retryAfterSeconds ?? THROTTLED_DELAY_SECONDS,
      };
    case 'not_found':
      return {
        as: noAs(asker),
        why,
        next: 'It may have been deleted; choose it again in the step.',
      };
    case 'busy':
      return {
        as: asker.kind === 'create' ? 'throttled' : 'error',
        why,
        next: 'Zapier tries again later by itself.',
        delaySeconds: BUSY_DELAY_SECONDS,
      };
    case 'refused':
      return { as: noAs(asker), why, next: 'Correct the step and run it again.' };
    case 'unavailable':
      return unavailable(asker, why, problem.maybeDone);
  }
}

function judgeSql(asker: Asker, problem: SqlProblem): Verdict {
  const why = problem.message;
  switch (problem.kind) {
    case 'token':
      return {
        as: noAs(asker),
        why: 'the cluster does not accept CrateDB Cloud’s token',
        next: 'SQL steps need CrateDB 5.8.2 or newer; upgrade the cluster.',
      };
    case 'not_allowed':
      return { as: noAs(asker), why, next: 'Ask an admin for the privilege on this cluster.' };
    case 'throttled':
      return {
        as: 'throttled',
        why,
        next: 'Zapier tries again later by itself.',
        delaySeconds: problem.retryAfterSeconds ?? THROTTLED_DELAY_SECONDS,
      };
    case 'no_answer':
      return {
        as: problem.maybeDone && asker.replay === 'unsafe' ? 'halt' : 'error',
        why,
        next: 'Check that it runs and that its IP allowlist lets Zapier in, then try again.',
      };
    case 'unavailable':
      return unavailable(asker, why, problem.maybeDone);
    default:
      return { as: noAs(asker), why, next: 'Correct the step and run it again.' };
  }
}

function unavailable(asker: Asker, why: string, maybeDone: boolean): Verdict {
  if (asker.replay === 'unsafe' && maybeDone) {
    return {
      as: 'halt',
      why,
      next: 'This may have happened all the same; check before you repeat it.',
    };
  }
  const again = asker.replay === 'safe' ? ' Running it again is safe.' : '';
  return { as: 'error', why, next: `Try again in a few minutes.${again}` };
}

function withServerMessage(why: string, serverMessage: string | null): string {
  return serverMessage ? `${why}: ${serverMessage.replace(/[.\s]+$/, '')}` : why;
}

/** "Could not expand cluster storage: why. What next." The reason gives way when it grows too long. */
export function sentence(asker: Pick<Asker, 'kind' | 'label'>, why: string, next: string): string {
  const what =
    asker.kind === 'trigger'
      ? `Could not check for “${asker.label}”`
      : `Could not ${lower(asker.label)}`;
  const room = SENTENCE_LIMIT - what.length - ': . '.length;
  const reason = tidy(why);
  // What to do next can name things as well, and names come from the server.
  const step = shortened(tidy(next), room - Math.min(reason.length, LEAST_REASON));
  return `${what}: ${shortened(reason, room - step.length)}. ${step}`;
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${cut(text, length - 1).trimEnd()}…` : text;
}

/**
 * Server texts can hold what has no place in a sentence: markup, braces, control characters, halves of
 * characters, and addresses that open a file by themselves.
 */
function tidy(text: string): string {
  return withoutKeys(text)
    .replace(/[{}<>\\]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '�')
    .trim();
}

/** As many whole characters as there is room for. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** Lower case, but for abbreviations and names. */
function lower(label: string): string {
  return label.replace(/\b(?!API\b|IP\b|SQL\b|CrateDB\b|Cloud\b)[A-Z]/g, (letter) =>
    letter.toLowerCase(),
  );
}
