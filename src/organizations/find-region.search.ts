import { listRegions } from '../cloud/regions.ts';
import { chosenOrganization, organizationField } from '../step-kit/organizations.ts';
import { text } from '../step-kit/record.ts';
import { defineSearch } from '../step-kit/search.ts';
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
    const wanted = run.input.name.toLowerCase();
    const organization = await chosenOrganization(run, run.input.organization_id);
    const regions = await listRegions(run.cloud, { organizationId: organization?.id });
    return regions
      .filter(({ name, description }) =>
        [name, description].some((value) => value?.toLowerCase() === wanted),
      )
      .sort((a, b) => Number(a.deprecated === true) - Number(b.deprecated === true))
      .map((region) => ({ id: region.name, ...toRegionRecord(region) }));
  },
});
