/** Which organization a step is about, and asking several of them for the same thing. */
import pMap from 'p-map';
import { isProblem } from '../base/problem.ts';
import { listOrganizations, type Organization } from '../clients/cloud/organizations.ts';
import { choose } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { firstOfEach } from '../kit/identity.ts';
import { text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';

const CONCURRENCY = 6;

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

/**
 * Asks one chosen organization, or all, for the same thing. One that the user's role may not ask does
 * not hide the others; only when none may be asked is the refusal thrown.
 */
export async function eachOrganization<Result>(
  run: Run<unknown>,
  value: string | undefined,
  ask: (organization: Organization) => Promise<Result[]>,
): Promise<{ results: Result[]; withheld: Organization[] }> {
  const all = await listOrganizations(run.cloud);
  const organizations =
    value === undefined ? firstOfEach(all) : [choose(all, value, 'organization')];
  const withheld: Organization[] = [];
  let refusal: unknown;
  const answers = await pMap(
    organizations,
    async (organization) => {
      try {
        return await ask(organization);
      } catch (error) {
        // An organization can also be deleted between the list and the question.
        if (!isProblem(error, 'forbidden', 'not_found')) throw error;
        withheld.push(organization);
        refusal = error;
        return [];
      }
    },
    { concurrency: CONCURRENCY },
  );
  if (organizations.length > 0 && withheld.length === organizations.length) throw refusal;
  return { results: answers.flat(), withheld };
}

/** What a step passed over because the key's user may not read it; see `namesOf`. */
export const notVisible = text('Organizations This Key May Not Read', 'Other Organization');

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
