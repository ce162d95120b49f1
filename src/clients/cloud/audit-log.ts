import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { freeForm, id, nested, readMany, wireText, wireTime } from './wire.ts';

/**
 * API: `AuditEvent`. An action is `<entity>.<verb>`; no complete list of them is published. An actor without
 * an id is the service itself. What `context` holds depends on the action and is not documented.
 */
export const auditEventSchema = lazily(() =>
  z.object({
    id: id(),
    action: wireText(),
    actor: nested({ id: wireText(), email: wireText(), name: wireText(), username: wireText() }),
    context: freeForm(),
    created: wireTime(),
  }),
);

export type AuditEvent = z.infer<ReturnType<typeof auditEventSchema>>;

export type AuditQuery = {
  from?: Date | undefined;
  action?: string | undefined;
  clusterId?: string | undefined;
};

/** How far an audit log is read back. */
export type AuditLimits = {
  /** So many that are wanted are enough. */
  enough: number;
  /** No more than so many are read, wanted or not. */
  most: number;
  /** Asked before each further page, with how many were read. */
  hasTime(read: number): boolean;
};

/**
 * Events of one organization that are wanted, newest first. API: pages are asked for with `last`, the id of
 * the oldest event so far, until one is empty; the size of a page is not documented.
 */
export async function readAuditLog(
  cloud: CloudClient,
  organizationId: string,
  query: AuditQuery,
  limits: AuditLimits,
  isWanted: (event: AuditEvent) => boolean = () => true,
): Promise<AuditEvent[]> {
  const seen = new Set<string>();
  const wanted: AuditEvent[] = [];
  for (let last: string | undefined; ; ) {
    const page = await listAuditEvents(cloud, organizationId, query, last);
    const fresh = page.filter((event) => {
      const isFresh = !seen.has(event.id) && isSince(event, query.from);
      if (isFresh) seen.add(event.id);
      return isFresh;
    });
    wanted.push(...fresh.filter(isWanted));
    last = page.at(-1)?.id;
    const isOver = last === undefined || fresh.length === 0 || seen.size >= limits.most;
    if (isOver || wanted.length >= limits.enough || !limits.hasTime(seen.size)) return wanted;
  }
}

async function listAuditEvents(
  cloud: CloudClient,
  organizationId: string,
  { from, action, clusterId }: AuditQuery,
  last: string | undefined,
): Promise<AuditEvent[]> {
  const reply = await cloud.get(path`/organizations/${organizationId}/auditlogs/`, {
    // API: seconds are the finest the filter documents.
    from: from?.toISOString().replace(/\.\d+Z$/, 'Z'),
    action,
    cluster_id: clusterId,
    last,
  });
  return readMany(auditEventSchema(), 'an audit event', reply);
}

/**
 * Holds the window also against a server that ignores `from`, whose seconds are whole. An event without a
 * date is kept: its identity is the server's, so it is told once.
 */
function isSince(event: AuditEvent, from: Date | undefined): boolean {
  if (from === undefined || event.created === null) return true;
  return Date.parse(event.created) >= Math.floor(from.getTime() / 1_000) * 1_000;
}
