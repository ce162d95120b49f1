/** What steps share that cannot be undone: a warning in the form, and the name typed again. */
import { refuse } from './errors.ts';

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
  if (names.some((name) => name?.toLowerCase() === typed.trim().toLowerCase())) return;
  throw refuse(
    `what was typed to confirm is not the name of the ${noun} chosen`,
    'Nothing was changed. Check which one is chosen, and type its name.',
  );
}
