import type { FastifyRequest } from 'fastify';
import type { World } from '../world/world.ts';
import type { Actor, Reply } from './call.ts';

/** Who the request's Basic credentials belong to; undefined if they are missing, wrong or inactive. */
export function knownActor(world: World, request: FastifyRequest): Actor | undefined {
  const match = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '');
  if (!match?.[1]) return undefined;
  const [name = '', ...rest] = Buffer.from(match[1], 'base64').toString('utf8').split(':');
  const key = world.state.api_key.get(name);
  if (!key?.active || key.secret !== rest.join(':')) return undefined;
  const user = world.state.user.get(key.user_id);
  if (!user) return undefined;
  return { user, key, sudo: user.is_superuser && request.headers['x-auth-sudo'] === '1' };
}

export function unauthorized(world: World, url: string): Reply {
  switch (world.switches.unauthorizedForm) {
    case 'redirect':
      return {
        status: 302,
        headers: { location: `/?rd=${encodeURIComponent(url)}` },
        text: '<html><head><title>302 Found</title></head></html>\n',
        contentType: 'text/html',
      };
    case 'json':
      return { status: 401, json: { message: 'Authentication required.', success: false } };
    default:
      return { status: 401, text: 'Unauthorized\n', contentType: 'text/plain; charset=utf-8' };
  }
}
