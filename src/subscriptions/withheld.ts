/** What a role may not read is null beside what it may, rather than the end of the step. */
import { concernsAll, isProblem } from '../base/problem.ts';

/** The answer, or null where the API does not give one. A wrong key or too many requests still stop. */
export async function orUnknown<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (concernsAll(error) || !isProblem(error)) throw error;
    return null;
  }
}
