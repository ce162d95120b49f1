/** What steps share that cannot be undone: a warning in the form, and the name typed again. */
import { refuse } from './errors.ts';
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

/** The name or e-mail, typed once more by hand rather than mapped. */
export const confirmField = (what: string) =>
  ({
    key: 'confirm',
    label: `Type the ${what} to Confirm`,
    required: true,
    helpText: `Type it by hand. If it is not the ${what.toLowerCase()} of what was chosen, nothing happens.`,
  }) as const;

/** Refuses unless what was typed is the name of what was chosen; case does not matter. */
export function checkConfirmation(
  typed: string,
  names: readonly (string | null)[],
  noun: string,
): void {
  if (names.some((name) => isSameText(name, typed))) return;
  throw refuse(
    `what was typed to confirm is not the name of the ${noun} chosen`,
    'Nothing was changed. Check which one is chosen, and type its name.',
  );
}

/** Notes what is about to go, so that it can still be told when the reply is lost and it is gone. */
export function noteGone(run: Run<unknown>, record: object): void {
  run.notes.set('gone', JSON.stringify(record));
}

/** What this very run has asked to go before; undefined when it has not asked. */
export function notedGone<Record>(run: Run<unknown>): Record | undefined {
  const noted = run.notes.get('gone');
  return noted === undefined ? undefined : (JSON.parse(noted) as Record);
}
