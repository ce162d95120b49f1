/** Choosing a region: by dropdown, by its id (`aks1.westeurope.azure`), or by what the console calls it. */
import { listRegions, type Region } from '../clients/cloud/regions.ts';
import { choose } from '../kit/choose.ts';
import type { Run } from '../kit/run/run.ts';

export const regionField = {
  key: 'region',
  label: 'Region',
  dynamic: 'region.id.label',
  search: 'find_region.id',
} as const;

/** The same where a step is about just one. */
export const oneRegionField = {
  ...regionField,
  helpText: 'Choose a region, or enter its name or ID, such as aks1.westeurope.azure.',
} as const;

/** The region that a field names; deprecated ones too, for something may still be there. */
export async function chosenRegion(
  run: Run<unknown>,
  value: string,
  organizationId?: string,
): Promise<Region> {
  const regions = await listRegions(run.cloud, { organizationId });
  const choosable = regions.map((region) => ({
    id: region.name,
    name: region.description,
    region,
  }));
  return choose(choosable, value, 'region').region;
}
