/** What can go wrong on the way, and what a step is to make of it. */
import type { FaultInput } from '../../sandbox/cloud/control/client.ts';
import type { StepErrorKind } from '../../sandbox/zapier/index.ts';
import type { Step } from './walk.ts';

/** What a failure says, whoever asked. */
export type Verdict =
  | 'expired'
  | 'throttled'
  | 'refused'
  | 'not found'
  | 'unavailable'
  /** As unavailable, but of a change it is known that it was not made. */
  | 'intercepted';

type Effect = Omit<FaultInput, 'route'>;

export type Fault = {
  name: string;
  effect: Effect | ((now: Date) => Effect);
  /** When it happens on every route, `/users/me/` included. */
  verdict: Verdict;
  /** When it happens on one route and the key is good, if that is another. */
  onOneRoute?: Verdict;
  /** When it happens to a change, if that is another. */
  onChange?: Verdict;
  /** Seconds that a throttled step is to wait. */
  delay?: number;
};

const PAGE = '<html><head><title>502</title></head><body><h1>Bad {{gateway}}</h1></body></html>';

export const FAULTS: readonly Fault[] = [
  {
    name: '400',
    effect: { status: 400, body: { message: 'No.', success: false, errors: { name: ['No.'] } } },
    verdict: 'refused',
  },
  {
    name: '401 as text',
    effect: { status: 401, body: 'Unauthorized\n' },
    verdict: 'expired',
    onOneRoute: 'refused',
  },
  {
    name: '401 as JSON',
    effect: { status: 401, body: { message: 'Authentication required.', success: false } },
    verdict: 'expired',
    onOneRoute: 'refused',
  },
  {
    name: 'a redirect to the login page',
    effect: { redirect: true },
    verdict: 'expired',
    onOneRoute: 'refused',
  },
  {
    name: '403',
    effect: { status: 403, body: { message: 'Forbidden.', success: false } },
    verdict: 'refused',
  },
  {
    name: '404',
    effect: { status: 404, body: { message: 'Resource not found.' } },
    verdict: 'not found',
  },
  { name: '409', effect: { status: 409, body: { errors: 'There is one.' } }, verdict: 'refused' },
  {
    name: '429 for seconds',
    // Longer than a step has: it is always said, and never waited for.
    effect: { throttle: { retryAfter: '40' } },
    verdict: 'throttled',
    delay: 40,
  },
  {
    name: '429 until a date',
    effect: (now) => {
      const until = new Date(now.getTime() + 90_000);
      return { throttle: { retryAfter: until.toUTCString() } };
    },
    verdict: 'throttled',
    delay: 90,
  },
  {
    name: '429 for less than nothing',
    effect: { throttle: { retryAfter: '-1' } },
    verdict: 'throttled',
    delay: 60,
  },
  { name: '408', effect: { status: 408, body: '' }, verdict: 'unavailable' },
  { name: '425', effect: { status: 425, body: '' }, verdict: 'intercepted' },
  {
    name: '403 with a firewall’s page',
    effect: { status: 403, body: PAGE, contentType: 'text/html' },
    verdict: 'intercepted',
  },
  { name: '500', effect: { status: 500 }, verdict: 'unavailable' },
  {
    name: '502 with a page',
    effect: { status: 502, body: PAGE, contentType: 'text/html' },
    verdict: 'unavailable',
  },
  { name: '503', effect: { status: 503, body: '' }, verdict: 'unavailable' },
  { name: '206 with an empty list', effect: { status: 206, body: [] }, verdict: 'unavailable' },
  { name: 'a page with 200', effect: { html: PAGE }, verdict: 'unavailable' },
  { name: 'a blank reply', effect: { instead: 'blank' }, verdict: 'unavailable' },
  { name: 'null', effect: { instead: 'null' }, verdict: 'unavailable' },
  {
    name: 'a no with 200',
    effect: { instead: 'unsuccessful' },
    verdict: 'unavailable',
    onChange: 'refused',
  },
  { name: 'a cut connection', effect: { cut: 'before' }, verdict: 'unavailable' },
  { name: 'half a reply', effect: { malformed: true }, verdict: 'unavailable' },
];

/** How a step of this type ends. That a list is not there is no answer of a search: nothing is known. */
export function endOf(step: Step, verdict: Verdict): StepErrorKind {
  switch (verdict) {
    case 'expired':
      return 'expired_auth';
    case 'throttled':
      return 'throttled';
    case 'unavailable':
    case 'intercepted':
      return 'error';
    case 'refused':
    case 'not found':
      return step.type === 'create' ? 'halted' : 'error';
  }
}
