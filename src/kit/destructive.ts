/** What steps share that cannot be undone: a warning in the form, and the name typed again. */
import { refuse } from './errors.ts';
import { note } from './run/notes.ts';
import type { Run } from './run/run.ts';
import { isSameText } from './text.ts';

/** A warning above the fields of a destructive step. */
export const cannotBeUndone = (what: string) =>
  ({
    key: 'cannot_be_undone',
    label: 'This Cannot Be Undone',
    type: 'copy',
    helpText: what,
  }) as const;

/** The name or e-mail once more, which may come from an earlier step of the Zap. */
export const confirmField = (what: string) =>
  ({
    key: 'confirm',
    label: `${what} to Confirm`,
    required: true,
    address: true,
    helpText: `The ${inSentence(what)} once more, typed or mapped from an earlier step. If it does not match, nothing happens.`,
  }) as const;

/**
 * Refuses unless the text is that of what was chosen; case does not matter.
 *
 * @param what as in the label of its field: "Email"
 */
export function checkConfirmation(
  text: string,
  right: readonly (string | null)[],
  what: string,
): void {
  if (right.some((one) => isSameText(one, text))) return;
  throw refuse(
    `“${what} to Confirm” is not the ${inSentence(what)} of what is chosen`,
    'Nothing was changed. Check which one is chosen.',
  );
}

const inSentence = (what: string) => what.toLowerCase();

const GONE = note<object>('gone');

/** Notes what is about to go, so that it can still be told when the reply is lost and it is gone. */
export function noteGone(run: Run<unknown>, record: object): void {
  run.notes.set(GONE, record);
}

/** What this very run has asked to go before; undefined when it has not asked. */
export function notedGone<Record>(run: Run<unknown>): Record | undefined {
  return run.notes.get(GONE) as Record | undefined;
}
