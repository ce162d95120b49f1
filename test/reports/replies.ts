/** What the server answers is not always what it did: blank, refusing, cut, odd and huge replies. */
import type { Report } from './report.ts';
import { changeFault, fault, history, laterFault, oddForm, property } from './sisters.ts';

const SINGLE = 'test/e2e/single-routes.test.ts';
const CLIENT = 'test/clients/cloud/client.test.ts';
const READ_REPLY = ['src/clients/cloud/replies.ts', 'readReply'] as const;

const nothingSaid = (given: string) => ({
  file: SINGLE,
  name: 'a reply that says nothing is no empty list > %s (%s): nothing is changed because of it',
  given,
});

export const REPLIES: readonly Report[] = [
  {
    seen: 'An admin became a member, because the list of members came back blank once.',
    right:
      'A blank reply is asked for again; nothing is concluded from it, least of all before a change.',
    held: [
      nothingSaid("'add_user_to_organization'"),
      {
        file: SINGLE,
        name: 'a reply that says nothing is no empty list > one such reply is asked for again',
      },
    ],
    mended: [READ_REPLY],
    sister: laterFault('a blank reply'),
  },
  {
    seen: 'A project was made a second time, because the list of projects came back blank.',
    right: 'The step fails, and nothing is made.',
    held: [nothingSaid("'create_project'")],
    mended: [READ_REPLY],
    sister: laterFault('null'),
  },
  {
    seen: 'A second subscription was made after a blank list of subscriptions.',
    right: 'The step fails, and nothing is made.',
    held: [nothingSaid("'create_subscription'")],
    mended: [READ_REPLY],
    sister: laterFault('a blank reply'),
  },
  {
    seen: 'Removing somebody said that there was nothing to do, after a blank list of members.',
    right: 'The step fails, for nobody knows whether the person is there.',
    held: [nothingSaid("'remove_user_from_organization'")],
    mended: [READ_REPLY],
    sister: laterFault('a blank reply'),
  },
  {
    seen: 'Somebody was called added although the service had said “Quota exceeded”, with status 200.',
    right: 'A reply that says no is an error with the server’s words.',
    held: [
      {
        file: SINGLE,
        name: 'a change that is answered with 200 and no success > %s: the server’s words are an error',
        given: "['add_user_to_organization', { ...WHERE, email: 'new@example.com'",
      },
      {
        file: CLIENT,
        name: 'a reply that proves nothing > a no with 200 is told in the server’s words',
      },
    ],
    mended: [READ_REPLY],
    sister: changeFault('a no with 200'),
  },
  {
    seen: 'A change was called made although the reply to it was an empty object.',
    right: 'What the API documents of its replies is insisted on.',
    held: [
      {
        file: SINGLE,
        name: 'a change that is answered with 200 and no success > %s: an empty object is no sign of it',
        given: "['create_project', { ...WHERE, name: 'spring'",
      },
    ],
    mended: [['src/clients/cloud/wire.ts', 'readDone']],
    sister: {
      file: 'test/conformance/faults.test.ts',
      name: '%s: a reply that says nothing is no sign of a change',
      rule: ['test/conformance/faults.test.ts', 'an empty object'],
    },
  },
  {
    seen: 'A step was halted with “correct the step” after status 408.',
    right: 'It is tried again like any trouble that passes, and so is 425.',
    held: [
      {
        file: CLIENT,
        name: 'a reply that proves nothing > a read answered by %s too',
        given: "['408'], ['425']",
      },
      {
        file: CLIENT,
        name: 'a reply that proves nothing > a change answered by %s is sent once',
        given: "['too slow', 408, '', 'unavailable', true]",
      },
    ],
    mended: [READ_REPLY],
    sister: fault('408'),
  },
  {
    seen: 'A step was repeated at once after a Retry-After of -1 or 12.5.',
    right: 'A malformed delay is passed over; a proper one is held within bounds.',
    held: [
      {
        file: CLIENT,
        name: 'a reply that is no success > 429 with Retry-After as %s',
        given: "['less than nothing', '-1', null]",
      },
    ],
    mended: [['src/base/retry-after.ts', 'retryAfterSeconds']],
    sister: fault('429 for less than nothing'),
  },
  {
    seen: 'A reply with a byte order mark in front could not be read.',
    right: 'It is read.',
    held: [{ file: SINGLE, name: 'a byte order mark in front of every reply is passed over' }],
    mended: [['src/base/json.ts', 'withoutMark']],
    sister: oddForm('a byte order mark'),
  },
  {
    seen: 'A reply that was cut in its middle was waited for, 12 seconds long.',
    right: 'It is noticed at once.',
    held: [
      {
        file: 'test/kit/run/connections.test.ts',
        name: 'a reply that is cut is noticed at once: %s',
        given: "['with its length', { 'content-length': '1000' }]",
      },
    ],
    mended: [['src/kit/run/connections.ts', 'watched']],
    sister: property(
      'test/kit/run/connections.test.ts',
      'a reply that is cut is noticed wherever that is',
      'content-length',
    ),
  },
  {
    seen: 'The number 9007199254740993 in an audit event was told as …992.',
    right: 'All digits are kept.',
    held: [
      {
        file: 'test/organizations/new-audit-event.test.ts',
        name: 'no digit of a long number in a context is lost',
      },
    ],
    mended: [['src/base/json.ts', 'parseJson']],
    sister: property(
      'test/base/json.test.ts',
      'no digit of a whole number is lost, wherever it stands',
      'no digit of a whole number is lost, wherever it stands',
    ),
  },
  {
    seen: 'The page of a firewall was told as a missing role.',
    right: 'It says that something in between refused.',
    held: [{ file: SINGLE, name: 'a firewall that refuses is not taken for a missing role' }],
    mended: [READ_REPLY],
    sister: fault('403 with a firewall’s page'),
  },
  {
    seen: 'Backups of 1,500 tables, or thousands of users, were more than Zapier takes at once.',
    right: 'Lists inside are cut with their count, and what is given stays below 6 MB.',
    held: [
      {
        file: 'test/backups/backups.test.ts',
        name: 'a hundred backups of 1,500 tables each fit into an answer',
      },
      {
        file: 'test/kit/size.test.ts',
        name: 'no item is left out of a whole list, or the error names what makes it fewer',
        given: '20_000',
      },
      {
        file: 'test/organizations/audit-record.test.ts',
        name: 'a huge context is cut with a count, and 100 of them fit into an answer',
        given: '35_000',
      },
    ],
    mended: [['src/kit/size.ts', 'withinSize']],
    sister: property(
      'test/kit/size.test.ts',
      'whatever there is, what is given fits, with each item and all counts',
      'doc.table_',
    ),
  },
  {
    seen: 'A trigger for one cluster failed for ever once that was deleted, and never told the deletion.',
    right: 'A known id is not looked up, and its deletion is told.',
    held: [
      {
        file: 'test/organizations/new-audit-event.test.ts',
        name: 'a cluster that is deleted is still asked about by its id',
      },
    ],
    mended: [['src/vocabulary/clusters/choose.ts', 'chosenClusterId']],
    sister: history('organizations', 'newAuditEvent'),
  },
  {
    seen: 'Somebody whose invitation had expired was found, and so never invited again.',
    right: 'An invitation that has expired is not found, so that they are invited.',
    held: [
      {
        file: 'test/e2e/find-or-create.test.ts',
        name: 'whose invitation has expired is invited again',
      },
    ],
    mended: [['src/users/invitations.ts', 'isExpired']],
    sister: property(
      'test/e2e/find-or-create.test.ts',
      'whether an invitation counts is a matter of its date alone',
      'PENDING',
    ),
  },
  {
    seen: 'Somebody who was added, removed and added within a minute was added two minutes late.',
    right: 'The claim on a name ends with the step.',
    held: [
      {
        file: 'test/e2e/find-or-create.test.ts',
        name: 'who is added, removed and added again within a minute is added twice',
      },
    ],
    mended: [['src/kit/run/once.ts', 'once']],
    sister: property(
      'test/kit/run/once.test.ts',
      'however often it comes and goes, it is made whenever it is not there',
      'made',
    ),
  },
];
