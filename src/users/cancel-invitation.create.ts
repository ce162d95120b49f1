import { deleteInvitation } from '../clients/cloud/users.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import {
  cannotBeUndone,
  checkConfirmation,
  confirmField,
  notedGone,
  noteGone,
} from '../kit/destructive.ts';
import { missing, refuse } from '../kit/errors.ts';
import { blankRecord, flag, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { namesOf, notVisible, organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import {
  cancelableId,
  invitationField,
  invitationId,
  invitationRecord,
  type OpenInvitation,
  openInvitations,
  toInvitationRecord,
} from './invitations.ts';
import { isEmail } from './person.ts';
import { isPerson } from './user-record.ts';

const invitationIdField = text('Invitation ID', '9d1f6a52-0000-4000-8000-000000000011');

export const cancelInvitation = defineAction({
  key: 'cancel_invitation',
  noun: 'Invitation',
  label: 'Cancel Invitation',
  description: 'Cancels an invitation that nobody has accepted yet.',
  replay: 'safe',
  lock: LOCKS.members,
  inputFields: [
    cannotBeUndone(
      'This cannot be undone: the link in the invitation’s mail stops working, and the person would have to be invited again.',
    ),
    invitationField,
    confirmField('Email'),
    {
      ...organizationField,
      helpText: 'Required only if the person is invited to several organizations.',
    },
  ],
  record: {
    changed: flag('Changed', true),
    result: text('Result (Canceled or Nothing)', 'canceled'),
    summary: summaryField('The invitation of grace@example.com to My Organization was canceled.'),
    id: invitationIdField,
    ...invitationRecord,
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { open, withheld } = await openInvitations(run, run.input.organization_id);
    const gone = notedGone<Canceled>(run);
    const found = open.filter((one) =>
      gone ? invitationId(one) === gone.id : isPerson(one.invitation, run.input.invitation_id),
    );
    const organizations_not_read = namesOf(withheld);
    const one = theOne(found);
    if (!one && gone) return answer(true, gone, organizations_not_read);
    if (!one) return answer(false, settleMissing(run), organizations_not_read);
    const { invitation, organization } = one;
    checkConfirmation(run.input.confirm, [invitation.email], 'Email');
    const id = cancelableId(invitation);
    const record = { id, ...toInvitationRecord(one, run.now()) };
    noteGone(run, record);
    await deleteInvitation(run.cloud, organization.id, id);
    return answer(true, record, organizations_not_read);
  },
});

type Canceled = { id: string } & ReturnType<typeof toInvitationRecord>;

function answer(changed: boolean, record: Canceled, organizations_not_read: string | null) {
  const who = record.email ?? record.id;
  const where = record.organization_name === null ? '' : ` to ${record.organization_name}`;
  return {
    changed,
    result: changed ? 'canceled' : 'nothing',
    summary: changed
      ? `The invitation of ${who}${where} was canceled.`
      : `There is no open invitation of ${who}; nothing was changed.`,
    ...record,
    organizations_not_read,
  };
}

function theOne(found: readonly OpenInvitation[]): OpenInvitation | undefined {
  if (found.length <= 1) return found[0];
  const names = found.map(({ organization: { name, id } }) => name ?? id).join(', ');
  throw refuse(`there are ${found.length} open invitations (${names})`, 'Choose one organization.');
}

/** No open invitation is what was wanted; a text that is no e-mail may just be mistyped. */
function settleMissing(run: Run<{ invitation_id: string; confirm: string }>): Canceled {
  const { invitation_id: email, confirm } = run.input;
  if (!isEmail(email)) {
    throw missing(
      'there is no open invitation with that ID',
      'It may have been accepted or canceled already. Choose another, or enter the email.',
    );
  }
  checkConfirmation(confirm, [email], 'Email');
  return blankRecord({ id: invitationIdField, ...invitationRecord }, { id: email, email });
}
