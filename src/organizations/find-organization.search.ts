import { listOrganizations } from '../clients/cloud/organizations.ts';
import { called } from '../kit/choose.ts';
import { defineSearch } from '../kit/search.ts';
import { organizationRecord, toOrganizationRecord } from './organization-record.ts';

export const findOrganization = defineSearch({
  key: 'find_organization',
  noun: 'Organization',
  label: 'Find Organization',
  description: 'Finds an organization of the API key’s user by its exact name.',
  inputFields: [
    {
      key: 'name',
      label: 'Organization Name',
      required: true,
      helpText: 'The complete name. Upper and lower case do not matter.',
    },
  ],
  record: organizationRecord,
  orCreate: {
    create: 'create_organization',
    label: 'Find or Create Organization',
    description: 'Finds an organization by its exact name, or creates it where there is none.',
  },
  perform: async (run) => {
    const { name } = run.input;
    const organizations = await listOrganizations(run.cloud);
    return called(organizations, name).map(toOrganizationRecord);
  },
});
