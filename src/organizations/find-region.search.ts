import { listRegions } from '../clients/cloud/regions.ts';
import { closest } from '../kit/choose.ts';
import { text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { regionRecord, toRegionRecord } from './region-record.ts';

export const findRegion = defineSearch({
  key: 'find_region',
  noun: 'Region',
  label: 'Find Region',
  description: 'Finds a region by its exact name.',
  inputFields: [
    {
      key: 'name',
      label: 'Region Name',
      required: true,
      helpText: 'For example West Europe (Azure), or aks1.westeurope.azure.',
    },
    organizationField,
  ],
  record: { id: text('Region ID', 'aks1.westeurope.azure'), ...regionRecord },
  perform: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const regions = await listRegions(run.cloud, { organizationId: organization?.id });
    const { name } = run.input;
    return closest(regions, name, (one) => [one.name, one.description])
      .sort((a, b) => Number(a.deprecated === true) - Number(b.deprecated === true))
      .map((region) => ({ id: region.name, ...toRegionRecord(region) }));
  },
});
