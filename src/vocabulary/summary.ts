/**
 * `summary`: what happened in one plain sentence, to be pasted into a message as it is. It has no link, no
 * id where there is a name, figures with their units, and says only what is known.
 */
import { text } from '../kit/record/static.ts';

/** The output field; the example is the sentence of the step's own sample. */
export const summaryField = (example: string) => text('Summary', example);
