import { listOrganizations, type Organization } from '../clients/cloud/organizations.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { cannotBeUndone, checkConfirmation, confirmField } from '../kit/destructive.ts';
import { missing, Refusal, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { flag, lines, text } from '../kit/record/static.ts';
import { note } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { organizationField, theOrganization } from '../vocabulary/organizations.ts';
import { roleName } from '../vocabulary/roles.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { isEmail, userField } from './person.ts';
import { lookFor, type Presence, type Removal, removeFrom } from './removal.ts';
import { inviteeSample, toStrangerRecord, type UserRecord, userRecord } from './user-record.ts';

const inputFields = [
  cannotBeUndone(
    'This cannot be undone: the user loses all roles in the organization and its projects, open invitations stop working, and the user would have to be added again. Neither the last admin nor the API key’s own user is ever removed.',
  ),
  userField,
  confirmField('Email'),
  {
    key: 'remove_from',
    label: 'Remove From',
    choices: { one: 'One Organization', all: 'All Organizations' },
    default: 'one',
    helpText: 'All Organizations: those where the API key’s user is an admin.',
  },
  {
    ...organizationField,
    helpText:
      'The one organization. Leave blank if the API key’s user belongs to only one organization, or to remove the user from all.',
  },
] as const;

type Input = InputOf<typeof inputFields>;

export const removeUserFromOrganization = defineAction({
  key: 'remove_user_from_organization',
  noun: 'User',
  label: 'Remove User From Organization',
  description:
    'Removes a user from one or all organizations and their projects, and cancels open invitations.',
  replay: 'safe',
  lock: LOCKS.members,
  inputFields,
  record: {
    changed: flag('Changed', true),
    result: text('Result (Removed, Invitation Canceled or Nothing)', 'invitation_canceled'),
    summary: summaryField('The invitation of alan@example.com to My Organization was canceled.'),
    ...userRecord,
    status: text('Status Afterwards (Member, Invited or None)', 'none'),
    role: text('Role Before', 'org_member'),
    role_name: text('Role Name Before', 'Organization Member'),
    organizations: lines('Organizations', {
      organization_id: text('ID', '7bbcf777-0000-41e0-a0b9-000000000001'),
      organization_name: text('Name', 'My Organization'),
      result: text('Result', 'invitation_canceled'),
      reason: text('Reason', ''),
    }),
  },
  sample: { ...inviteeSample, status: 'none' },
  perform: async (run) => {
    const { user_id: wanted, confirm } = run.input;
    const present = await presences(run);
    const emails = emailsOf(run, present);
    const outcomes: Outcome[] = [];
    for (const presence of present) {
      outcomes.push(await remove(run, presence, { wanted, emails }));
    }
    const changed = outcomes.filter(({ result }) => result !== 'nothing');
    if (changed.length === 0) {
      const refused = outcomes.find(({ refusal }) => refusal !== null)?.refusal;
      if (refused) throw refused;
      const [first] = present;
      if (!first) throw refuse('the API key’s user is no admin anywhere', 'Ask an admin.');
      if (!isEmail(wanted)) throw nobody(present);
      checkConfirmation(confirm, [wanted], 'Email');
    }
    return answer(wanted, outcomes);
  },
});

type Result = 'removed' | 'invitation_canceled' | 'nothing';

type Outcome = {
  organization: Organization;
  user: UserRecord | null;
  canceled: string[];
  result: Result;
  refusal: Refusal | null;
};

/** The emails that the person was seen with. */
const EMAILS = note<string[]>('emails');

/** Who was removed before a reply was lost is no member any more, and invitations still know the email. */
function emailsOf(run: Run<Input>, present: readonly Presence[]): string[] {
  const seen = present.flatMap(({ member }) => member?.email ?? []);
  const emails = [...(run.notes.get(EMAILS) ?? []), ...seen];
  run.notes.set(EMAILS, emails);
  return emails;
}

/** What the organizations in question hold of the person. */
async function presences(run: Run<Input>): Promise<Presence[]> {
  const { user_id: wanted, remove_from: from, organization_id: chosen } = run.input;
  if (from === 'one') return [await lookFor(run, await theOrganization(run, chosen), wanted)];
  if (chosen !== undefined) {
    throw refuse(
      'it cannot be both one organization and all',
      'Leave “Organization” blank, or choose One Organization.',
    );
  }
  const own = await listOrganizations(run.cloud);
  const administered = own.filter(({ role_fqn: role }) => role === null || role === 'org_admin');
  const found: Presence[] = [];
  for (const organization of administered) {
    const presence = await unlessWithheld(lookFor(run, organization, wanted), null);
    if (presence) found.push(presence);
  }
  return found;
}

/** Of several organizations, one where it is refused does not keep the person in the others. */
async function remove(
  run: Run<Input>,
  presence: Presence,
  person: { wanted: string; emails: string[] },
): Promise<Outcome> {
  const { organization } = presence;
  try {
    const removal = await removeFrom(run, presence, person, run.input.confirm);
    const { user, canceled } = removal;
    return { organization, user, canceled, result: resultOf(removal), refusal: null };
  } catch (error) {
    if (run.input.remove_from === 'one' || !(error instanceof Refusal)) throw error;
    return { organization, user: null, canceled: [], result: 'nothing', refusal: error };
  }
}

function resultOf({ removed, canceled }: Removal): Result {
  if (removed) return 'removed';
  return canceled.length > 0 ? 'invitation_canceled' : 'nothing';
}

function nobody([first]: readonly Presence[]): Error {
  const { name = null, id = '' } = first?.organization ?? {};
  return missing(
    `nobody in ${name ?? id} has that name or ID`,
    'They may have been removed already. Enter the email, or choose a user.',
  );
}

function answer(wanted: string, outcomes: readonly Outcome[]) {
  const [main] = outcomes.toSorted((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result));
  if (!main) throw refuse('the API key’s user belongs to no organization', 'Create one first.');
  const { organization, result } = main;
  const user = main.user ?? toStrangerRecord(wanted, organization);
  return {
    changed: result !== 'nothing',
    result,
    summary: summaryOf(user, outcomes),
    ...user,
    // What is true now, not what was.
    status: 'none',
    role_name: roleName(user.role),
    organizations: outcomes.map((one) => ({
      organization_id: one.organization.id,
      organization_name: one.organization.name,
      result: one.result,
      reason: reasonOf(one),
    })),
  };
}

const ORDER: readonly Result[] = ['removed', 'invitation_canceled', 'nothing'];

function reasonOf({ result, refusal }: Outcome): string | null {
  if (result !== 'nothing') return null;
  return refusal ? `${refusal.message}.` : 'The user was not in it.';
}

function summaryOf(user: UserRecord, outcomes: readonly Outcome[]): string {
  const who = user.name ?? user.email ?? user.id;
  const namesOf = (some: readonly Outcome[]) =>
    some.map(({ organization: { name, id } }) => name ?? id).join(', ');
  const removed = outcomes.filter(({ result }) => result === 'removed');
  const canceled = outcomes.filter((one) => one.canceled.length > 0);
  const refused = outcomes.filter(({ refusal }) => refusal !== null);
  const parts = [
    removed.length > 0 ? `${who} was removed from ${namesOf(removed)}.` : null,
    canceled.length > 0 ? `The invitation of ${who} to ${namesOf(canceled)} was canceled.` : null,
    refused.length > 0
      ? `Not removed from ${namesOf(refused)}: ${refused[0]?.refusal?.message}.`
      : null,
  ].filter((part) => part !== null);
  return parts.length > 0
    ? parts.join(' ')
    : `${who} is not in ${namesOf(outcomes)}; nothing was changed.`;
}
