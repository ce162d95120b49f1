import { newestOrganizations } from '../clients/cloud/organizations.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { organizationRecord, toOrganizationRecord } from './organization-record.ts';

export const newOrganization = defineTrigger({
  kind: 'new',
  // One that is joined may be older than any that is known: its date does not tell that it is new.
  whole: true,
  key: 'new_organization',
  noun: 'Organization',
  label: 'New Organization',
  description: 'Triggers when the API key’s user creates or joins an organization.',
  inputFields: [],
  record: {
    summary: summaryField('Organization My Organization is there, with you as Organization Admin.'),
    ...organizationRecord,
  },
  perform: async (run) =>
    (await newestOrganizations(run.cloud)).map((organization) => {
      const record = toOrganizationRecord(organization);
      const as = record.own_role_name === null ? '' : `, with you as ${record.own_role_name}`;
      return { summary: `Organization ${record.name} is there${as}.`, ...record };
    }),
});
