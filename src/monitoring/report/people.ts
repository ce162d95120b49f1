/** Whom the audit log names as added or removed. What actions are called is documented nowhere. */
import { type AuditEvent, readAuditLog } from '../../clients/cloud/audit-log.ts';
import type { Organization } from '../../clients/cloud/organizations.ts';
import { pickOrganizationUsers } from '../../clients/cloud/users.ts';
import type { Run } from '../../kit/run/run.ts';
import { aboutWhat } from '../../vocabulary/audit-context.ts';
import { unlessWithheld } from '../../vocabulary/withheld.ts';
import type { Window } from '../history/series.ts';

export type People = {
  added: string[];
  removed: string[];
  /** Actions about people whose meaning is not known. */
  unknown: string[];
};

/** Time kept for what else is under way. */
const LEAST_MS = 6_000;

/** Events read at most of one organization. */
const MOST_READ = 1_000;

export async function peopleOf(
  run: Run<unknown>,
  { id }: Organization,
  { from, to }: Window,
): Promise<People> {
  const limits = {
    enough: 200,
    most: MOST_READ,
    hasTime: () => run.deadline.remainingMs() > LEAST_MS,
  };
  const events = await readAuditLog(run.cloud, id, { from }, limits, ({ action, created }) => {
    const isPast = created === null || Date.parse(created) <= to.getTime();
    return isPast && meaningOf(action ?? '') !== null;
  });
  const nameOf = await namesFor(run, id, events);
  const people: People = { added: [], removed: [], unknown: [] };
  const invited: string[] = [];
  for (const event of events) {
    const meaning = meaningOf(event.action ?? '');
    if (meaning === 'unknown') people.unknown.push(event.action ?? '');
    else if (meaning === 'invited') invited.push(nameOf(event));
    else if (meaning !== null) people[meaning].push(nameOf(event));
  }
  // Who was invited and came is one of those who were added.
  const waiting = invited.filter((name) => !people.added.includes(name));
  people.added.push(...waiting.map((name) => `${name} (invited)`));
  return people;
}

/** Events tell a user by id at times; those who are still there have a name. */
async function namesFor(run: Run<unknown>, organizationId: string, events: readonly AuditEvent[]) {
  const about = new Map(events.map((event) => [event.id, aboutWhat(event)]));
  const ids = new Set(
    [...about.values()].flatMap(({ userId, userEmail }) => (userEmail === null ? userId : [])),
  );
  const members =
    ids.size === 0
      ? []
      : await unlessWithheld(
          pickOrganizationUsers(run.cloud, organizationId, {
            look: ['uid', 'email', 'name'],
            pick: (one) => (ids.has(one.uid) ? one : undefined),
          }),
          [],
        );
  const known = new Map(members.map(({ uid, email, name }) => [uid, email ?? name]));
  return (event: AuditEvent): string => {
    const { userId, userEmail, userName } = about.get(event.id) ?? aboutWhat(event);
    const named = userEmail ?? known.get(userId ?? '') ?? userName ?? userId;
    if (named !== null) return named;
    // Who accepts an invitation does it for themselves.
    return meaningOf(event.action ?? '') === 'added'
      ? (event.actor.email ?? 'somebody')
      : 'somebody';
  };
}

type Meaning = 'added' | 'removed' | 'invited' | 'unknown';

const PERSON = /^(user|member|person|people|invitee)s?$/;
const INVITATION = /^invit(ation|e)s?$/;

/** Word stems, for an action may be `add_user`, `user.added` or `UserAdded`. */
const ADDED = /^(add|join|accept|enrol|regist)/;
const REMOVED = /^(remov|delet|leav|left|kick|expel|evict|revok|unassign)/;
const INVITED = /^(invite|invited|inviting|send|sent|resend|resent)$/;
/** What changes nothing about who is there. */
const NEITHER =
  /^(edit|updat|chang|set|request|confirm|verif|reset|log|sign|read|view|list|cancel|declin|reject|expir|get)/;

/** What an action does with people; null when it is not about them. Seen: `organization.add_user`. */
export function meaningOf(action: string): Meaning | null {
  const words = action
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  const isAbout = (kind: RegExp) => words.some((word) => kind.test(word));
  const isInvitation = isAbout(INVITATION);
  if (!isAbout(PERSON) && !isInvitation) return null;
  if (isInvitation && isAbout(/^accept/)) return 'added';
  if (isAbout(NEITHER)) return null;
  // Of an invitation that ends, nobody who was there is gone.
  if (isAbout(REMOVED)) return isInvitation ? null : 'removed';
  if (isAbout(INVITED) || (isInvitation && isAbout(/^(add|creat)/))) return 'invited';
  if (isAbout(ADDED) || isAbout(/^creat/)) return 'added';
  return 'unknown';
}
