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
    userField,
    { ...oneProjectField, required: true },
    confirmField('Email'),
  ],
  record: {
    changed: flag('Changed', true),
    result: text('Result (removed or nothing)', 'removed'),
    ...projectUserRecord,
  },
  perform: async (run) => {
    const place = await readProjectPlace(run, run.input.project_id);
    const { project, inProject, inOrganization } = place;
    const person = findPerson([...inProject, ...(inOrganization ?? [])], run.input.user);
    const member = person && inProject.find(({ uid }) => uid === person.uid);
    if (!member) {
      const gone = notedGone<ProjectUserRecord>(run);
      if (gone) return answer(true, gone);
      if (!person) return answer(false, settleStranger(run, place));
    }
    checkConfirmation(run.input.confirm, [person.email], 'user');
    if (!member) return answer(false, toProjectUserRecord(person, null, place));
    await refuseSelf(run, member);
    const record = toProjectUserRecord(member, roleInProject(member, project), place);
    noteGone(run, record);
    await removeProjectUser(run.cloud, project.id, member.uid);
    return answer(true, record);
  },
});

/** Who is neither in the project nor in its organization is left alone. */
function settleStranger(run: Run<{ user: string; confirm: string }>, place: ProjectPlace) {
  const { user: wanted, confirm } = run.input;
  if (!isEmail(wanted)) {
    throw missing(
      `nobody in project ${place.project.name ?? place.project.id} has that name or id`,
      'They may have been removed already. Fill in the email, or choose somebody in the dropdown.',
    );
  }
  checkConfirmation(confirm, [wanted], 'user');
  return toProjectUserRecord({ uid: wanted, email: wanted, name: null }, null, place);
}

function answer(removed: boolean, record: ProjectUserRecord) {
  return { changed: removed, result: removed ? 'removed' : 'nothing', ...record };
}
