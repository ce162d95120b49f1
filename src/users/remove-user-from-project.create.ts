import { removeProjectUser } from '../clients/cloud/users.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import {
  cannotBeUndone,
  checkConfirmation,
  confirmField,
  notedGone,
  noteGone,
} from '../kit/destructive.ts';
import { missing } from '../kit/errors.ts';
import { flag, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { oneProjectField } from '../vocabulary/projects.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { findPerson, isEmail, refuseSelf, userField } from './person.ts';
import {
  type ProjectPlace,
  type ProjectUserRecord,
  projectUserRecord,
  readProjectPlace,
  toProjectUserRecord,
} from './project-membership.ts';
import { roleInProject } from './user-record.ts';

export const removeUserFromProject = defineAction({
  key: 'remove_user_from_project',
  noun: 'User',
  label: 'Remove User From Project',
  description: 'Removes a user from a project.',
  replay: 'safe',
  lock: LOCKS.members,
  inputFields: [
    cannotBeUndone(
      'This cannot be undone: the user loses the role in the project and would have to be added again. The API key’s own user is never removed.',
    ),
    { ...oneProjectField, required: true },
    userField,
    confirmField('Email'),
  ],
  record: {
    changed: flag('Changed', true),
    result: text('Result (Removed or Nothing)', 'removed'),
    summary: summaryField('Ada Example was removed from weather.'),
    ...projectUserRecord,
    status: text('Status Afterwards (Member or None)', 'none'),
    role: text('Role Before', 'project_member'),
    role_name: text('Role Name Before', 'Project Member'),
  },
  perform: async (run) => {
    const place = await readProjectPlace(run, run.input.project_id);
    const { project, inProject, inOrganization } = place;
    const person = findPerson([...inProject, ...(inOrganization ?? [])], run.input.user_id);
    const member = person && inProject.find(({ uid }) => uid === person.uid);
    if (!member) {
      const gone = notedGone<ProjectUserRecord>(run);
      if (gone) return answer(true, gone);
      if (!person) return answer(false, settleStranger(run, place));
    }
    checkConfirmation(run.input.confirm, [person.email], 'Email');
    if (!member) return answer(false, toProjectUserRecord(person, null, place));
    await refuseSelf(run, member);
    const record = toProjectUserRecord(member, roleInProject(member, project), place);
    noteGone(run, record);
    await removeProjectUser(run.cloud, project.id, member.uid);
    return answer(true, record);
  },
});

/** Who is neither in the project nor in its organization is left alone. */
function settleStranger(run: Run<{ user_id: string; confirm: string }>, place: ProjectPlace) {
  const { user_id: wanted, confirm } = run.input;
  if (!isEmail(wanted)) {
    throw missing(
      `nobody in project ${place.project.name ?? place.project.id} has that name or ID`,
      'They may have been removed already. Enter the email, or choose a user.',
    );
  }
  checkConfirmation(confirm, [wanted], 'Email');
  return toProjectUserRecord({ uid: wanted, email: wanted, name: null }, null, place);
}

function answer(removed: boolean, record: ProjectUserRecord) {
  const who = record.name ?? record.email ?? record.id;
  const where = record.project_name ?? record.project_id;
  return {
    changed: removed,
    result: removed ? 'removed' : 'nothing',
    summary: removed
      ? `${who} was removed from ${where}.`
      : `${who} is not in ${where}; nothing was changed.`,
    ...record,
    status: 'none',
  };
}
