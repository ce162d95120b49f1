import { settleFiles } from '../files/files.ts';
import { settleOperations } from '../operations/operations.ts';
import { DAY } from './times.ts';
import type { World } from './world.ts';

/** Lets everything happen that is due by now, imports and exports aside. Called before each answer. */
export function settle(world: World): void {
  const now = world.clock.now().getTime();
  settleOperations(world, now);
  settleFiles(world, now);
  const days = world.switches.apiKeyExpiryDays;
  if (days > 0) {
    for (const [id, key] of world.state.api_key) {
      const used = Date.parse(key.last_used ?? key.dc.created);
      if (now - used > days * DAY) world.state.api_key.delete(id);
    }
  }
}
