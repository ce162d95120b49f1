/** What is left out when it cannot be had, rather than being the end of the step. */
import { concernsAll, isProblem, isWithheld } from '../base/problem.ts';

/**
 * The answer, or what stands for it where the API does not give it to this user. Every other failure is
 * thrown: what did not answer is not known to be empty.
 */
export const unlessWithheld = leavingOut(isWithheld);

/**
 * The same for what is an extra, which nothing is concluded from: any failure that does not concern all that
 * is asked leaves it out.
 */
export const ifKnown = leavingOut((error) => isProblem(error) && !concernsAll(error));

/**
 * The same for what is only told once a change was made: that is never called a failure because its answer
 * could not be filled in. A bug of ours is thrown all the same.
 */
export const afterChange = leavingOut((error) => isProblem(error));

function leavingOut(isBorne: (error: unknown) => boolean) {
  return async <T, Instead>(answer: Promise<T>, instead: Instead): Promise<T | Instead> => {
    try {
      return await answer;
    } catch (error) {
      if (isBorne(error)) return instead;
      throw error;
    }
  };
}
