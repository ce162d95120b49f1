import type { FastifyRequest } from 'fastify';
import { settleJobs } from '../jobs/settle.ts';
import { stamp } from '../world/times.ts';
import type { World } from '../world/world.ts';
import { unauthorized } from './auth.ts';
import { type Actor, type OpenCall, pathOf, type Reply, type Route } from './call.ts';
import { ApiError, badRequest } from './errors.ts';
import { nulled } from './nulls.ts';

/** `cut`: the connection is destroyed. `silent`: no answer ever comes. */
export type Answer = Reply | 'cut' | 'silent' | undefined;

/** The API's own answer to a request, faults aside. */
export async function answerApi(
  world: World,
  route: Route,
  request: FastifyRequest,
  actor: Actor | undefined,
): Promise<Reply> {
  try {
    await settleJobs(world);
    const reply = await handle(world, route, request, actor);
    return world.switches.nulls && reply.status < 300
      ? { ...reply, json: nulled(reply.json) }
      : reply;
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, json: error.body };
    throw error;
  }
}

async function handle(
  world: World,
  route: Route,
  request: FastifyRequest,
  actor: Actor | undefined,
): Promise<Reply> {
  if (!actor && !route.open) return unauthorized(world, request.url);
  if (actor) actor.key.last_used = stamp(world.clock.now());
  const region = request.headers['x-region'];
  const call: OpenCall = {
    world,
    method: request.method,
    path: pathOf(request.url),
    params: request.params as Record<string, string>,
    query: request.query as Record<string, string | string[]>,
    body: readBody(request),
    region: typeof region === 'string' && region !== '_any_' ? region : undefined,
    ip: request.ip,
  };
  if (route.open) return route.handle(call);
  return actor ? route.handle({ ...call, actor }) : unauthorized(world, request.url);
}

function readBody(request: FastifyRequest): unknown {
  const { body } = request;
  if (typeof body !== 'string' || body === '') return undefined;
  const json = /\bjson\b/i.test(request.headers['content-type'] ?? '');
  if (!json) throw badRequest({ _schema: ['Invalid input type.'] });
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest({ _schema: ['Not valid JSON.'] });
  }
}
