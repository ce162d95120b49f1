import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { controlRoutes } from '../control/routes.ts';
import { largestFile, refusal, storageRoute } from '../files/storage-route.ts';
import { apiRoutes } from '../routes/index.ts';
import { logRequest, masked, type RequestLogEntry } from '../world/log.ts';
import { settle, type World } from '../world/world.ts';
import { type Answer, answerApi } from './answer.ts';
import { knownActor } from './auth.ts';
import { type Actor, type Method, pathOf, type Reply, type Route } from './call.ts';
import type { FaultInput } from './faults.ts';
import { sqlRoute } from './sql-route.ts';

/** The HTTP server of one cloud: the API, SQL of its clusters, and the control path. */
export function createServer(world: World): FastifyInstance {
  const app = fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // A client on a busy machine must not find its idle connection closed as it uses it.
    keepAliveTimeout: 600_000,
    bodyLimit: 64 * 1024 * 1024,
    routerOptions: { maxParamLength: 2000 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  controlRoutes(app, world);

  const routes = apiRoutes();
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) =>
        serve(world, request, reply, (actor) => answerApi(world, route, request, actor)),
    });
  }
  app.route({
    method: 'POST',
    url: '/sql/:name/_sql',
    handler: (request, reply) =>
      serve(world, request, reply, (_actor, faults) => sqlRoute(world, request, faults)),
  });
  app.register(storage);
  const slashed = slashedPaths(routes);
  app.setErrorHandler((error, _request, reply) => {
    const detail = error instanceof Error ? error.message : String(error);
    reply.code(500).header('date', world.clock.now().toUTCString()).header('x-sandbox', 'error');
    return reply.send({ message: 'An error occured.', success: false, sandbox: detail });
  });
  app.setNotFoundHandler((request, reply) =>
    serve(world, request, reply, () => refuseUnknown(world, request, slashed)),
  );
  return app;

  /** A scope of its own: here bodies are bytes. */
  async function storage(scope: FastifyInstance): Promise<void> {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const tooLarge = error.statusCode === 413;
      const { status, text } = tooLarge
        ? refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
        : refusal(500, 'InternalError', error.message);
      return reply.code(status).type('application/xml').send(text);
    });
    scope.route({
      method: ['GET', 'HEAD', 'PUT'],
      url: '/storage/:id',
      bodyLimit: largestFile,
      handler: (request, reply) =>
        serve(world, request, reply, async () => storageRoute(world, request)),
    });
  }
}

/**
 * Carries one request through: log, faults, answer, faults again, reply. Whatever the answer says,
 * the `Date` header tells the sandbox's time.
 */
async function serve(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (actor: Actor | undefined, faults: FaultInput[]) => Promise<Answer>,
): Promise<unknown> {
  const path = pathOf(request.url);
  const actor = knownActor(world, request);
  const entry: RequestLogEntry = {
    at: world.clock.now().toISOString(),
    method: request.method,
    path,
    query: masked(request.query) as Record<string, unknown>,
    status: null,
    user: actor?.user.email ?? null,
    userAgent: request.headers['user-agent'] ?? null,
    body: loggedBody(request),
  };
  logRequest(world.log, entry);
  const faults = world.faults.match(request.method, path, world.state);
  const fault = faults.find((it) => isVisible(it));
  if (faults[0]) entry.fault = (fault ?? faults[0]).id;

  const cut = () => {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  };
  const wait = faults.reduce((sum, it) => sum + (it.latencyMs ?? 0), 0);
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  if (fault?.cut === 'before') return cut();

  settle(world);
  let result: Answer = fault && fault.when !== 'after' ? faultReply(fault, request.url) : undefined;
  if (result === undefined) {
    result = await answer(actor, faults);
    if (fault?.cut === 'after') return cut();
    if (fault?.when === 'after') result = faultReply(fault, request.url) ?? result;
  }
  if (result === 'cut') return cut();
  if (result === 'silent') return reply.hijack();
  if (result === undefined) return reply;

  for (const it of faults) {
    if (it.staleLists) result = { ...result, json: hideIn(world, it, result.json) };
  }
  let text = result.text ?? (result.json === undefined ? '' : JSON.stringify(result.json));
  let { bytes } = result;
  if (fault?.malformed) {
    text = text.slice(0, Math.max(1, Math.floor(text.length * 0.6)));
    bytes = bytes?.subarray(0, Math.max(1, Math.floor(bytes.length * 0.6)));
  }
  entry.status = result.status;
  reply.code(result.status).headers(result.headers ?? {});
  reply.header('date', world.clock.now().toUTCString());
  if (result.status !== 204 && request.method !== 'HEAD') {
    reply.type(result.contentType ?? 'application/json');
  }
  return reply.send(bytes ?? text);
}

function loggedBody(request: FastifyRequest): unknown {
  if (Buffer.isBuffer(request.body)) return { bytes: request.body.length };
  if (typeof request.body !== 'string' || request.body === '') return null;
  try {
    return masked(JSON.parse(request.body));
  } catch {
    return null;
  }
}

/** Faults that decide the answer, as against latency and late lists. */
function isVisible(fault: FaultInput): boolean {
  return Boolean(
    fault.status || fault.html || fault.redirect || fault.cut || fault.malformed || fault.throttle,
  );
}

const proxyPage = `<!doctype html><html><head><title>Just a moment</title></head><body><h1>Service</h1></body></html>`;

function faultReply(fault: FaultInput, url: string): Reply | undefined {
  const headers = fault.headers ?? {};
  if (fault.throttle) {
    const { retryAfter } = fault.throttle;
    return {
      status: 429,
      headers: retryAfter === undefined ? headers : { ...headers, 'retry-after': retryAfter },
      json: fault.body ?? { message: 'Too many requests.', success: false },
    };
  }
  if (fault.redirect) {
    const to =
      typeof fault.redirect === 'string' ? fault.redirect : `/?rd=${encodeURIComponent(url)}`;
    return {
      status: 302,
      headers: { ...headers, location: to },
      text: '',
      contentType: 'text/html',
    };
  }
  if (fault.html) {
    const text = typeof fault.html === 'string' ? fault.html : proxyPage;
    return { status: fault.status ?? 200, headers, text, contentType: 'text/html; charset=utf-8' };
  }
  if (fault.status === undefined) return undefined;
  const form = fault.contentType === undefined ? {} : { contentType: fault.contentType };
  if (typeof fault.body === 'string') {
    return { status: fault.status, headers, text: fault.body, contentType: 'text/plain', ...form };
  }
  const json = fault.body ?? { message: 'An error occured.', success: false };
  return { status: fault.status, headers, json, ...form };
}

function hideIn(
  world: World,
  fault: ReturnType<World['faults']['all']>[number],
  json: unknown,
): unknown {
  if (Array.isArray(json)) return world.faults.hideNew(fault, json);
  if (json !== null && typeof json === 'object' && 'operations' in json) {
    const { operations } = json;
    if (Array.isArray(operations)) return { operations: world.faults.hideNew(fault, operations) };
  }
  return json;
}

/** Patterns of the paths that end in a slash, without it. */
function slashedPaths(routes: Route[]): Array<{ method: Method; pattern: RegExp }> {
  return routes
    .filter((it) => it.path.endsWith('/'))
    .map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.slice(0, -1).replace(/:\w+/g, '[^/]+').replace(/\./g, '\\.')}$`),
    }));
}

async function refuseUnknown(
  world: World,
  request: FastifyRequest,
  slashed: ReturnType<typeof slashedPaths>,
): Promise<Reply> {
  const [path = '', search] = request.url.split('?', 2);
  if (
    world.switches.unslashed === 'redirect' &&
    slashed.some((it) => it.method === request.method && it.pattern.test(path))
  ) {
    const location = `${path}/${search === undefined ? '' : `?${search}`}`;
    return { status: 308, headers: { location }, text: '', contentType: 'text/html' };
  }
  return {
    status: 404,
    headers: { 'x-sandbox': 'unknown-route' },
    json: { message: 'Resource not found.', success: false },
  };
}
