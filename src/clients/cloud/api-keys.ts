import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import { Problem } from '../../base/problem.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import {
  dublinCore,
  id,
  isObject,
  readDone,
  readGone,
  readMany,
  toBody,
  wireFlag,
  wireTime,
} from './wire.ts';

/**
 * API: an API key of the key's own user; no other user's are ever shown. It has no name. `last_used` is
 * null for one that was never used. The secret is shown once, in the reply that makes it.
 */
export const apiKeySchema = lazily(() =>
  z.object({ key: id(), active: wireFlag(), last_used: wireTime(), dc: dublinCore() }),
);

export type ApiKey = z.infer<ReturnType<typeof apiKeySchema>>;

export async function listApiKeys(cloud: CloudClient): Promise<ApiKey[]> {
  return readMany(apiKeySchema(), 'an API key', await cloud.get('/users/me/api-keys/'));
}

const newApiKeySchema = lazily(() => z.object({ key: apiKeySchema(), secret: id() }));

export type NewApiKey = z.infer<ReturnType<typeof newApiKeySchema>>;

/**
 * API: takes no body, answers 200, and the reply is documented as `{key: {...}, secret, success}` while the
 * vendor's own client reads it flat; both are understood. A reply without a secret proves nothing: there
 * may be a key now that nobody can use.
 */
export async function createApiKey(cloud: CloudClient): Promise<NewApiKey> {
  const reply = await cloud.change('POST', '/users/me/api-keys/');
  const read = z.safeParse(newApiKeySchema(), toNested(reply));
  if (read.success) return read.data;
  throw new Problem('unavailable', 'CrateDB Cloud sent a new API key that cannot be read', {
    maybeDone: true,
  });
}

function toNested(reply: unknown): unknown {
  if (!isObject(reply)) return reply;
  if (!isObject(reply.key)) return { key: reply, secret: reply.secret };
  return { key: reply.key, secret: reply.secret ?? reply.key.secret };
}

export async function setApiKeyActive(
  cloud: CloudClient,
  key: string,
  active: boolean,
): Promise<ApiKey> {
  const body = toBody(editBody(), { active });
  const reply = await cloud.change('PATCH', path`/users/me/api-keys/${key}/`, body);
  return readDone(apiKeySchema(), 'an API key', reply);
}

export async function deleteApiKey(cloud: CloudClient, key: string): Promise<void> {
  readGone(await cloud.change('DELETE', path`/users/me/api-keys/${key}/`));
}

const editBody = lazily(() => z.strictObject({ active: z.boolean() }));
