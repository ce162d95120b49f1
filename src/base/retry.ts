import pRetry from 'p-retry';
import type { Deadline } from './deadline.ts';

/**
 * Tries an idempotent read again, with growing pauses, as long as the failure may pass and the
 * deadline allows another try: four times at most. The last failure is thrown as it is.
 *
 * @param read is told which try it is, from 1
 */
export function retryRead<T>(
  read: (attempt: number) => Promise<T>,
  { deadline, mayPass }: { deadline: Deadline; mayPass: (error: unknown) => boolean },
): Promise<T> {
  let last: unknown;
  const attempt = async (number: number) => {
    // The step may have ended during the pause: then nothing more is asked behind its back.
    if (number > 1 && deadline.remainingMs() <= 0) throw last;
    try {
      return await read(number);
    } catch (error) {
      last = error;
      throw error;
    }
  };
  return pRetry(attempt, {
    retries: 3,
    minTimeout: 150,
    factor: 2,
    randomize: true,
    maxRetryTime: deadline.remainingMs(),
    // A second of headroom: a retry that cannot finish would only hide the reason of the first.
    shouldRetry: ({ error }) => mayPass(error) && deadline.remainingMs() > 1_000,
  });
}
