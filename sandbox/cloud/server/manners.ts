import type { FastifyRequest } from 'fastify';
import type { World } from '../world/world.ts';
import { unauthorized } from './auth.ts';
import type { Actor, Reply, Route } from './call.ts';
import { notFound } from './errors.ts';

/** What the API's paths look like, and which methods each of them knows. */
export type Paths = Array<{ pattern: RegExp; slashed: boolean; methods: string[] }>;

export function pathsOf(routes: Route[]): Paths {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of routes) {
    const known = methods.get(path) ?? new Set();
    known.add(method);
    if (method === 'GET') known.add('HEAD');
    methods.set(path, known);
  }
  return [...methods].map(([path, known]) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`),
    slashed: path.endsWith('/'),
    methods: [...known, 'OPTIONS'],
  }));
}

/** The address with the last slash that its path lacks, where that makes it a known one. */
export function withSlash(paths: Paths, method: string, url: string): string | undefined {
  const [path = '', search] = url.split('?', 2);
  if (path.endsWith('/') || !path.startsWith('/api/')) return undefined;
  const known = paths.some(
    (it) => it.slashed && it.methods.includes(method) && it.pattern.test(`${path}/`),
  );
  return known ? `${path}/${search === undefined ? '' : `?${search}`}` : undefined;
}

/** Beyond the largest body that the service takes. */
export const tooLarge: Reply = {
  status: 413,
  text: '<html><head><title>413 Request Entity Too Large</title></head></html>\n',
  contentType: 'text/html',
};

/**
 * The answer to what no route serves: the key comes first, as a gateway asks for it, then a missing
 * slash, then the method.
 */
export function refuseUnknown(
  world: World,
  paths: Paths,
  request: FastifyRequest,
  actor: Actor | undefined,
): Reply {
  const { method, url } = request;
  const [path = ''] = url.split('?', 1);
  if (!actor && path.startsWith('/api/')) return unauthorized(world, url);
  const location =
    world.switches.unslashed === 'redirect' ? withSlash(paths, method, url) : undefined;
  if (location !== undefined) {
    return { status: 308, headers: { location }, text: '', contentType: 'text/html' };
  }
  const allowed = paths.filter((it) => it.pattern.test(path)).flatMap((it) => it.methods);
  if (allowed.length === 0) {
    return {
      status: 404,
      headers: { 'x-sandbox': 'unknown-route' },
      json: notFound().body,
    };
  }
  // A known path with an id that cannot be one.
  if (allowed.includes(method) && method !== 'OPTIONS')
    return { status: 404, json: notFound().body };
  const allow = [...new Set(allowed)].sort().join(', ');
  if (method === 'OPTIONS') return { status: 200, headers: { allow }, text: '' };
  return {
    status: 405,
    headers: { allow, 'x-sandbox': 'unknown-method' },
    json: { message: 'The method is not allowed for the requested URL.', success: false },
  };
}
