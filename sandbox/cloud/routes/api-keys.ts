import * as z from 'zod/mini';
import { type Call, noContent, ok, param, type Route, route } from '../server/call.ts';
import { notFound } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import { put } from '../state/state.ts';
import type { ApiKey } from '../state/types.ts';
import { recordChange } from '../world/changes.ts';
import { apiKeyText, secretText } from '../world/ids.ts';
import { apiKeyView } from '../world/views.ts';
import { nextId, writtenDc, writtenNow } from '../world/world.ts';

/** API: a user sees only the user's own keys. */
export const apiKeyRoutes: Route[] = [
  route('GET', '/users/me/api-keys/', (call) =>
    ok(
      [...call.world.state.api_key.values()]
        .filter((it) => it.user_id === call.actor.user.uid)
        .map(apiKeyView),
    ),
  ),

  // API: 200, not 201; no body is asked for.
  route('POST', '/users/me/api-keys/', (call) => {
    const label = nextId(call.world, 'api key');
    const key: ApiKey = put(call.world.state, 'api_key', {
      key: apiKeyText(label),
      secret: secretText(`secret ${label}`),
      active: true,
      user_id: call.actor.user.uid,
      last_used: null,
      dc: writtenDc(call.world),
    });
    tell(call, 'user.create_api_key', key);
    const { secret } = key;
    return ok(
      call.world.switches.apiKeyReply === 'nested'
        ? { key: apiKeyView(key), secret, success: true }
        : { ...apiKeyView(key), secret },
    );
  }),

  route('GET', '/users/me/api-keys/:key/', (call) => ok(apiKeyView(ownKey(call)))),

  route('PATCH', '/users/me/api-keys/:key/', (call) => {
    const key = ownKey(call);
    const body = parseBody(z.strictObject({ active: z.boolean() }), call);
    if (key.active !== body.active) {
      key.active = body.active;
      key.dc.modified = writtenNow(call.world);
      tell(call, 'user.edit_api_key', key, body);
    }
    return ok(apiKeyView(key));
  }),

  route('DELETE', '/users/me/api-keys/:key/', (call) => {
    const key = ownKey(call);
    call.world.state.api_key.delete(key.key);
    tell(call, 'user.delete_api_key', key);
    return noContent();
  }),
];

function ownKey(call: Call): ApiKey {
  const key = call.world.state.api_key.get(param(call, 'key'));
  if (key?.user_id !== call.actor.user.uid) throw notFound();
  return key;
}

function tell(call: Call, what: string, key: ApiKey, detail: Record<string, unknown> = {}): void {
  recordChange(call, {
    what,
    entityId: key.key,
    organizations: call.actor.user.organization_roles.map((it) => it.organization_id),
    detail,
  });
}
