import { DAY, stamp, zoneless } from '../world/times.ts';
import { organizationIds, projectIds } from './seed-people.ts';
import { put } from './state.ts';
import type { Region, State } from './types.ts';

export function seedPlaces(state: State, now: number): void {
  const dc = (days: number) => ({
    created: stamp(now - days * DAY),
    modified: stamp(now - 9 * DAY),
  });

  const organization = (id: string, name: string, email: string | null, days: number) =>
    put(state, 'organization', {
      id,
      name,
      email,
      notifications_enabled: email !== null,
      plan_type: 3,
      dc: dc(days),
    });
  organization(organizationIds.alpine, 'Alpine Weather', 'ops@alpine.example', 900);
  organization(organizationIds.beacon, 'Beacon Logistics', null, 400);
  organization(organizationIds.cobalt, 'Cobalt Foods', 'it@cobalt.example', 300);

  const region = (name: string, description: string, more: Partial<Region> = {}) =>
    put(state, 'region', {
      name,
      description,
      deprecated: false,
      is_edge_region: false,
      status: 'UP',
      upgrade_available: false,
      last_seen: zoneless(now - 17_017),
      organization_id: null,
      dc: { created: '2024-10-08T10:00:00+00:00', modified: '2024-10-08T11:00:00Z' },
      ...more,
    });
  region('aks1.westeurope.azure', 'West Europe (Azure)');
  region('aks1.eastus2.azure', 'East US 2 (Azure)');
  region('eks1.eu-west-1.aws', 'EU West 1 (AWS)');
  region('eks1.us-east-1.aws', 'US East 1 (AWS)');
  region('gke1.us-central1.gcp', 'US Central 1 (GCP)', { status: 'UNKNOWN' });
  region('aks1.eastus.azure', 'East US (Azure)', { deprecated: true });
  region('edge-summit-station', 'Summit Station', {
    is_edge_region: true,
    status: 'DOWN',
    last_seen: null,
    organization_id: organizationIds.alpine,
    dc: null,
  });

  const project = (id: string, name: string, owner: string, place: string) =>
    put(state, 'project', {
      id,
      name,
      organization_id: owner,
      region: place,
      backup_location: null,
      dc: dc(250),
    });
  const { alpine, beacon, cobalt } = organizationIds;
  project(projectIds.weatherEurope, 'weather-europe', alpine, 'aks1.westeurope.azure');
  project(projectIds.weatherAmerica, 'weather-america', alpine, 'aks1.eastus2.azure');
  project(projectIds.research, 'research', alpine, 'eks1.eu-west-1.aws');
  project(projectIds.empty, 'next-season', alpine, 'eks1.us-east-1.aws');
  project(projectIds.tracking, 'tracking', beacon, 'eks1.eu-west-1.aws');
  project(projectIds.kitchen, 'kitchen', cobalt, 'aks1.westeurope.azure');
}
