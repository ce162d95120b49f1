import { isProblem } from '../base/problem.ts';
import { listPendingInvitations, type Member, putProjectUser } from '../clients/cloud/users.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { flag, text } from '../kit/record/static.ts';
import { note } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { oneProjectField } from '../vocabulary/projects.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { findPerson, isEmail, refuseSelf, userField } from './person.ts';
import {
  type ProjectPlace,
  projectUserRecord,
  readProjectPlace,
  toProjectUserRecord,
} from './project-membership.ts';
import { isPerson, roleInProject } from './user-record.ts';

const inputFields = [
  { ...oneProjectField, required: true },
  {
    ...userField,
    helpText:
      'Choose somebody in the project’s organization, or enter the email, exact name or ID.',
  },
  {
    key: 'role',
    label: 'Role',
    required: true,
    choices: { project_member: 'Project Member', project_admin: 'Project Admin' },
    helpText:
      'Project Admin: changes the project, its users and its clusters. Project Member: sees them and uses the clusters.',
  },
  {
    key: 'if_member',
    label: 'If Already a Member',
    choices: { leave: 'Leave Role', change: 'Change Role' },
    default: 'leave',
    helpText:
      'Change Role: gives a member the role above. The API key’s own user always stays an admin.',
  },
] as const;

type Input = InputOf<typeof inputFields>;

export const addUserToProject = defineAction({
  key: 'add_user_to_project',
  noun: 'User',
  label: 'Add User to Project',
  description: 'Adds a user of the organization to one of its projects.',
  replay: 'safe',
  level: ({ role }) => (role === 'project_admin' ? 'everything' : 'change'),
  lock: LOCKS.members,
  inputFields,
  record: {
    changed: flag('Changed', true),
    result: text('Result (Added, Role Changed or Nothing)', 'added'),
    summary: summaryField('Ada Example was added to weather as Project Member.'),
    ...projectUserRecord,
  },
  perform: async (run) => {
    const place = await readProjectPlace(run, run.input.project_id);
    const { inProject, inOrganization } = place;
    const person = findPerson([...inProject, ...(inOrganization ?? [])], run.input.user_id);
    const present = person && inProject.find(({ uid }) => uid === person.uid);
    if (present) return settleMember(run, place, present);
    if (person) return add(run, place, person);
    return addUnseen(run, place);
  },
});

type Result = 'added' | 'role_changed' | 'nothing';

/** What this run asked for. */
const ASKED = note<Result>('asked for');

async function settleMember(run: Run<Input>, place: ProjectPlace, member: Member) {
  const { role, if_member: ifMember } = run.input;
  const present = roleInProject(member, place.project);
  if (present === role || ifMember === 'leave') {
    return answer(place, member, present, askedFor(run));
  }
  if (present === 'project_admin') await refuseSelf(run, member);
  return put(run, place, member, 'role_changed');
}

/** What this very run asked for before its reply was lost, so that the second look still reports it. */
function askedFor(run: Run<Input>): Result {
  return run.notes.get(ASKED) ?? 'nothing';
}

const add = (run: Run<Input>, place: ProjectPlace, person: Member) =>
  put(run, place, person, 'added');

type Named = Pick<Member, 'uid' | 'email' | 'name'>;

async function put(run: Run<Input>, place: ProjectPlace, person: Named, result: Result) {
  const { role } = run.input;
  run.notes.set(ASKED, result);
  await putProjectUser(run.cloud, place.project.id, { user: person.uid, role_fqn: role });
  return answer(place, person, role, result);
}

/**
 * Somebody who was not found. Where the organization's members may be read, that settles it; a project
 * admin may not read them, so there the API decides.
 */
async function addUnseen(run: Run<Input>, place: ProjectPlace) {
  const { user_id: user } = run.input;
  if (place.inOrganization !== null || !isEmail(user)) throw await notInOrganization(run, place);
  run.notes.set(ASKED, 'added');
  const { role } = run.input;
  const reply = await putProjectUser(run.cloud, place.project.id, { user, role_fqn: role }).catch(
    async (error) => {
      throw isProblem(error, 'not_found') ? await notInOrganization(run, place) : error;
    },
  );
  const person = { uid: reply.user_id ?? user, email: user, name: null };
  return answer(place, person, role, reply.added === false ? 'role_changed' : 'added');
}

async function notInOrganization(run: Run<Input>, place: ProjectPlace): Promise<Refusal> {
  const { user_id: user } = run.input;
  const where = place.organizationName ?? 'the project’s organization';
  const organizationId = place.project.organization_id;
  const invitations =
    organizationId === null
      ? []
      : await unlessWithheld(listPendingInvitations(run.cloud, organizationId), []);
  if (invitations.some((one) => isPerson(one, user))) {
    return refuse(
      `the user has not accepted the invitation to ${where} yet`,
      'Run the step again when they have; the trigger “New User” starts a Zap then.',
    );
  }
  return refuse(`the user is not in ${where}`, 'Add them with “Add User to Organization” first.');
}

function answer(place: ProjectPlace, person: Named, role: string | null, result: Result) {
  const changed = result !== 'nothing';
  const record = toProjectUserRecord(person, role, place);
  const who = record.name ?? record.email ?? record.id;
  const where = record.project_name ?? record.project_id;
  const as = record.role_name ?? 'member';
  const summary = {
    added: `${who} was added to ${where} as ${as}.`,
    role_changed: `${who} is ${as} of ${where} now.`,
    nothing: `${who} is in ${where} already as ${as}.`,
  }[result];
  return { changed, result, summary, ...record };
}
