import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A port for each cluster, as the real ones have a host each. */
export type Ports = {
  /** The address of a cluster; it gets its port when it is first asked for. */
  addressOf(clusterId: string): string;
  /** To be called before clusters are shown: so many of them may be new. */
  prepare(clusters: number): Promise<void>;
  close(): Promise<void>;
};

/**
 * `nameOf` knows the clusters there are; `answer` is asked for `/sql/<name>/...` when a cluster is asked for `/...`
 * on its port.
 */
export function createPorts(
  nameOf: (clusterId: string) => string | undefined,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Ports {
  // A port is known only some time after it was asked for, so that some are kept ready.
  const ready: Server[] = [];
  const taken = new Map<string, Server>();

  function open(): Promise<Server> {
    const server = createServer((request, response) => {
      const [id = ''] = [...taken].find(([, it]) => it === server) ?? [];
      const name = nameOf(id);
      if (name === undefined) {
        request.socket.destroy();
        return;
      }
      request.url = `/sql/${encodeURIComponent(name)}${request.url}`;
      answer(request, response);
    });
    server.keepAliveTimeout = 600_000;
    return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
  }

  return {
    addressOf(clusterId) {
      const server = taken.get(clusterId) ?? ready.pop();
      if (!server) throw new Error('There are more clusters than ports.');
      taken.set(clusterId, server);
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    async prepare(clusters) {
      while (taken.size + ready.length < clusters) ready.push(await open());
    },
    async close() {
      for (const server of [...ready, ...taken.values()]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
