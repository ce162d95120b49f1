import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, FaultInput } from '../faults/faults.ts';
import { faultReply } from '../faults/replies.ts';
import { logRequest, masked, type RequestLogEntry } from '../world/log.ts';
import { settle } from '../world/settle.ts';
import type { World } from '../world/world.ts';
import type { Answer } from './answer.ts';
import { knownActor } from './auth.ts';
import { type Actor, pathOf } from './call.ts';
import { send, wayOf } from './wire.ts';

/**
 * Carries one request through: log, faults, answer, faults again, reply. Whatever the answer says,
 * the `Date` header tells the sandbox's time.
 */
export async function serve(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: (actor: Actor | undefined, faults: FaultInput[]) => Promise<Answer>,
): Promise<unknown> {
  const path = pathOf(request.url);
  const actor = knownActor(world, request);
  const entry = logEntry(world, request, actor);
  logRequest(world.log, entry);
  const faults = world.faults.match(request.method, path, world.state);
  const fault = faults.find((it) => decides(it));
  if (faults[0]) entry.fault = (fault ?? faults[0]).id;

  const wait = faults.reduce((sum, it) => sum + (it.latencyMs ?? 0), 0);
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  settle(world);
  // One more than there are: the request may make a cluster.
  await world.ports?.prepare(world.state.cluster.size + 1);
  const result = await answerWith(request, faults, fault, (it) => answer(actor, it));
  if (result === 'silent') return reply.hijack();
  if (result === 'cut') {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  if (result === undefined) return reply;
  entry.status = result.status;
  for (const { staleLists, id } of faults) {
    if (staleLists) result.json = hideIn(world, id, result.json);
  }
  await send(reply, result, world.clock.now(), wayOf(faults, world.switches));
  return reply;
}

function logEntry(
  world: World,
  request: FastifyRequest,
  actor: Actor | undefined,
): RequestLogEntry {
  return {
    at: world.clock.now().toISOString(),
    method: request.method,
    path: pathOf(request.originalUrl),
    query: masked(request.query) as Record<string, unknown>,
    status: null,
    user: actor?.user.email ?? null,
    userAgent: request.headers['user-agent'] ?? null,
    body: loggedBody(request),
  };
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

/** Faults that decide the answer, as against those that only change how it comes. */
function decides(fault: FaultInput): boolean {
  const { status, html, redirect, throttle, instead, cut, silent, malformed } = fault;
  return Boolean(status || html || redirect || throttle || instead || cut || silent || malformed);
}

/** The answer, or what the fault makes of it: before the request is carried out, or after. */
async function answerWith(
  request: FastifyRequest,
  faults: Fault[],
  fault: Fault | undefined,
  answer: (faults: FaultInput[]) => Promise<Answer>,
): Promise<Answer> {
  if (fault?.cut === 'before') return 'cut';
  if (fault?.silent === 'before') return 'silent';
  const canned = fault && faultReply(fault, request.url);
  if (canned && fault.when !== 'after') return canned;
  const result = await answer(faults);
  if (fault?.cut === 'after') return 'cut';
  if (fault?.silent === 'after') return 'silent';
  if (canned) return canned;
  if (result === undefined || result === 'cut' || result === 'silent') return result;
  const headers = Object.assign({}, ...faults.map((it) => it.headers));
  return { ...result, headers: { ...result.headers, ...headers } };
}

function hideIn(world: World, faultId: string, json: unknown): unknown {
  if (Array.isArray(json)) return world.faults.hideNew(faultId, json);
  if (json !== null && typeof json === 'object' && 'operations' in json) {
    const { operations } = json;
    if (Array.isArray(operations)) {
      return { operations: world.faults.hideNew(faultId, operations) };
    }
  }
  return json;
}
