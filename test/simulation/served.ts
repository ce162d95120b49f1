/** One history's cloud, and what it answers: lists reordered and with entries twice, faults as the weather says. */
import type { Reply } from '../../sandbox/zapier/index.ts';
import { randomOf } from './random.ts';
import { type Moment, OtherReply, type World } from './world.ts';

export type Fault = {
  how: number | 'cut' | 'html';
  /** The first request of the poll that it hits. */
  from: number;
  /** How many it hits. */
  times: number;
  /** The one kind of route that it hits; null for all. */
  route: string | null;
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
  /** Requests of this poll that a fault could hit, and the routes of those that it did hit. */
  requests: number;
  spoilt: string[];
  /** The kinds of routes that were asked so far, `/clusters/*\/operations/`. */
  routes: Set<string>;
};

/** A route without the ids in it. */
const routeOf = (path: string): string =>
  path
    .split('/')
    .map((part) => (/^[0-9a-f-]{16,}$/.test(part) ? '*' : part))
    .join('/');

/**
 * The reply to a request, or a cut connection.
 *
 * @param sqlBase the address below which each cluster has its SQL
 * @param sent the body of the request
 */
export function answerTo(served: Served, url: URL, sqlBase: string, sent = ''): Reply | 'cut' {
  const sql = /^\/sql\/[^/]+\/([^/]+)\/_sql$/.exec(url.pathname)?.[1];
  const path = sql ? `/sql/${sql}` : url.pathname.replace(/^\/api\/v2/, '');
  const date = new Date(served.moment.now).toUTCString();
  const reply = (status: number, type: string, text: string): Reply => ({
    status,
    headers: { date, 'content-type': type },
    text,
  });
  const fault = faultOf(served, path);
  if (fault === 'cut') return 'cut';
  if (fault === 'html') {
    return reply(200, 'text/html', '<html><body>Please wait</body></html>');
  }
  if (fault !== null) {
    const text = '{"message":"Please try again later.","success":false}';
    return reply(fault, 'application/json', text);
  }
  const body =
    path === '/users/me/'
      ? { uid: 'me', email: 'ada@example.com' }
      : served.world.answer({
          ...served.moment,
          path,
          query: url.searchParams,
          statement: sql ? String(JSON.parse(sent).stmt) : '',
          args: sql ? (JSON.parse(sent).args ?? []) : [],
          sqlUrl: (id) => `${sqlBase}/${id}`,
        });
  if (body instanceof OtherReply) {
    if (body.reply === 'cut') return 'cut';
    return reply(body.reply.status, 'text/plain', body.reply.text);
  }
  const text = JSON.stringify(sql ? body : disturbed(body, served.weather, path)) ?? '{}';
  return reply(body === undefined ? 404 : 200, 'application/json', text);
}

function faultOf(served: Served, path: string): Fault['how'] | null {
  const { fault } = served.weather;
  const route = routeOf(path);
  served.routes.add(route);
  // The API asks for patience; a cluster has its own way, and an answer of its own is no fault of the API.
  const isThrottled = fault?.how === 429 && !path.startsWith('/sql/');
  if (fault === null || !(isThrottled || served.mayFail(path))) return null;
  if (fault.route !== null && fault.route !== route) return null;
  served.requests += 1;
  if (served.requests < fault.from || served.requests >= fault.from + fault.times) return null;
  served.spoilt.push(path);
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
