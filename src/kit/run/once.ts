import { busy, maybeDone } from '../errors.ts';
import type { Run } from './run.ts';

/**
 * Longer than a run may take, so that whoever looked before the thing was there cannot claim it after;
 * shorter than the time after which Zapier repeats who came too late.
 */
const CLAIM_SECONDS = 60;

/**
 * Makes a thing that the API would make twice. Zapier's lock holds within one account only, and core does not
 * enforce it; so the run also takes the thing's name in Zapier's cache, after it has looked and
 * before it asks. Another run that wants the same comes back later and finds it made.
 *
 * @param name what is made and where, the same for whoever makes the same
 * @throws Refusal `busy` while another run makes it
 */
export async function once<T>(run: Run<unknown>, name: string, make: () => Promise<T>): Promise<T> {
  if (!(await run.memory.claim(name, CLAIM_SECONDS))) {
    throw busy(
      'another run of this step is doing the same right now',
      'Zapier tries again later by itself.',
    );
  }
  try {
    return await make();
  } catch (error) {
    if (!maybeDone(error)) await run.memory.release(name);
    throw error;
  }
}
