import { EVENT_WINDOW_DAYS, MOST_ITEMS } from '../kit/identity.ts';
import { integer, lines, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { namesOf, notVisible } from '../vocabulary/organizations.ts';
import { auditFields, MOST_READ, newestEvents } from './audit-events.ts';
import { lookUpMentioned } from './audit-lookup.ts';
import { auditRecord, contextOf, toAuditRecord } from './audit-record.ts';

export const newAuditEvent = defineTrigger({
  kind: 'event',
  key: 'new_audit_event',
  noun: 'Audit Event',
  label: 'New Audit Event',
  description:
    'Triggers when a new event appears in the audit log, looking back over the last 7 days.',
  inputFields: [
    {
      key: 'about_limits',
      label: 'Who and How Many',
      type: 'copy',
      helpText: `The audit log is for organization admins. One poll gives the newest ${MOST_ITEMS} events that match, out of the newest ${MOST_READ} of each organization (of each action, where actions are chosen).`,
    },
    ...auditFields,
  ],
  record: {
    ...auditRecord,
    context_count: integer('Number of Context Values', 1),
    context: lines('Context', {
      key: text('Key', 'project_id'),
      value: text('Value', '3b6b7c82-0000-458c-ae6f-000000000006'),
    }),
    organizations_not_read: notVisible,
  },
  seed: async (run) => (await newest(run)).newest.map(({ event: { id } }) => ({ id })),
  perform: async (run) => {
    const { newest: told, withheld } = await newest(run);
    const lookup = await lookUpMentioned(run, told);
    return told.map(({ event, organization }) => ({
      ...toAuditRecord(event, organization, lookup),
      ...contextOf(event),
      organizations_not_read: namesOf(withheld),
    }));
  },
});

const newest = (run: Run<Parameters<typeof newestEvents>[0]['input']>) =>
  newestEvents(run, {
    // A test in the editor takes any event there is, for the last days may have had none.
    days: run.isSample ? null : EVENT_WINDOW_DAYS,
    most: run.most,
    bearing: 'no answer',
  });
