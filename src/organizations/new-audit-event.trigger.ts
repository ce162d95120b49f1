import pMap from 'p-map';
import { type AuditEvent, readAuditLog } from '../clients/cloud/audit-log.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { refuse } from '../kit/errors.ts';
import { MOST_ITEMS, windowStart } from '../kit/identity.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText, visible } from '../kit/text.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { chosenClusterId, clusterField } from '../vocabulary/clusters/choose.ts';
import {
  eachOrganization,
  namesOf,
  notVisible,
  organizationField,
} from '../vocabulary/organizations.ts';
import { lookUp } from './audit-lookup.ts';
import { auditRecord, toAuditRecord } from './audit-record.ts';

/** Events read at most in one poll, of each organization and chosen action. */
const MOST_READ = 1_000;

/** No further page is begun with less time than this. */
const PAGE_MS = 10_000;

/** Chosen actions asked for at the same time; the API filters by one. */
const CONCURRENCY = 4;

/** What the actor filter calls the events that no user caused. */
const SERVICE = 'CrateDB Cloud';

export const newAuditEvent = defineTrigger({
  kind: 'event',
  key: 'new_audit_event',
  noun: 'Audit Event',
  label: 'New Audit Event',
  description:
    'Triggers when the audit log tells something new, looking back over the last 7 days.',
  inputFields: [
    {
      key: 'about_limits',
      label: 'Who and How Many',
      type: 'copy',
      helpText: `The audit log is for organization admins. One poll gives the newest ${MOST_ITEMS} events that match, out of the newest ${MOST_READ} of each organization (of each action, where actions are chosen).`,
    },
    organizationField,
    {
      key: 'actions',
      label: 'Actions',
      list: true,
      dynamic: 'audit_action.id.label',
      helpText:
        'Leave blank for all. The dropdown holds what was seen in the account; others can be typed, such as organization.remove_user.',
    },
    { ...clusterField, helpText: 'Leave blank for all clusters.' },
    {
      key: 'actor',
      label: 'Actor',
      dynamic: 'user.id.label',
      helpText: `Who did it. An email or exact name will do as well, also of who has left; “${SERVICE}” stands for the service itself.`,
    },
  ],
  record: { ...auditRecord, not_visible: notVisible },
  seed: async (run) => (await newestEvents(run)).newest.map(({ event: { id } }) => ({ id })),
  perform: async (run) => {
    const { newest, withheld } = await newestEvents(run);
    const lookup = await lookUp(run, newest);
    return newest.map(({ event, organization }) => ({
      ...toAuditRecord(event, organization, lookup),
      not_visible: namesOf(withheld),
    }));
  },
});

type Input = {
  organization_id: string | undefined;
  actions: string[];
  cluster_id: string | undefined;
  actor: string | undefined;
};

async function newestEvents(run: Run<Input>) {
  const { cluster_id: chosen, organization_id: organizationId } = run.input;
  const clusterId = chosen === undefined ? undefined : await chosenClusterId(run, chosen);
  const { results, withheld } = await eachOrganization(
    run,
    organizationId,
    async (organization) => {
      const events = await eventsOf(run, organization, clusterId);
      return events.map((event) => ({ event, organization }));
    },
    { bearing: 'no answer' },
  );
  const newest = [...new Map(results.map((one) => [one.event.id, one])).values()]
    .sort((a, b) => happenedAt(b.event) - happenedAt(a.event))
    .slice(0, run.most);
  return { newest, withheld };
}

async function eventsOf(
  run: Run<Input>,
  organization: Organization,
  clusterId: string | undefined,
): Promise<AuditEvent[]> {
  const { actions, actor } = run.input;
  // A test in the editor takes any event there is, for the last days may have had none.
  const from = run.isSample ? undefined : windowStart(run.now());
  const limits = {
    // What is remembered at the beginning is all that a poll may ever look at.
    enough: run.most,
    most: MOST_READ,
    hasTime: () => {
      const isThere = run.deadline.remainingMs() > PAGE_MS;
      if (isThere || !run.isSeeding) return isThere;
      throw refuse(
        `the audit log of ${organization.name ?? organization.id} could not be read in time`,
        'Try again, or choose “Actions”.',
      );
    },
  };
  // API: actions are in lower case, and it filters by just that.
  const words = new Set(actions.map((action) => visible(action).toLowerCase()));
  const wanted = words.size ? [...words] : [undefined];
  const answers = await pMap(
    wanted,
    (action) =>
      readAuditLog(run.cloud, organization.id, { from, clusterId, action }, limits, (event) =>
        isBy(event, actor),
      ),
    { concurrency: CONCURRENCY },
  );
  return answers.flat();
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
