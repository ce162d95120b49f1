import {
  editOrganization,
  type Organization,
  type OrganizationEdit,
} from '../clients/cloud/organizations.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { isMissing, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { flag } from '../kit/record/static.ts';
import { note } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { needAdmin, organizationField, theOrganization } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { organizationRecord, toOrganizationRecord } from './organization-record.ts';

const inputFields = [
  {
    ...organizationField,
    helpText: 'Leave blank if the API key’s user belongs to only one organization.',
  },
  { key: 'new_name', label: 'New Name', helpText: 'Leave blank to keep the current one.' },
  {
    key: 'notification_email',
    label: 'Notification Email',
    helpText: 'Where CrateDB Cloud sends notifications. Leave blank to keep the current one.',
  },
  {
    key: 'notifications',
    label: 'Notifications',
    choices: { keep: 'Keep as They Are', on: 'On', off: 'Off' },
    default: 'keep',
    helpText: 'On: CrateDB Cloud sends its notifications to the email above.',
  },
] as const;

type Input = InputOf<typeof inputFields>;

/** The id of the organization that this run asked to edit. */
const ASKED = note<string>('asked for');

export const updateOrganization = defineAction({
  key: 'update_organization',
  noun: 'Organization',
  label: 'Update Organization',
  description: 'Updates the name or the notifications of an organization.',
  replay: 'safe',
  lock: LOCKS.places,
  inputFields,
  record: {
    changed: flag('Changed', true),
    summary: summaryField('Organization My Organization was updated.'),
    ...organizationRecord,
  },
  perform: async (run) => {
    const wanted = wantedEdit(run.input);
    const organization = await organizationToUpdate(run);
    const edit = stillToDo(organization, wanted);
    if (Object.keys(edit).length === 0) {
      return answer(run.notes.has(ASKED), organization);
    }
    needAdmin(organization);
    run.notes.set(ASKED, organization.id);
    const edited = await editOrganization(run.cloud, organization.id, edit);
    return answer(true, edited);
  },
});

function answer(changed: boolean, organization: Organization) {
  const what = changed ? 'was updated' : 'is like that already';
  const summary = `Organization ${organization.name ?? organization.id} ${what}.`;
  return { changed, summary, ...toOrganizationRecord(organization) };
}

function wantedEdit({
  new_name: name,
  notification_email: email,
  notifications,
}: Input): OrganizationEdit {
  const edit = {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(notifications === 'keep' ? {} : { notifications_enabled: notifications === 'on' }),
  };
  if (Object.keys(edit).length === 0) {
    throw refuse('there is nothing to update', 'Fill in a name, an email, or on or off.');
  }
  if (email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw refuse('“Notification Email” is not an email', 'Correct it.');
  }
  return edit;
}

/** What of it is not so already. */
function stillToDo(organization: Organization, edit: OrganizationEdit): OrganizationEdit {
  return Object.fromEntries(
    Object.entries(edit).filter(
      ([key, value]) => organization[key as keyof OrganizationEdit] !== value,
    ),
  );
}

/**
 * The organization chosen. After a lost reply it may have the new name already, and is known by its id by
 * then; likewise when the whole step is run again with the old name, which none has any more.
 */
async function organizationToUpdate(run: Run<Input>): Promise<Organization> {
  const { organization_id: chosen, new_name: name } = run.input;
  try {
    return await theOrganization(run, run.notes.get(ASKED) ?? chosen);
  } catch (error) {
    if (name === undefined || !isMissing(error)) throw error;
    return theOrganization(run, name).catch((second) => {
      // Of the two that are not there, the one that was asked for is told.
      throw isMissing(second) ? error : second;
    });
  }
}
