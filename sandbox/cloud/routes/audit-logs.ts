import { ok, param, query, type Route, route } from '../server/call.ts';
import { needOrgAdmin } from '../world/access.ts';
import { timeWindow } from './operations.ts';

/** API: newest first; the next page is asked for with `last`, the id of the oldest so far. */
export const auditLogRoutes: Route[] = [
  route('GET', '/organizations/:organization/auditlogs/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const { start, end } = timeWindow(call, ['from', 'to']);
    const action = query(call, 'action');
    const cluster = query(call, 'cluster_id');
    const last = query(call, 'last');
    const events = [...call.world.state.audit_event.values()]
      .filter(
        (it) =>
          it.organization_id === id &&
          (action === undefined || it.action === action) &&
          (cluster === undefined || it.context.cluster_id === cluster),
      )
      // A log can be long, so each time is read once.
      .map((event) => ({ event, at: Date.parse(event.created) }))
      .filter(({ at }) => (start === undefined || at >= start) && (end === undefined || at <= end))
      .reverse()
      .sort((a, b) => b.at - a.at)
      .map(({ event }) => event);
    const from = last === undefined ? 0 : events.findIndex((it) => it.id === last) + 1;
    const page =
      last !== undefined && from === 0
        ? []
        : events.slice(from, from + call.world.switches.auditPageSize);
    return ok(page.map(({ organization_id, ...event }) => event));
  }),
];
