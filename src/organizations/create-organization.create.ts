import {
  createOrganization as create,
  listOrganizations,
  type Organization,
} from '../clients/cloud/organizations.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { named } from '../kit/choose.ts';
import { flag } from '../kit/record/static.ts';
import { ASKED } from '../kit/run/notes.ts';
import { once } from '../kit/run/once.ts';
import { folded } from '../kit/text.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { organizationRecord, toOrganizationRecord } from './organization-record.ts';

export const createOrganization = defineAction({
  key: 'create_organization',
  noun: 'Organization',
  label: 'Create Organization',
  description: 'Creates an organization, with the API key’s user as its admin.',
  replay: 'safe',
  lock: LOCKS.places,
  inputFields: [
    {
      key: 'name',
      label: 'Organization Name',
      required: true,
      helpText:
        'If you already belong to an organization with this name, nothing changes. CrateDB Cloud allows two organizations per user unless agreed otherwise.',
    },
  ],
  record: {
    changed: flag('Changed', true),
    summary: summaryField('Organization My Organization was created.'),
    ...organizationRecord,
  },
  perform: async (run) => {
    const { name } = run.input;
    return once(run, `organization ${folded(name)}`, {
      look: async () => {
        const [present] = named(await listOrganizations(run.cloud), name);
        return present && answer(run.notes.has(ASKED), present);
      },
      make: async () => {
        run.notes.set(ASKED, true);
        return answer(true, await create(run.cloud, { name }));
      },
    });
  },
});

function answer(changed: boolean, organization: Organization) {
  const what = changed ? 'was created' : 'is there already';
  const summary = `Organization ${organization.name ?? organization.id} ${what}.`;
  return { changed, summary, ...toOrganizationRecord(organization) };
}
