import { type Call, ok, param, query, queryAll, type Route, route } from '../server/call.ts';
import { badRequest } from '../server/errors.ts';
import { needCluster } from '../world/access.ts';
import { readTime } from '../world/times.ts';
import { operationView } from '../world/views.ts';

const STATUSES = ['REGISTERED', 'SENT', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED'];

export const operationRoutes: Route[] = [
  route('GET', '/clusters/:cluster/operations/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'see');
    const wanted = queryAll(call, 'statuses');
    if (wanted.some((it) => !STATUSES.includes(it))) {
      throw badRequest({ statuses: ['Not a valid choice.'] });
    }
    const type = query(call, 'type');
    const { start, end } = timeWindow(call);
    const limit = query(call, 'limit');
    if (limit !== undefined && !/^\d+$/.test(limit)) {
      throw badRequest({ limit: ['Not a valid integer.'] });
    }
    const operations = [...call.world.state.operation.values()]
      .filter((it) => it.entity_id === cluster.id)
      .filter((it) => wanted.length === 0 || wanted.includes(it.status))
      .filter((it) => type === undefined || it.type === type)
      .filter((it) => isWithin(it.dc.created, start, end))
      // Newest first; of two at the same moment, the one that was asked for later.
      .reverse()
      .sort((a, b) => Date.parse(b.dc.created) - Date.parse(a.dc.created));
    const cut = limit === undefined ? operations : operations.slice(0, Number(limit));
    return ok({ operations: cut.map(operationView) });
  }),
];

/** The filters `start` and `end` in milliseconds; 400 if one cannot be read. */
export function timeWindow(
  call: Call,
  names: [string, string] = ['start', 'end'],
): { start: number | undefined; end: number | undefined } {
  const [start, end] = names.map((name) => {
    const text = query(call, name);
    if (text === undefined) return undefined;
    const time = readTime(text);
    if (time === undefined) throw badRequest({ [name]: ['Not a valid datetime.'] });
    return time;
  });
  return { start, end };
}

function isWithin(stamp: string, start: number | undefined, end: number | undefined) {
  const time = Date.parse(stamp);
  return (start === undefined || time >= start) && (end === undefined || time <= end);
}
