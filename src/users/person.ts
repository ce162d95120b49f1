/** Which person a text names, and whom nobody may take rights from. */
import type { Organization } from '../clients/cloud/organizations.ts';
import { getCurrentUser, type Member } from '../clients/cloud/users.ts';
import { closest, shorten } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText } from '../kit/text.ts';
import { roleIn } from './user-record.ts';

/** A person, by dropdown, e-mail, exact name or id. */
export const userField = {
  key: 'user_id',
  label: 'User',
  required: true,
  address: true,
  dynamic: 'user.id.label',
  search: 'find_user.id',
  helpText: 'Choose a user, or enter the email, exact name or ID.',
} as const;

export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

type Person = Pick<Member, 'uid' | 'email' | 'name' | 'username' | 'idp'>;

/**
 * The person that a text names: by id, else by e-mail, else by exact name, without case; undefined when
 * nobody is. API: each way to log in makes an account of its own, so even an e-mail may name two people;
 * then it is refused with the candidates.
 */
export function findPerson<P extends Person>(people: readonly P[], wanted: string): P | undefined {
  const unique = [...new Map(people.map((person) => [person.uid, person])).values()];
  const matches = [
    () => closest(unique, wanted, (person) => person.uid),
    // An email in another case is the same one, while a name may be somebody else's.
    () => unique.filter((person) => isSameText(person.email, wanted)),
    () => closest(unique, wanted, (person) => [person.name, person.username]),
  ].reduce<P[]>((found, way) => (found.length > 0 ? found : way()), []);
  if (matches.length <= 1) return matches[0];
  const candidates = matches.map((one) => `${one.email ?? one.uid} (${one.idp ?? one.uid})`);
  throw refuse(
    `${matches.length} users are named “${shorten(wanted)}”: ${candidates.join(', ')}`,
    'Choose one in the dropdown.',
  );
}

/** How a sentence names a person. */
function called(person: { email: string | null; uid: string }): string {
  return person.email ?? person.uid;
}

/** Refuses to take rights in an organization from its last admin or from the connection's own user. */
export async function refuseLastAdminOrSelf(
  run: Run<unknown>,
  organization: Organization,
  members: readonly Member[],
  member: Member,
): Promise<void> {
  const isAdmin = (one: Member) => roleIn(one.organization_roles, organization) === 'org_admin';
  if (isAdmin(member) && members.filter(isAdmin).length <= 1) {
    throw refuse(
      `${called(member)} is the last admin of ${organization.name ?? organization.id}`,
      'Make somebody else an admin first.',
    );
  }
  await refuseSelf(run, member);
}

export async function refuseSelf(run: Run<unknown>, person: Person): Promise<void> {
  const own = await getCurrentUser(run.cloud);
  if (own.uid !== person.uid) return;
  throw refuse(
    `${called(person)} is the user of this connection’s API key`,
    'Let another admin do this in CrateDB Cloud.',
  );
}
