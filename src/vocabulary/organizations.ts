/** Which organization a step is about, and asking several of them for the same thing. */
import { listOrganizations, type Organization } from '../clients/cloud/organizations.ts';
import { choose } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { firstOfEach } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import { eachInTime } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';

const CONCURRENCY = 6;

/** Time for what is asked of organizations that have answered, such as names; as much as one more needs. */
const KEEP_MS = 10_000;

/** An optional field that narrows lists and dropdowns to one organization. */
export const organizationField = {
  key: 'organization_id',
  label: 'Organization',
  dynamic: 'organization.id.label',
  helpText: 'Leave blank for all organizations that the API key’s user belongs to.',
} as const;

/** The organization chosen by id or name; undefined when none was. */
export async function chosenOrganization(
  run: Run<unknown>,
  value: string | undefined,
): Promise<Organization | undefined> {
  if (value === undefined) return undefined;
  return choose(await listOrganizations(run.cloud), value, 'organization');
}

/** The organization chosen, or the only one there is; refused when that is not clear. */
export async function theOrganization(
  run: Run<unknown>,
  value: string | undefined,
): Promise<Organization> {
  const organizations = await listOrganizations(run.cloud);
  if (value !== undefined) return choose(organizations, value, 'organization');
  const [only] = organizations;
  if (only && organizations.length === 1) return only;
  if (!only) {
    throw refuse(
      'the API key’s user belongs to no organization',
      'Create one in CrateDB Cloud first.',
    );
  }
  const names = organizations.map(({ name, id }) => name ?? id).join(', ');
  throw refuse(`there are several organizations (${names})`, 'Choose one in “Organization”.');
}

/** How organizations are asked. */
export type Asking = {
  /** One that does not answer does not hide the others either, for triggers, which ask again. */
  bearing?: 'no answer';
};

/**
 * Asks one chosen organization, or all, for the same thing; see `eachInTime`. One that the user's role may
 * not ask, or that is deleted between the list and the question, does not hide the others; only when none
 * could be asked is the failure thrown.
 *
 * @returns `withheld`: those that could not be read
 */
export async function eachOrganization<Result>(
  run: Run<unknown>,
  value: string | undefined,
  ask: (organization: Organization) => Promise<Result[]>,
  { bearing }: Asking = {},
): Promise<{ results: Result[]; withheld: Organization[] }> {
  const all = await listOrganizations(run.cloud);
  const organizations =
    value === undefined ? firstOfEach(all) : [choose(all, value, 'organization')];
  const { answers, failed, late } = await eachInTime(run, organizations, ask, {
    nameOf: ({ name, id }) => `organization ${name ?? id}`,
    bears: bearing === 'no answer' ? 'silence' : 'withheld',
    concurrency: CONCURRENCY,
    // Where one that hangs hides no other, there must be time to tell the others. Seeding needs them all.
    ...(bearing === 'no answer' && organizations.length > 1 && !run.isSeeding
      ? { keepMs: KEEP_MS }
      : {}),
  });
  return {
    results: answers.flatMap(({ result }) => result),
    withheld: [...failed.map(({ thing }) => thing), ...late],
  };
}

/** What a step passed over because the key's user may not read it, or it did not answer; see `namesOf`. */
export const notVisible = text('Organizations Not Read', '');

/** Refuses what the API lets only organization admins do, before it is asked. */
export function needAdmin(organization: Organization): void {
  const { role_fqn: role, name, id } = organization;
  if (role === null || role === 'org_admin') return;
  throw refuse(
    `the user of this connection’s API key is not an admin of ${name ?? id}`,
    'Ask an organization admin for the role, or connect with an admin’s key.',
  );
}

/** The names of what a step passed over, for a remark in its output; null when nothing was. */
export function namesOf(organizations: readonly Organization[]): string | null {
  return organizations.length === 0
    ? null
    : organizations.map(({ name, id }) => name ?? id).join(', ');
}
