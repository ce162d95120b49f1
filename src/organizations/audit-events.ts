/** Reading the audit logs of organizations by action, cluster and actor. */
import { type AuditEvent, readAuditLog } from '../clients/cloud/audit-log.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { shorten } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { wordsOf } from '../kit/fields/list.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { MOST_SEEDED, windowStart } from '../kit/identity.ts';
import { askAll } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText, visible } from '../kit/text.ts';
import { chosenClusterId, clusterField } from '../vocabulary/clusters/choose.ts';
import { type Asking, eachOrganization, organizationField } from '../vocabulary/organizations.ts';
import type { Told } from './audit-lookup.ts';

/** Events read at most at once, of each organization and chosen action. */
export const MOST_READ = 1_000;

/** No further page is begun with less time than this. */
const PAGE_MS = 10_000;

/** Chosen actions asked for at the same time; the API filters by one. */
const CONCURRENCY = 4;

/** What the actor filter calls the events that no user caused. */
const SERVICE = 'CrateDB Cloud';

export const auditFields = [
  organizationField,
  {
    key: 'actions',
    label: 'Actions',
    list: true,
    dynamic: 'audit_action.id.label',
    helpText:
      'Leave blank for all actions. The dropdown lists actions seen in the account; others can be entered, such as organization.remove_user.',
  },
  { ...clusterField, helpText: 'Leave blank for all clusters.' },
  {
    key: 'actor',
    label: 'Actor',
    address: true,
    dynamic: 'user.id.label',
    helpText: `Who did it: an email, exact name or ID, including users who have left. Enter “${SERVICE}” for the service itself. Leave blank for everybody.`,
  },
] as const;

type Input = InputOf<typeof auditFields>;

/**
 * The newest events that match, newest first, no more than `most`.
 *
 * @param days how far to look back; null for as far as there are any
 */
export async function newestEvents(
  run: Run<Input>,
  { days, most, ...asking }: Asking & { days: number | null; most: number },
): Promise<{ newest: Told[]; withheld: Organization[] }> {
  const { cluster_id: chosen, organization_id: organizationId } = run.input;
  const clusterId = chosen === undefined ? undefined : await chosenClusterId(run, chosen);
  const ask = async (organization: Organization) => {
    const events = await eventsOf(run, organization, { clusterId, days, most });
    return events.map((event) => ({ event, organization }));
  };
  const { results, withheld } = await eachOrganization(run, organizationId, ask, asking);
  const newest = [...new Map(results.map((one) => [one.event.id, one])).values()]
    .sort((a, b) => happenedAt(b.event) - happenedAt(a.event))
    .slice(0, most);
  return { newest, withheld };
}

async function eventsOf(
  run: Run<Input>,
  organization: Organization,
  { clusterId, days, most }: { clusterId: string | undefined; days: number | null; most: number },
): Promise<AuditEvent[]> {
  const { actions, actor } = run.input;
  // Only now: the server's time is that of its latest reply.
  const from = days === null ? undefined : windowStart(run.now(), days);
  const limits = {
    // All pages of the window are remembered at the beginning; what a poll may ever look at has to be.
    enough: most,
    most: run.isSeeding ? MOST_SEEDED : MOST_READ,
    hasTime: (read: number) => {
      const isThere = run.deadline.remainingMs() > PAGE_MS;
      if (isThere || !run.isSeeding || read >= MOST_READ) return isThere;
      throw refuse(
        `the audit log of ${organization.name ?? organization.id} could not be read in time`,
        'Try again, or choose “Actions”.',
      );
    },
  };
  const words = new Set(wordsOf(actions).map(actionOf));
  const wanted = words.size ? [...words] : [undefined];
  const answers = await askAll(
    run,
    wanted,
    (action) =>
      readAuditLog(run.cloud, organization.id, { from, clusterId, action }, limits, (event) =>
        isBy(event, actor),
      ),
    { nameOf: (action) => `events of ${action ?? 'all actions'}`, concurrency: CONCURRENCY },
  );
  return answers.flat();
}

/**
 * The action that a text names: its word, or its label in the dropdown. API: actions are in lower case, of the
 * form entity.verb, and it filters by just that; no list of them is published.
 */
function actionOf(text: string): string {
  const word = visible(text).toLowerCase();
  const action = /\(([^()]+)\)$/.exec(word)?.[1] ?? word;
  if (/^[\w-]+(\.[\w-]+)+$/.test(action)) return action;
  throw refuse(
    `“Actions” cannot be “${shorten(text)}”`,
    'Write them like project.create, or choose them in the dropdown.',
  );
}

/** True when the text is the actor's id, e-mail or name, or none is asked for. */
function isBy({ actor }: AuditEvent, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (actor.id === null && isSameText(SERVICE, wanted)) return true;
  return [actor.id, actor.email, actor.name, actor.username].some((value) =>
    isSameText(value, wanted),
  );
}

/** An event without a date counts as just now. */
function happenedAt(event: AuditEvent): number {
  return event.created === null ? Number.MAX_SAFE_INTEGER : Date.parse(event.created);
}
