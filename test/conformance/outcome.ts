/** Running a step, and what came of it. */
import type { Item, Meta, StepError, Zapier } from '../../sandbox/zapier/index.ts';
import { keyOf, methodOf, type Step } from './steps.ts';

/** Runs a step with what a user entered, read as Zapier reads it; the items it gives. */
export async function perform(
  zapier: Zapier,
  step: Step,
  input: Record<string, unknown>,
  meta: Partial<Meta> = {},
): Promise<Item[]> {
  const key = keyOf(step);
  switch (step.type) {
    case 'search':
      return (await zapier.search(key, input)) as Item[];
    case 'create':
      return [await zapier.create(key, input)];
    case 'dropdown':
      return zapier.dropdown(key, input);
    default:
      return zapier.poll(key, input, { meta });
  }
}

/** Runs a step by its method with input that is passed on as it is, which Zapier never does. */
export async function performRaw(
  zapier: Zapier,
  step: Step,
  input: Record<string, unknown>,
): Promise<Item[]> {
  const result = await zapier.step(methodOf(step), { inputData: input });
  return (Array.isArray(result) ? result : [result]) as Item[];
}

/** What became of a run: items, or how it failed. */
export type Outcome = { items: Item[]; error: null } | { items: null; error: StepError };

export async function outcomeOf(run: Promise<Item[]>): Promise<Outcome> {
  try {
    return { items: await run, error: null };
  } catch (error) {
    if ((error as StepError).name !== 'StepError') throw error;
    return { items: null, error: error as StepError };
  }
}

/** Throws the sentence unless it holds. */
export function hold(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}

/** What makes an error's text fit to be shown. */
export function checkSentence(error: StepError): void {
  const { message, kind } = error;
  hold(kind !== 'crash', `crashes: ${error.type} ${message}`);
  hold(!/unexpected happened inside/.test(message), `fails inside: ${message}`);
  hold(message.length <= 250, `${message.length} characters: ${message}`);
  hold(!/[{}<>\\]/.test(message), `holds markup or braces: ${message}`);
  hold(!/\p{Cc}/u.test(message), `holds control characters: ${JSON.stringify(message)}`);
  hold(!/\p{Surrogate}/u.test(message), `holds half a character: ${JSON.stringify(message)}`);
  hold(/^Could not [^:]+: .+[.!?…”)] .+[.!?…”)]$/.test(message), `is no such sentence: ${message}`);
}

/** A change whose reply was lost halts the step, which says so; a new key can be looked up, and is named. */
export function checkMaybeDone(step: Step, { kind, message }: StepError): void {
  const says =
    keyOf(step) === 'create_api_key'
      ? /may have happened|the secret was lost, but (API key|one of \d+ new API keys) .*was created/i
      : /may have happened/i;
  hold(kind === 'halted', `is ${kind}: ${message}`);
  hold(says.test(message), `does not say that it may have happened: ${message}`);
}
