import { newestOrganizations } from '../cloud/organizations.ts';
import { MOST_ITEMS } from '../step-kit/identity.ts';
import { defineTrigger } from '../step-kit/trigger.ts';
import { organizationRecord, toOrganizationRecord } from './organization-record.ts';

export const newOrganization = defineTrigger({
  kind: 'new',
  key: 'new_organization',
  noun: 'Organization',
  label: 'New Organization',
  description: 'Triggers when the API key’s user creates or joins an organization.',
  inputFields: [],
  record: organizationRecord,
  perform: async (run) =>
    (await newestOrganizations(run.cloud, MOST_ITEMS)).map(toOrganizationRecord),
});
