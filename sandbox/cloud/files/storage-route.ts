import type { FastifyRequest } from 'fastify';
import type { Reply } from '../server/call.ts';
import type { World } from '../world/world.ts';
import { storeContent } from './files.ts';
import { signatureError } from './presigned.ts';

/** API: a file has at most 1 GB. */
export const LARGEST_FILE = 1024 ** 3;

/**
 * The object store behind the pre-signed addresses of files. It answers as S3 does: errors are XML,
 * a body needs its length, and a second kind of credentials is refused.
 */
export function storageRoute(world: World, request: FastifyRequest): Reply {
  const { id } = request.params as { id: string };
  const { method } = request;
  if (request.headers.authorization !== undefined) {
    return refusal(400, 'InvalidArgument', 'Only one auth mechanism allowed');
  }
  const query = new URLSearchParams(request.url.split('?', 2)[1]);
  const wrong = signatureError(world, method === 'HEAD' ? 'GET' : method, id, query);
  if (wrong !== undefined) return refusal(403, 'AccessDenied', wrong);
  const file = world.state.file.get(id);
  if (method === 'PUT') {
    if (request.headers['content-length'] === undefined) {
      const why = 'A header you provided implies functionality that is not implemented';
      return refusal(501, 'NotImplemented', why);
    }
    if (!file) return refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    storeContent(world, file, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    return { status: 200 };
  }
  if (!file?.content) return refusal(404, 'NoSuchKey', 'The specified key does not exist.');
  return { status: 200, bytes: file.content, contentType: 'binary/octet-stream' };
}

export function refusal(status: number, code: string, message: string): Reply {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, text, contentType: 'application/xml' };
}
