import type { HttpReply } from './transport.ts';

/** Retry-After as whole seconds: given as seconds, or as a date against the reply's own clock. */
export function retryAfterSeconds(reply: HttpReply): number | null {
  const value = reply.header('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  const until = Date.parse(value);
  if (Number.isNaN(until)) return null;
  const sent = Date.parse(reply.header('date') ?? '');
  return Math.max(0, Math.ceil((until - (Number.isNaN(sent) ? Date.now() : sent)) / 1_000));
}
