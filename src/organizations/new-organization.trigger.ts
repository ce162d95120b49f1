import { newestOrganizations } from '../clients/cloud/organizations.ts';
import { defineTrigger } from '../kit/trigger.ts';
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
  record: organizationRecord,
  perform: async (run) => (await newestOrganizations(run.cloud)).map(toOrganizationRecord),
});
