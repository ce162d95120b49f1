import { busy, maybeDone } from '../errors.ts';
import type { Run } from './run.ts';

/** Longer than a run may take, so that a claim outlives a run that was ended from outside. */
const CLAIM_SECONDS = 60;

/**
 * Makes a thing that the API would make twice. Zapier's lock holds within one account only, and core does not
 * enforce it; so the run also takes the thing's name in Zapier's cache, looks once more, and gives the name
 * back when it is done. Another run that wants the same finds it taken and comes back later, or finds it
 * made. Only when nobody knows whether it was made, the name stays taken until the claim ends by itself.
 *
 * @param name what is made and where, the same for whoever makes the same
 * @param look the thing as it is there already; undefined while it is not
 * @throws Refusal `busy` while another run makes it
 */
export async function once<T>(
  run: Run<unknown>,
  name: string,
  { look, make }: { look: () => Promise<T | undefined>; make: () => Promise<T> },
): Promise<T> {
  const present = await look();
  if (present !== undefined) return present;
  if (!(await run.memory.claim(name, CLAIM_SECONDS))) {
    throw busy(
      'another run of this step is doing the same right now',
      'Zapier tries again later by itself.',
    );
  }
  let isUnknown = false;
  try {
    // Whoever had the name before may have made it since the first look.
    return (await look()) ?? (await make());
  } catch (error) {
    isUnknown = maybeDone(error);
    throw error;
  } finally {
    if (!isUnknown) await run.memory.release(name);
  }
}
