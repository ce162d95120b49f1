import * as z from 'zod/mini';
import { created, noContent, ok, param, query, type Route, route } from '../server/call.ts';
import { badRequest, notFound } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import type { OrgRoleEntry } from '../state/types.ts';
import { needSuperuser } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { secretText } from '../world/ids.ts';
import { currentUserView, userView } from '../world/views.ts';
import { nextId } from '../world/world.ts';
import { findUserByEmail, setOrganizationRole } from './members.ts';

const tokenBody = z.strictObject({ token: z.string() });

export const userRoutes: Route[] = [
  route('GET', '/users/me/', (call) => ok(currentUserView(call.actor.user))),

  // API: 202, and the address changes once the link in a mail was followed.
  route('PATCH', '/users/me/', (call) => {
    const email = z.email('Not a valid email address.');
    const body = parseBody(z.strictObject({ email }), call);
    const { user } = call.actor;
    const token = secretText(nextId(call.world, 'confirmation'));
    user.pending_email = { email: body.email, token };
    recordChange(call, {
      what: 'user.request_email_change',
      entityId: user.uid,
      organizations: [],
      detail: { email: body.email, confirmation: token },
    });
    const message =
      'A confirmation email was sent. Please follow its instructions to verify your new email address.';
    return { status: 202, json: { success: true, status: 'pending', message } };
  }),

  route('PUT', '/users/me/confirm-email/', (call) => {
    const { token } = parseBody(tokenBody, call);
    const { user } = call.actor;
    if (!user.pending_email || user.pending_email.token !== token) {
      throw badRequest({ token: ['Not a valid token.'] });
    }
    user.email = user.pending_email.email;
    delete user.pending_email;
    recordChange(call, {
      what: 'user.change_email',
      entityId: user.uid,
      organizations: user.organization_roles.map((it) => it.organization_id),
      detail: { email: user.email },
    });
    return ok(currentUserView(user));
  }),

  // The token of an invitation is its uid here.
  route('POST', '/users/me/accept-invite/', (call) => {
    const { token } = parseBody(tokenBody, call);
    const { world } = call;
    const { user } = call.actor;
    const invitation = world.state.invitation.get(token);
    const expired =
      invitation && Date.parse(invitation.expiration_date) <= world.clock.now().getTime();
    if (
      !invitation ||
      expired ||
      invitation.status !== 'PENDING' ||
      invitation.email.toLowerCase() !== user.email.toLowerCase()
    ) {
      throw badRequest({ token: ['The invitation is not valid or has expired.'] });
    }
    invitation.status = 'ACCEPTED';
    let last: { entry: OrgRoleEntry; added: boolean } | undefined;
    for (const entry of invitation.organization_roles) {
      const had = user.organization_roles.some(
        (it) => it.organization_id === entry.organization_id,
      );
      setOrganizationRole(user, entry.organization_id, entry.role_fqn);
      last = { entry, added: !had };
      recordChange(call, {
        what: 'organization.accept_invitation',
        entityId: user.uid,
        organizations: [entry.organization_id],
        detail: { user_id: user.uid, role_fqn: entry.role_fqn },
      });
    }
    if (!last) throw badRequest({ token: ['The invitation is not valid or has expired.'] });
    const json = { added: last.added, invited: false, ...last.entry, user_id: user.uid };
    return last.added ? created(json) : ok(json);
  }),

  route('GET', '/users/', (call) => {
    needSuperuser(call);
    const without = query(call, 'no-roles') === '1';
    return ok(
      [...call.world.state.user.values()]
        .filter((it) => !without || it.organization_roles.length + it.project_roles.length === 0)
        .map((it) => ({
          ...userView(it),
          organization_roles: it.organization_roles,
          project_roles: it.project_roles,
        })),
    );
  }),

  route('DELETE', '/users/:user/', (call) => {
    needSuperuser(call);
    const { state } = call.world;
    const user =
      state.user.get(param(call, 'user')) ?? findUserByEmail(call.world, param(call, 'user'));
    if (!user) throw notFound();
    state.user.delete(user.uid);
    for (const [id, key] of state.api_key) {
      if (key.user_id === user.uid) state.api_key.delete(id);
    }
    recordChange(call, {
      what: 'user.delete',
      entityId: user.uid,
      organizations: user.organization_roles.map((it) => it.organization_id),
    });
    return noContent();
  }),

  route('GET', '/roles/', () =>
    ok([
      { id: 'org_admin', name: 'Organization Admin' },
      { id: 'org_member', name: 'Organization Member' },
      { id: 'project_admin', name: 'Project Admin' },
      { id: 'project_member', name: 'Project Member' },
    ]),
  ),
];
