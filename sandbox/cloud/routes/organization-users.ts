import * as z from 'zod/mini';
import {
  type Call,
  created,
  noContent,
  ok,
  param,
  query,
  type Route,
  route,
} from '../server/call.ts';
import { badRequest, notFound } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import { put } from '../state/state.ts';
import type { Invitation, OrgRole } from '../state/types.ts';
import { needMembership, needOrgAdmin, violation } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { DAY, stamp } from '../world/times.ts';
import { userView } from '../world/views.ts';
import { nextId } from '../world/world.ts';
import { findUser, isLastAdmin, setOrganizationRole } from './members.ts';

export const organizationUserRoutes: Route[] = [
  route('GET', '/organizations/:organization/users/', (call) => {
    const { id } = needMembership(call, param(call, 'organization'));
    return ok(
      [...call.world.state.user.values()].flatMap((user) => {
        const roles = user.organization_roles.filter((it) => it.organization_id === id);
        return roles.length === 0 ? [] : [{ ...userView(user), organization_roles: roles }];
      }),
    );
  }),

  // API: 201 is added, 200 is a changed role; who has no account is invited.
  route('POST', '/organizations/:organization/users/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const schema = z.strictObject({
      user: z.string().check(z.minLength(1, 'Shorter than minimum length 1.')),
      role_fqn: z.enum(['org_admin', 'org_member'], 'Not a valid choice.'),
    });
    const body = parseBody(schema, call);
    const { world } = call;
    const user = findUser(world, body.user);
    if (!user) return invite(call, id, body.user, body.role_fqn);

    const had = user.organization_roles.find((it) => it.organization_id === id);
    const reply = (added: boolean) => ({
      added,
      invited: false,
      organization_id: id,
      role_fqn: body.role_fqn,
      user_id: user.uid,
    });
    if (had?.role_fqn === body.role_fqn) return ok(reply(false));
    if (had && isLastAdmin(world, user, id)) {
      throw violation(world, 'The last organization admin cannot lose the role.', 'role_fqn');
    }
    if (!had && user.organization_roles.length >= 2) {
      throw violation(world, 'A user can be a member of at most two organizations.', 'user');
    }
    setOrganizationRole(user, id, body.role_fqn);
    recordChange(call, {
      what: had ? 'organization.edit_user' : 'organization.add_user',
      entityId: user.uid,
      organizations: [id],
      detail: { user_id: user.uid, role_fqn: body.role_fqn },
    });
    return had ? ok(reply(false)) : created(reply(true));
  }),

  route('DELETE', '/organizations/:organization/users/:user/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const { world } = call;
    const user = findUser(world, param(call, 'user'));
    if (!user?.organization_roles.some((it) => it.organization_id === id)) throw notFound();
    if (isLastAdmin(world, user, id)) {
      throw violation(world, 'The last organization admin cannot be removed.');
    }
    user.organization_roles = user.organization_roles.filter((it) => it.organization_id !== id);
    user.project_roles = user.project_roles.filter(
      (it) => world.state.project.get(it.project_id)?.organization_id !== id,
    );
    recordChange(call, {
      what: 'organization.remove_user',
      entityId: user.uid,
      organizations: [id],
      detail: { user_id: user.uid },
    });
    return noContent();
  }),

  // API: `PENDING` covers the expired ones.
  route('GET', '/organizations/:organization/invitations/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const status = query(call, 'status')?.toUpperCase();
    return ok(invitationsOf(call, id).filter((it) => status === undefined || it.status === status));
  }),

  route('DELETE', '/organizations/:organization/invitations/:invitation/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const uid = param(call, 'invitation');
    const invitation = invitationsOf(call, id).find((it) => it.uid === uid);
    if (!invitation) throw notFound();
    call.world.state.invitation.delete(uid);
    recordChange(call, {
      what: 'organization.cancel_invitation',
      entityId: uid,
      organizations: [id],
      detail: { email: invitation.email },
    });
    return noContent();
  }),
];

function invitationsOf(call: Call, organizationId: string): Invitation[] {
  return [...call.world.state.invitation.values()].filter((it) =>
    it.organization_roles.some((role) => role.organization_id === organizationId),
  );
}

function invite(call: Call, organizationId: string, email: string, role_fqn: OrgRole) {
  if (!z.email().safeParse(email).success) {
    throw badRequest({ user: ['Neither a known user nor a valid email address.'] });
  }
  const { world } = call;
  const before = invitationsOf(call, organizationId).find(
    (it) => it.status === 'PENDING' && it.email.toLowerCase() === email.toLowerCase(),
  );
  const expires = world.clock.now().getTime() + world.switches.invitationDays * DAY;
  const invitation = put(world.state, 'invitation', {
    uid: before?.uid ?? nextId(world, 'invitation'),
    email: before?.email ?? email,
    status: 'PENDING',
    expiration_date: stamp(expires),
    organization_roles: [{ organization_id: organizationId, role_fqn }],
  });
  recordChange(call, {
    what: 'organization.invite_user',
    entityId: invitation.uid,
    organizations: [organizationId],
    detail: { email, role_fqn },
  });
  const reply = {
    added: before ? false : world.switches.inviteAdded,
    invited: true,
    organization_id: organizationId,
    role_fqn,
    user_id: null,
  };
  return before ? ok(reply) : created(reply);
}
