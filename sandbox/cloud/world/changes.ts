import type { Call } from '../server/call.ts';
import { put } from '../state/state.ts';
import { masked } from './log.ts';
import { stamp } from './times.ts';
import { nextId } from './world.ts';

export type Change = {
  /** `<entity>.<verb>`. API: the list of actions is not published; the ones seen are kept. */
  what: string;
  entityId: string;
  /** The organizations whose audit log tells it. */
  organizations: Array<string | null>;
  clusterId?: string;
  detail?: Record<string, unknown>;
};

/** Writes a change into the log of changes and into the audit log of its organizations. */
export function recordChange(call: Call, change: Change): void {
  const { world, actor } = call;
  const { user } = actor;
  const now = world.clock.now();
  const detail = masked(change.detail ?? {}) as Record<string, unknown>;
  world.log.changes.push({
    at: now.toISOString(),
    method: call.method,
    path: call.path,
    actor: user.email,
    what: change.what,
    entity_id: change.entityId,
    detail,
  });
  for (const organizationId of change.organizations) {
    if (organizationId === null) continue;
    put(world.state, 'audit_event', {
      id: nextId(world, 'audit event'),
      organization_id: organizationId,
      action: change.what,
      actor: {
        id: user.uid,
        email: user.email,
        name: user.name,
        username: user.username,
        picture: user.picture,
      },
      context: {
        ...(change.clusterId ? { cluster_id: change.clusterId } : {}),
        entity_id: change.entityId,
        ...detail,
      },
      created: stamp(now),
    });
  }
}
