import { createOrganization as create, listOrganizations } from '../clients/cloud/organizations.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { named } from '../kit/choose.ts';
import { flag } from '../kit/record/static.ts';
import { once } from '../kit/run/once.ts';
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
        'An organization of that name that you are in already is left as it is. CrateDB Cloud allows two per user unless agreed otherwise.',
    },
  ],
  record: { changed: flag('Changed', true), ...organizationRecord },
  perform: async (run) => {
    const { name } = run.input;
    const [present] = named(await listOrganizations(run.cloud), name);
    if (present) {
      return { changed: run.notes.has('asked for'), ...toOrganizationRecord(present) };
    }
    run.notes.set('asked for', name);
    const made = await once(run, `organization ${name.toLowerCase()}`, () =>
      create(run.cloud, { name }),
    );
    return { changed: true, ...toOrganizationRecord(made) };
  },
});
