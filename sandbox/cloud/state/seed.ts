import { uuid } from '../world/ids.ts';
import { stamp } from '../world/times.ts';
import { seedProducts } from './catalog.ts';
import { seedAudit } from './seed-audit.ts';
import { seedBilling } from './seed-billing.ts';
import { seedClusters } from './seed-clusters.ts';
import { seedMoreAudit, seedMoreUsers } from './seed-crowd.ts';
import { seedMoreClusters } from './seed-fleet.ts';
import { seedJobs } from './seed-jobs.ts';
import { organizationIds, seedPeople } from './seed-people.ts';
import { seedPlaces } from './seed-places.ts';
import { emptyState, put } from './state.ts';
import type { State } from './types.ts';

/** How much there is at least of what an account can have thousands of. */
export type SeedSize = { clusters: number; users: number; auditEvents: number };

/** The state that every sandbox starts with; times are told from `now` (milliseconds). */
export function seedState(now: number, size: SeedSize): State {
  const state = emptyState();
  seedPeople(state, now);
  seedPlaces(state, now);
  for (const product of seedProducts()) put(state, 'product', product);
  seedBilling(state, now);
  seedClusters(state, now);
  seedAudit(state, now);
  seedMoreClusters(state, now, size.clusters);
  seedMoreUsers(state, size.users);
  seedMoreAudit(state, now, size.auditEvents);
  seedJobs(state, now);
  put(state, 'secret', {
    id: uuid('secret aws'),
    organization_id: organizationIds.alpine,
    name: 'archive-bucket',
    type: 'AWS',
    description: '**********BHQK7I',
    dc: { created: stamp(now - 5e9), modified: stamp(now - 5e9) },
    refusal: null,
  });
  return state;
}
