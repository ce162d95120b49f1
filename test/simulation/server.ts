/**
 * The API over loopback HTTP for any number of histories at the same time: the API key of a request tells
 * which one it belongs to. Lists come reordered and with entries twice, requests fail as the poll's weather says.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { randomOf } from './random.ts';
import { type Moment, OtherReply, type World } from './world.ts';

export type Fault = {
  how: number | 'cut' | 'html';
  /** The first request of the poll that it hits. */
  from: number;
  /** How many it hits. */
  times: number;
};

/** How the replies of one poll are. */
export type Weather = {
  seed: string;
  reorder: boolean;
  repeat: boolean;
  fault: Fault | null;
};

/** One history's cloud, as it is right now. */
export type Served = {
  world: World;
  moment: Moment;
  weather: Weather;
  mayFail(path: string): boolean;
  /** Requests of this poll, and those among them that were spoilt. */
  requests: number;
  spoilt: number;
};

export type SimulatedApi = {
  origin: string;
  open(served: Served): { key: string; close(): void };
  close(): Promise<void>;
};

export async function startApi(): Promise<SimulatedApi> {
  const histories = new Map<string, Served>();
  let count = 0;

  async function handle(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    await text(incoming);
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const sql = /^\/sql\/([^/]+)\/([^/]+)\/_sql$/.exec(url.pathname);
    const key = sql?.[1] ?? keyOf(incoming);
    const served = histories.get(key);
    if (!served) return void reply.writeHead(401).end('Unauthorized\n');
    const path = sql ? `/sql/${sql[2]}` : url.pathname.replace(/^\/api\/v2/, '');
    const date = new Date(served.moment.now).toUTCString();
    const fault = faultOf(served, path);
    if (fault === 'cut') return void incoming.socket.destroy();
    if (fault === 'html') {
      reply.writeHead(200, { date, 'content-type': 'text/html' });
      return void reply.end('<html><body>Please wait</body></html>');
    }
    if (fault !== null) {
      reply.writeHead(fault, { date, 'content-type': 'application/json' });
      return void reply.end('{"message":"Please try again later.","success":false}');
    }
    const body =
      path === '/users/me/'
        ? { uid: 'me', email: 'ada@example.com' }
        : served.world.answer({
            ...served.moment,
            path,
            query: url.searchParams,
            sqlUrl: (id) => `${api.origin}/sql/${key}/${id}`,
          });
    if (body instanceof OtherReply) {
      if (body.reply === 'cut') return void incoming.socket.destroy();
      reply.writeHead(body.reply.status, { date, 'content-type': 'text/plain' });
      return void reply.end(body.reply.text);
    }
    reply.writeHead(body === undefined ? 404 : 200, { date, 'content-type': 'application/json' });
    reply.end(JSON.stringify(sql ? body : disturbed(body, served.weather, path)) ?? '{}');
  }

  const http = createServer((incoming, reply) => {
    handle(incoming, reply).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const api: SimulatedApi = {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    open(served) {
      count += 1;
      const key = `crate_simulation_${count}`;
      histories.set(key, served);
      return { key, close: () => void histories.delete(key) };
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return api;
}

function faultOf(served: Served, path: string): Fault['how'] | null {
  const { fault } = served.weather;
  if (fault === null || !(fault.how === 429 || served.mayFail(path))) return null;
  served.requests += 1;
  if (served.requests < fault.from || served.requests >= fault.from + fault.times) return null;
  served.spoilt += 1;
  return fault.how;
}

/** A list in another order and with entries twice; the last of a page stays, as pages are asked for by it. */
function disturbed(body: unknown, weather: Weather, path: string): unknown {
  if (!Array.isArray(body)) {
    const { operations } = (body ?? {}) as { operations?: unknown };
    return operations ? { operations: disturbed(operations, weather, path) } : body;
  }
  const random = randomOf(`${weather.seed} ${path}`);
  const isPage = path.endsWith('/auditlogs/');
  const [head, last] = isPage ? [body.slice(0, -1), body.slice(-1)] : [body, []];
  const twice = weather.repeat
    ? head.flatMap((one) => (random.chance(0.4) ? [one, one] : [one]))
    : head;
  return [...(weather.reorder ? random.shuffled(twice) : twice), ...last];
}

function keyOf(incoming: IncomingMessage): string {
  const basic = /^Basic (.*)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
  return Buffer.from(basic, 'base64').toString().split(':')[0] ?? '';
}
