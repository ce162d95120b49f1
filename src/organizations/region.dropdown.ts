import { listRegions } from '../clients/cloud/regions.ts';
import { byLabel, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { chosenOrganization } from '../vocabulary/organizations.ts';

const isUp = (status: string | null) => /^up$/i.test(status ?? '');

export const regionDropdown = defineDropdown({
  key: 'region',
  noun: 'Region',
  label: 'Regions',
  example: {
    id: 'aks1.westeurope.azure',
    label: 'West Europe (Azure) (aks1.westeurope.azure)',
  },
  list: async (run) => {
    const organization = await chosenOrganization(run, run.input.organization_id);
    const regions = await listRegions(run.cloud, { organizationId: organization?.id });
    return byLabel(
      regions
        .filter((region) => region.deprecated !== true)
        .map(({ name, description, status, is_edge_region: isEdge }) => ({
          id: name,
          label: labelOf(
            description ?? name,
            name,
            isEdge ? 'edge' : null,
            isUp(status) ? null : status?.toLowerCase(),
          ),
        })),
    );
  },
});
