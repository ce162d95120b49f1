import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { controlRoutes } from '../control/routes.ts';
import { databaseRoutes } from '../database/route.ts';
import { LARGEST_FILE, refusal, storageRoute } from '../files/storage-route.ts';
import { apiRoutes } from '../routes/index.ts';
import type { World } from '../world/world.ts';
import { answerApi } from './answer.ts';
import { type Paths, pathsOf, refuseUnknown, tooLarge, withSlash } from './manners.ts';
import { serve } from './serve.ts';
import { send } from './wire.ts';

const LARGEST_BODY = 64 * 1024 * 1024;

/** The HTTP server of one cloud: the API, its clusters' databases, files, and the control path. */
export function createServer(world: World): FastifyInstance {
  const routes = apiRoutes();
  const paths = pathsOf(routes);
  const refuse = (request: FastifyRequest, reply: FastifyReply) =>
    serve(world, request, reply, async (actor) => refuseUnknown(world, paths, request, actor));
  const app = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // A client on a busy machine must not find its idle connection closed as it uses it.
    keepAliveTimeout: 600_000,
    bodyLimit: LARGEST_BODY,
    // The length of the whole head is limited, and that is enough.
    routerOptions: { maxParamLength: 100_000 },
    rewriteUrl: (request) => rewritten(world, paths, request),
    frameworkErrors: (_error, request, reply) => void refuse(request, reply),
    clientErrorHandler: (error, socket) => refuseRaw(world, error, socket),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    // Before a body is read: a method that nobody knows here has no rules for one.
    if (!methods.has(request.method)) return refuse(request, reply);
  });

  controlRoutes(app, world);
  const heads = new Set(routes.flatMap((it) => (it.method === 'HEAD' ? [it.path] : [])));
  for (const route of routes) {
    app.route({
      method: route.method === 'GET' && !heads.has(route.path) ? ['GET', 'HEAD'] : route.method,
      url: route.path,
      handler: (request, reply) =>
        serve(world, request, reply, (actor) => answerApi(world, route, request, actor)),
    });
  }
  app.register(async (scope) => databaseRoutes(scope, world));
  app.register(async (scope) => storageRoutes(scope, world));
  app.setErrorHandler((error, _request, reply) => failed(world, error, reply));
  app.setNotFoundHandler(refuse);
  return app;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function rewritten(world: World, paths: Paths, { url = '/', method = 'GET' }: IncomingMessage) {
  if (world.switches.unslashed !== 'answered') return url;
  return withSlash(paths, method, url) ?? url;
}

/** A scope of its own: here bodies are bytes. */
function storageRoutes(scope: FastifyInstance, world: World): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  scope.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const large = error.statusCode === 413;
    const { status, text } = large
      ? refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
      : refusal(500, 'InternalError', error.message);
    return send(
      reply,
      { status, text: text ?? '', contentType: 'application/xml' },
      world.clock.now(),
      {},
    );
  });
  scope.route({
    method: ['GET', 'HEAD', 'PUT'],
    url: '/storage/:id',
    bodyLimit: LARGEST_FILE,
    handler: (request, reply) =>
      serve(world, request, reply, async () => storageRoute(world, request)),
  });
}

/** What went wrong before or beside an answer: a body that cannot be taken, or a fault of the sandbox. */
function failed(world: World, error: unknown, reply: FastifyReply): Promise<void> {
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const now = world.clock.now();
  if (status === 413) return send(reply, tooLarge, now, {});
  if (status < 500) {
    return send(reply, { status, json: { message: 'Bad request', success: false } }, now, {});
  }
  const detail = error instanceof Error ? error.message : String(error);
  const json = { message: 'An error occured.', success: false, sandbox: detail };
  return send(reply, { status: 500, headers: { 'x-sandbox': 'error' }, json }, now, {});
}

/** What is no HTTP at all, or has too long a head. */
function refuseRaw(world: World, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const reason =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : '400 Bad Request';
  const date = world.clock.now().toUTCString();
  socket.end(
    `HTTP/1.1 ${reason}\r\nDate: ${date}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
  );
}
