import { uuid } from '../world/ids.ts';
import { DAY, stamp } from '../world/times.ts';
import { organizationIds, projectIds, userId } from './seed-people.ts';
import { put } from './state.ts';
import type { State } from './types.ts';

const { alpine } = organizationIds;

/** Adds members of the main organization and of weather-europe until the organization has `wanted`. */
export function seedMoreUsers(state: State, wanted: number): void {
  const members = [...state.user.values()].filter((it) =>
    it.organization_roles.some((role) => role.organization_id === alpine),
  ).length;
  for (let index = members + 1; index <= wanted; index += 1) {
    const nick = `crew-${String(index).padStart(5, '0')}`;
    const email = `${nick}@example.com`;
    put(state, 'user', {
      uid: uuid(`user ${nick}`),
      email,
      name: `Crew Member ${index}`,
      username: email,
      idp: 'cognito',
      picture: null,
      status: 'active',
      hmac: uuid(`hmac ${nick}`),
      is_superuser: false,
      organization_roles: [{ organization_id: alpine, role_fqn: 'org_member' }],
      project_roles: [{ project_id: projectIds.weatherEurope, role_fqn: 'project_member' }],
    });
  }
}

/** Milliseconds between two events of a busy log: 100,000 of them are a week's. */
const pace = (7 * DAY) / 100_000;

/**
 * Adds recent events to the main organization's audit log until it has `wanted`. They name clusters and
 * users by their ids only, so that whoever wants names has to look them up.
 */
export function seedMoreAudit(state: State, now: number, wanted: number): void {
  const events = [...state.audit_event.values()].filter((it) => it.organization_id === alpine);
  const clusters = [...state.cluster.values()].filter(
    (it) => state.project.get(it.project_id)?.organization_id === alpine,
  );
  const users = [...state.user.values()].filter((it) =>
    it.organization_roles.some((role) => role.organization_id === alpine),
  );
  const service = { id: null, email: null, name: null, username: null, picture: null };
  // Oldest first, as a log is written.
  for (let index = wanted - events.length; index > 0; index -= 1) {
    const user = users[index % users.length] ?? state.user.get(userId('ada'));
    const cluster_id = clusters[index % clusters.length]?.id;
    const [action, context] = [
      ['cluster.backup_schedule_check', { cluster_id }] as const,
      ['product.login_to_cluster', { cluster_id }] as const,
      ['organization.edit_user', { user_id: user?.uid }] as const,
    ][index % 3] ?? ['organization.update', {}];
    const { uid: id = null, email = null, name = null, username = null } = user ?? {};
    put(state, 'audit_event', {
      id: uuid(`audit crowd ${index}`),
      organization_id: alpine,
      action,
      actor: index % 3 === 0 ? service : { id, email, name, username, picture: null },
      context,
      created: stamp(now - index * pace),
    });
  }
}
