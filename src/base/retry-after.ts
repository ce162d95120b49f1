import { RETRY_AFTER_SECONDS } from './limits.ts';
import type { HttpReply } from './transport.ts';

/**
 * Retry-After in whole seconds, given as such or as a date against the reply's own clock, within bounds;
 * null when there is none or it is malformed.
 */
export function retryAfterSeconds(reply: HttpReply): number | null {
  const seconds = readSeconds(reply);
  if (seconds === null) return null;
  return Math.min(RETRY_AFTER_SECONDS.most, Math.max(RETRY_AFTER_SECONDS.least, seconds));
}

function readSeconds(reply: HttpReply): number | null {
  const value = reply.header('retry-after')?.trim() ?? '';
  if (/^\d{1,400}$/.test(value)) return Number(value);
  // HTTP: a date has the name of its day in front. `Date.parse` would read "-1" and "12.5" too.
  if (!/^[a-z]{3,9},? /i.test(value)) return null;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return null;
  const sent = Date.parse(reply.header('date') ?? '');
  return Math.ceil((until - (Number.isNaN(sent) ? Date.now() : sent)) / 1_000);
}
