import { PROJECT_NAME } from '../clients/cloud/projects.ts';
import { refuse } from '../kit/errors.ts';

/** Refuses a name that the API would not take. */
export function checkProjectName(name: string): void {
  if (PROJECT_NAME.test(name) && name.length <= 512) return;
  throw refuse(
    'this cannot be the name of a project',
    'Use letters, digits, spaces, hyphens and underscores, beginning with a letter or digit.',
  );
}
