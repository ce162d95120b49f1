import { uuid } from '../world/ids.ts';
import { DAY, HOUR, stamp } from '../world/times.ts';
import { type Nick, organizationIds, projectIds, userId } from './seed-people.ts';
import { put } from './state.ts';
import type { State } from './types.ts';

/** The past of the audit logs, in the order it happened; a null actor is the service itself. */
export function seedAudit(state: State, now: number): void {
  const add = (
    organization_id: string,
    action: string,
    nick: Nick | null,
    at: number,
    context: Record<string, unknown> = {},
  ) => {
    const user = nick === null ? undefined : state.user.get(userId(nick));
    put(state, 'audit_event', {
      id: uuid(`audit ${state.audit_event.size}`),
      organization_id,
      action,
      actor: {
        id: user?.uid ?? null,
        email: user?.email ?? null,
        name: user?.name ?? null,
        username: user?.username ?? null,
        picture: user?.picture ?? null,
      },
      context,
      created: stamp(at),
    });
  };
  const { alpine, beacon, cobalt } = organizationIds;
  add(alpine, 'organization.create', 'ada', now - 900 * DAY);
  add(alpine, 'organization.add_user', 'ada', now - 880 * DAY, { user_id: userId('konrad') });
  add(alpine, 'project.create', 'ada', now - 870 * DAY, { project_id: projectIds.weatherEurope });
  add(alpine, 'project.add_user', 'ada', now - 800 * DAY, { user_id: userId('paul') });
  for (const cluster of state.cluster.values()) {
    const project = state.project.get(cluster.project_id);
    if (project?.organization_id !== alpine) continue;
    add(alpine, 'product.create_cluster', 'ada', Date.parse(cluster.dc.created), {
      cluster_id: cluster.id,
      cluster_name: cluster.name,
    });
  }
  // Enough of them that a list has several pages.
  for (let hours = 96; hours > 0; hours -= 1.5) {
    const rotates = hours % 2 === 0;
    add(
      alpine,
      rotates ? 'cluster.backup_schedule_check' : 'product.login_to_cluster',
      rotates ? null : 'konrad',
      now - hours * HOUR,
    );
  }
  add(beacon, 'organization.create', 'niklaus', now - 400 * DAY);
  add(beacon, 'organization.add_user', 'niklaus', now - 390 * DAY, { user_id: userId('ada') });
  add(cobalt, 'organization.create', 'hedy', now - 300 * DAY);
}
