import type { FastifyInstance, FastifyRequest } from 'fastify';
import { startSql } from '../database/inside.ts';
import { checkFault } from '../faults/faults.ts';
import { lastJobEnd, settleJobs } from '../jobs/settle.ts';
import { lastEnd } from '../operations/operations.ts';
import { kinds } from '../state/state.ts';
import type { Cluster, Kind } from '../state/types.ts';
import { createLog } from '../world/log.ts';
import { settle } from '../world/settle.ts';
import { setSwitches } from '../world/switches.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../world/times.ts';
import { clusterView, operationView } from '../world/views.ts';
import type { World } from '../world/world.ts';
import type { Duration } from './client.ts';
import { patchCluster } from './clusters.ts';
import { putEntity, removeEntity } from './entities.ts';
import { endStuck, stickOperation } from './operations.ts';
import { seedInfo } from './seed-info.ts';

type Params = Record<string, string>;

/** Adds one control; what `handle` gives is the answer, and what it throws is told. */
type At = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  handle: (body: Record<string, unknown>, params: Params) => unknown,
) => void;

/** The control path: everything one can do to the sandbox beside the API. */
export function controlRoutes(app: FastifyInstance, world: World): void {
  const at: At = (method, path, handle) =>
    app.route({
      method,
      url: `/sandbox${path}`,
      handler: async (request, reply) => {
        reply.header('date', world.clock.now().toUTCString());
        try {
          settle(world);
          await world.ports?.prepare(world.state.cluster.size + 1);
          const result = await handle(bodyOf(request), request.params as Params);
          if (result === undefined) return reply.code(204).send();
          return reply.type('application/json').send(JSON.stringify(result));
        } catch (error) {
          const text = error instanceof Error ? error.message : String(error);
          return reply.code(400).type('text/plain').send(text);
        }
      },
    });
  timeControls(at, world);
  troubleControls(at, world);
  clusterControls(at, world);
  thingControls(at, world);
  app.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/sandbox/*',
    handler: async (request, reply) =>
      reply
        .code(404)
        .header('date', world.clock.now().toUTCString())
        .type('text/plain')
        .send(`The sandbox has no control "${request.method} ${request.url}".`),
  });
}

function timeControls(at: At, world: World): void {
  const clock = () => ({ now: world.clock.now().toISOString(), speed: world.clock.speed() });
  const advance = async (by: number) => {
    world.clock.advance(by);
    settle(world);
    await settleJobs(world);
    return clock();
  };
  at('GET', '/clock', clock);
  at('POST', '/clock/advance', (body) => advance(milliseconds(body as Duration)));
  at('PUT', '/clock/speed', (body) => {
    world.clock.setSpeed(Number(body.speed));
  });
  at('POST', '/operations/finish', () => {
    const end = Math.max(lastEnd(world) ?? 0, lastJobEnd(world) ?? 0);
    return advance(Math.max(0, end - world.clock.now().getTime()));
  });
}

function troubleControls(at: At, world: World): void {
  at('PATCH', '/switches', (body) => {
    setSwitches(world.switches, body);
    return world.switches;
  });
  at('GET', '/faults', () => world.faults.all());
  at('POST', '/faults', (body) => {
    const fault = checkFault(body);
    return { id: world.faults.add(fault, world.state).id };
  });
  at('DELETE', '/faults', () => world.faults.clear());
  at('GET', '/requests', () => world.log.requests);
  at('GET', '/changes', () => world.log.changes);
  at('DELETE', '/logs', () => {
    world.log = createLog();
  });
}

function clusterControls(at: At, world: World): void {
  at('PATCH', '/clusters/:cluster', (body, params) => {
    const cluster = findCluster(world, params.cluster);
    patchCluster(world, cluster, body);
    return clusterView(world, cluster);
  });
  at('POST', '/clusters/:cluster/fail-next-operation', (body, params) => {
    findCluster(world, params.cluster).sandbox.fail_next = String(body.message ?? '');
  });
  at('POST', '/clusters/:cluster/stick-next-operation', (_body, params) => {
    findCluster(world, params.cluster).sandbox.stick_next = true;
  });
  at('POST', '/clusters/:cluster/stuck-operation', (body, params) =>
    operationView(stickOperation(world, findCluster(world, params.cluster), body)),
  );
  at('POST', '/clusters/:cluster/end-operation', (body, params) =>
    endStuck(world, findCluster(world, params.cluster), body),
  );
  at('POST', '/sql/start', () => startSql(world));
}

function thingControls(at: At, world: World): void {
  at('GET', '/seed', () => seedInfo(world));
  at('PUT', '/entities/:kind', (body, params) => putEntity(world, kindOf(params.kind), body));
  at('DELETE', '/entities/:kind/:id', (_body, params) => {
    removeEntity(world, kindOf(params.kind), params.id ?? '');
  });
  at('POST', '/reset', () => world.reset());
}

function bodyOf(request: FastifyRequest): Record<string, unknown> {
  if (typeof request.body !== 'string' || request.body === '') return {};
  const body: unknown = JSON.parse(request.body);
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new Error('The body is to be a JSON object.');
  }
  return body as Record<string, unknown>;
}

function milliseconds(by: Duration): number {
  const { seconds = 0, minutes = 0, hours = 0, days = 0, ...rest } = by;
  const unknown = Object.keys(rest)[0];
  if (unknown) throw new Error(`A duration has no "${unknown}".`);
  return seconds * SECOND + minutes * MINUTE + hours * HOUR + days * DAY;
}

function findCluster(world: World, idOrName = ''): Cluster {
  const { cluster } = world.state;
  const found = cluster.get(idOrName) ?? [...cluster.values()].find((it) => it.name === idOrName);
  if (!found) throw new Error(`There is no cluster "${idOrName}".`);
  return found;
}

function kindOf(text = ''): Kind {
  const kind = kinds.find((it) => it === text);
  if (!kind) throw new Error(`There is no kind "${text}"; there are ${kinds.join(', ')}.`);
  return kind;
}
