import { createPorts } from './database/ports.ts';
import { createServer } from './server/server.ts';
import { createSqlService, type SqlService } from './sql/service.ts';
import type { Switches } from './world/switches.ts';
import { createWorld } from './world/world.ts';

export type { Switches } from './world/switches.ts';

export type CloudOptions = {
  /** 0, the default, is any free port; always on 127.0.0.1. */
  port?: number;
  /** Clusters that the main admin sees in all; those beyond the seeded ones are generated. */
  clusters?: number;
  /** Members of the main organization, likewise; the generated ones are in weather-europe too. */
  users?: number;
  /** Events in the main organization's audit log, likewise. */
  auditEvents?: number;
  clock?: {
    /** ISO 8601; default 2026-03-02T09:00:00Z. */
    start?: string;
    /** Sandbox seconds per real second; 0, the default, moves by hand only. */
    speed?: number;
  };
  switches?: Partial<Switches>;
  /** Each cluster's `url` is a port of its own, as the real one is a host, beside the path. */
  clusterPorts?: boolean;
  /** Shares one SQL engine among several clouds; it is then not closed with the cloud. */
  sql?: SqlService;
};

const DEFAULT_START = '2026-03-02T09:00:00Z';

/** Starts a local CrateDB Cloud; `origin` is its address without a slash at the end. */
export async function startCloud(
  options: CloudOptions = {},
): Promise<{ origin: string; close(): Promise<void> }> {
  const sql = options.sql ?? createSqlService();
  const world = createWorld({
    size: {
      clusters: options.clusters ?? 0,
      users: options.users ?? 0,
      auditEvents: options.auditEvents ?? 0,
    },
    start: options.clock?.start ?? DEFAULT_START,
    speed: options.clock?.speed ?? 0,
    switches: options.switches ?? {},
    sql,
  });
  const server = createServer(world);
  if (options.clusterPorts) {
    world.ports = createPorts(
      (id) => world.state.cluster.get(id)?.name,
      (request, response) => server.routing(request, response),
    );
  }
  const origin = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  world.origin = origin;
  return {
    origin,
    async close() {
      await world.ports?.close();
      await server.close();
      if (!options.sql) await sql.close();
    },
  };
}
