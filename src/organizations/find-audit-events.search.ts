import { MOST_LINES, many, manyRecord } from '../kit/record/many.ts';
import { defineSearch } from '../kit/search.ts';
import { namesOf, notVisible } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { auditFields, newestEvents } from './audit-events.ts';
import { lookUpMentioned } from './audit-lookup.ts';
import { auditRecord, toAuditRecord } from './audit-record.ts';

const { id: eventId, ...line } = auditRecord;

export const findAuditEvents = defineSearch({
  key: 'find_audit_events',
  noun: 'Audit Event',
  label: 'Find Audit Events',
  description: 'Finds events of the audit log by action, cluster, actor and time, as line items.',
  inputFields: [
    ...auditFields,
    {
      key: 'days_back',
      label: 'Days Back',
      type: 'number',
      unit: 'days',
      default: '7',
      min: 0.01,
      max: 3_650,
      helpText: `The audit log is for organization admins. The newest ${MOST_LINES} events that match are given.`,
    },
  ],
  record: {
    summary: summaryField(
      '1 event, the latest: Ada Example did project.create (weather) in My Organization.',
    ),
    ...manyRecord('Events', { event_id: eventId, ...line }),
    organizations_not_read: notVisible,
  },
  perform: async (run) => {
    const { days_back: days } = run.input;
    const { newest, withheld } = await newestEvents(run, { days, most: MOST_LINES + 1 });
    const told = newest.slice(0, MOST_LINES);
    const lookup = await lookUpMentioned(run, told);
    const found = told.map(({ event, organization }) => {
      const { id: event_id, ...record } = toAuditRecord(event, organization, lookup);
      return { event_id, ...record };
    });
    const noun = newest.length === 1 ? 'event' : 'events';
    const organizations_not_read = namesOf(withheld);
    return many(found, newest.length).map((one) => ({
      summary: `${found.length}${one.cut ? ' and more' : ''} ${noun}, the latest: ${found[0]?.summary}`,
      ...one,
      organizations_not_read,
    }));
  },
});
