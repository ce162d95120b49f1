/** An operation in words, and which operations are news. */
import type { Operation } from '../../src/clients/cloud/operations.ts';
import {
  endOf,
  isWanted,
  operationsSince,
  toCandidate,
} from '../../src/clusters/ended-operations.ts';
import { toOperationRecord } from '../../src/clusters/operation-record.ts';

const GIB = 1024 ** 3;
const STARTED = '2026-03-02T08:00:00.000Z';
const ENDED = '2026-03-02T08:02:29.400Z';

const operationOf = (more: Partial<Operation> = {}): Operation => ({
  id: 'o-1',
  type: 'SCALE',
  status: 'SUCCEEDED',
  entity_id: 'c-1',
  feedback_data: { message: null },
  non_sensitive_data: {},
  dc: { created: STARTED, modified: ENDED },
  ...more,
});

const recordOf = (more: Partial<Operation> = {}, name: string | null = 'weather') =>
  toOperationRecord(operationOf(more), { id: 'c-1', name });

test('an operation that has ended', () => {
  expect(
    recordOf({
      status: 'succeeded',
      non_sensitive_data: { current_num_nodes: 1, target_num_nodes: 3 },
      feedback_data: { message: 'Scaled.' },
    }),
  ).toEqual({
    summary: 'Scale on weather succeeded after 2.5 minutes: from 1 node to 3 nodes.',
    operation_id: 'o-1',
    operation_type: 'SCALE',
    operation_name: 'Scale',
    operation_status: 'SUCCEEDED',
    succeeded: true,
    cluster_id: 'c-1',
    cluster_name: 'weather',
    message: 'Scaled.',
    from_value: '1 node',
    to_value: '3 nodes',
    started_at: STARTED,
    ended_at: ENDED,
    duration_seconds: 149,
    duration_minutes: 2.5,
  });
});

const GROWS = { non_sensitive_data: { current_num_nodes: 3, target_num_nodes: 4 } };
const NO_END = { dc: { created: STARTED, modified: null } };

test.each<[Partial<Operation>, string]>([
  [{ status: 'FAILED' }, 'Scale on weather failed after 2.5 minutes.'],
  [
    { status: 'FAILED', ...GROWS, feedback_data: { message: 'No disk was free..' } },
    'Scale on weather failed after 2.5 minutes: No disk was free.',
  ],
  [{ ...NO_END }, 'Scale on weather succeeded.'],
  [{ status: 'IN_PROGRESS' }, 'Scale on weather is running.'],
  [{ status: 'SENT', ...GROWS }, 'Scale on weather is running: from 3 nodes to 4 nodes.'],
  [{ status: 'SENT', non_sensitive_data: { target_num_nodes: 4 } }, 'Scale on weather is running.'],
  [{ type: 'POLISH', ...NO_END }, 'POLISH on weather succeeded.'],
  [{ type: null, status: null }, 'An operation on weather is running.'],
])('%#: in a sentence', (more, summary) => {
  expect(recordOf(more).summary).toBe(summary);
});

test('what is not told is not known', () => {
  expect(recordOf({ status: null, type: null, ...NO_END }, null)).toMatchObject({
    summary: 'An operation on c-1 is running.',
    operation_status: null,
    operation_name: null,
    succeeded: null,
    message: null,
    from_value: null,
    to_value: null,
    duration_seconds: null,
    duration_minutes: null,
  });
  expect(recordOf({ status: 'FAILED' }).succeeded).toBe(false);
});

test.each<[Record<string, unknown>, string | null, string | null]>([
  [{ current_version: '6.2.1', target_version: '6.2.2' }, '6.2.1', '6.2.2'],
  [
    { current_disk_size_per_node_bytes: 64 * GIB, target_disk_size_per_node_bytes: 1.234 * GIB },
    '64 GiB',
    '1.23 GiB',
  ],
  [
    { current_ip_whitelist: [], target_ip_whitelist: [{ cidr: '10.0.0.0/8' }, '192.0.2.1/32'] },
    'everybody',
    '10.0.0.0/8, 192.0.2.1/32',
  ],
  [{ current_suspended: false, target_suspended: true }, 'no', 'yes'],
  [{ target_schedule: '55 * * * *', other: 1 }, null, '55 * * * *'],
  // A size or a number of nodes says more than what else there is.
  [{ target_anything: 1, target_num_nodes: 2 }, null, '2 nodes'],
  [{ target_version: '6.2.2', target_num_nodes: 2 }, null, '2 nodes'],
  [{ target_one: 1, target_other: 2 }, null, '1'],
  [{ current_version: '6.2.1', target_anything: 1 }, '6.2.1', null],
  [{ current_thing: '', target_thing: { built: true } }, null, null],
  [{ other: 'x' }, null, null],
])('what %j changes', (non_sensitive_data, from, to) => {
  expect(recordOf({ non_sensitive_data })).toMatchObject({ from_value: from, to_value: to });
});

describe('which operations are news', () => {
  const END = Date.parse(ENDED);
  const ofLast = (last: object) =>
    toCandidate({
      id: 'c-1',
      last_async_operation: { ...operationOf(), ...last },
    } as never).changedAt;

  test('a cluster is looked at when its last operation changed, or may have', () => {
    expect(ofLast({})).toBe(END);
    expect(ofLast(NO_END)).toBe(Date.parse(STARTED));
    expect(ofLast({ id: null })).toBe(0);
    expect(ofLast({ status: 'IN_PROGRESS' })).toBe(Number.MAX_SAFE_INTEGER);
    expect(ofLast({ dc: { created: null, modified: null } })).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('its operations are those that run, and those that ended since, each once', async () => {
    const asked: unknown[] = [];
    const told = [
      operationOf({ id: 'running', status: 'SENT', dc: { created: STARTED, modified: STARTED } }),
      operationOf({ id: 'at once' }),
      operationOf({ id: 'at once' }),
      operationOf({ id: 'undated', dc: { created: null, modified: null } }),
      operationOf({ id: 'before', dc: { created: STARTED, modified: '2026-03-02T08:02:29.399Z' } }),
    ];
    const get = async (_path: string, query: unknown) => {
      asked.push(query);
      return told;
    };
    const cluster = { id: 'c-1' } as never;
    const found = await operationsSince({ cloud: { get } } as never, cluster, new Date(END));
    expect(found.map(({ operation }) => operation.id).sort()).toEqual([
      'at once',
      'running',
      'undated',
    ]);
    expect(found.every((one) => one.cluster === cluster)).toBe(true);
    // The longest of them takes two days.
    expect(asked).toEqual([{ start: '2026-02-28T08:02:29Z' }]);
    expect(endOf(operationOf(NO_END))).toBe(Date.parse(STARTED));
  });

  const OUTCOMES = ['any', 'succeeded', 'failed', 'running'] as const;

  test.each<[string | null, string[]]>([
    ['SUCCEEDED', ['any', 'succeeded']],
    ['failed', ['any', 'failed']],
    ['IN_PROGRESS', ['any', 'running']],
    [null, ['any', 'running']],
  ])('one that is %s is wanted with the outcomes %j', (status, wanted) => {
    const isSo = (outcome: (typeof OUTCOMES)[number], operation_types: string[] = []) =>
      isWanted(operationOf({ status }), { operation_types, outcome });
    expect(OUTCOMES.filter((outcome) => isSo(outcome))).toEqual(wanted);
    expect(OUTCOMES.filter((outcome) => isSo(outcome, ['UPGRADE', 'SCALE']))).toEqual(wanted);
    expect(isSo('any', ['UPGRADE'])).toBe(false);
  });
});
