/** What a role may not read is left out beside what it may, rather than the end of the step. */
import { concernsAll, isProblem, isWithheld } from '../base/problem.ts';

/**
 * The answer, or what stands for it where the API does not give it to this user. Every other failure is
 * thrown: what did not answer is not known to be empty.
 */
export async function unlessWithheld<T, Instead>(
  answer: Promise<T>,
  instead: Instead,
): Promise<T | Instead> {
  try {
    return await answer;
  } catch (error) {
    if (isWithheld(error)) return instead;
    throw error;
  }
}

/**
 * The same for what is an extra, which nothing is concluded from: any failure that does not concern all that
 * is asked leaves it out.
 */
export async function ifKnown<T, Instead>(
  answer: Promise<T>,
  instead: Instead,
): Promise<T | Instead> {
  try {
    return await answer;
  } catch (error) {
    if (isProblem(error) && !concernsAll(error)) return instead;
    throw error;
  }
}

/**
 * The same for what is only told once a change was made: that is never called a failure because its answer
 * could not be filled in. A fault of our own is thrown all the same.
 */
export async function afterChange<T, Instead>(
  answer: Promise<T>,
  instead: Instead,
): Promise<T | Instead> {
  try {
    return await answer;
  } catch (error) {
    if (isProblem(error)) return instead;
    throw error;
  }
}
