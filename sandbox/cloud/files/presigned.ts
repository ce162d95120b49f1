import { createHash } from 'node:crypto';
import type { StoredFile } from '../state/types.ts';
import { MINUTE, SECOND } from '../world/times.ts';
import type { World } from '../world/world.ts';

/*
 * API: files are sent to and read from addresses of S3 that are signed for a while and for one
 * method, and take no other credentials.
 */

/** An address that lets everybody who has it `PUT` or `GET` the file until it expires. */
export function presignedUrl(world: World, method: 'PUT' | 'GET', file: StoredFile): string {
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': world.clock
      .now()
      .toISOString()
      .replace(/[-:]|\.\d+/g, ''),
    'X-Amz-Expires': String((world.switches.fileLinkMinutes * MINUTE) / SECOND),
  });
  query.set('X-Amz-Signature', signature(method, file.id, query));
  return `${world.origin}/storage/${file.id}?${query}`;
}

/** What S3 says to a request with a wrong or an old signature; undefined for a good one. */
export function signatureError(
  world: World,
  method: string,
  id: string,
  query: URLSearchParams,
): string | undefined {
  if (query.get('X-Amz-Signature') !== signature(method, id, query)) {
    return 'The request signature we calculated does not match the signature you provided.';
  }
  const [, day = '', time = ''] = /^(\d{8})T(\d{6})Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  const signed = Date.parse(`${date}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`);
  const end = signed + Number(query.get('X-Amz-Expires')) * SECOND;
  return world.clock.now().getTime() < end ? undefined : 'Request has expired';
}

function signature(method: string, id: string, query: URLSearchParams): string {
  const signed = ['X-Amz-Date', 'X-Amz-Expires'].map((name) => query.get(name));
  return createHash('sha256')
    .update(['sandbox storage', method, id, ...signed].join('\n'))
    .digest('hex');
}
