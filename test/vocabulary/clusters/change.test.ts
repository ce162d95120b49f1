import { Problem } from '../../../src/base/problem.ts';
import type { Cluster } from '../../../src/clients/cloud/clusters.ts';
import { busy, type Refusal, refuse } from '../../../src/kit/errors.ts';
import type { Run } from '../../../src/kit/run/run.ts';
import { type ClusterChange, changeCluster } from '../../../src/vocabulary/clusters/change.ts';
import type { SafetyInput } from '../../../src/vocabulary/clusters/change-record.ts';
import { clusterWith, NOW, runOn } from '../run.ts';

type Story = {
  input?: Partial<SafetyInput>;
  change?: Partial<ClusterChange<object>>;
  /** The cluster at each look: it stays as it was last. */
  looks?: Cluster[];
  /** What comes of each request for the change. */
  replies?: (Cluster | Error)[];
  operations?: object[];
};

const free = clusterWith();
const withOperation = (id: string, type: string, status: string, created = NOW.toISOString()) =>
  clusterWith({ last_async_operation: { id, type, status, dc: { created } } });
const started = withOperation('new', 'SCALE', 'REGISTERED');
const busyProblem = new Problem('busy', 'another operation runs');
const refused = new Problem('refused', 'no such plan');

/** Plays a change from 3 to 5 nodes; tells how often it was sent, and what the step gives. */
async function play({ input, change, looks = [free], replies = [started], operations }: Story) {
  let [sent, look] = [0, 0];
  const { run, asked, seconds } = runOn(
    {
      '/clusters/c1/': () => {
        look = Math.min(look + 1, looks.length - 1);
        return looks[look];
      },
      '/clusters/c1/operations/': operations ?? [],
    },
    {
      input: {
        cluster_id: 'c1',
        preview: false,
        if_busy: 'later',
        if_impossible: 'stop',
        ...input,
      },
    },
  );
  const plan = async (): Promise<ClusterChange<object>> => ({
    operationType: 'SCALE',
    from: '3',
    to: '5',
    doing: 'scaling weather from 3 to 5 nodes',
    already: 'weather has 5 nodes',
    isSo: false,
    target: { nodes: 5 },
    leadsThere: ({ nodes }) => (nodes === undefined ? undefined : nodes === 5),
    refusal: async () => null,
    send: async () => {
      const reply = replies[sent] ?? replies.at(-1);
      sent += 1;
      if (reply instanceof Error) throw reply;
      return reply as Cluster;
    },
    gives: (cluster) => ({ told_of: cluster.health.status }),
    ...change,
  });
  const answer = changeCluster(run as Run<SafetyInput>, plan, looks[0]);
  const given = await answer.catch((error: unknown) => error);
  return { given, sent, looked: asked.filter((path) => path === '/clusters/c1/').length, seconds };
}

const so = { isSo: true };

describe('a cluster that is free', () => {
  test('is changed by one request, and the operation is told from the reply', async () => {
    const { given, sent, looked, seconds } = await play({});
    expect(given).toMatchObject({
      changed: true,
      summary: 'Scaling weather from 3 to 5 nodes.',
      goal_reached: true,
      operation_id: 'new',
      operation_type: 'SCALE',
      operation_status: 'REGISTERED',
      running_operation: 'SCALE',
    });
    expect([sent, looked, seconds.length]).toEqual([1, 0, 1]);
  });

  test('is looked at once more where the reply does not have the operation', async () => {
    const { given, looked } = await play({ looks: [free, started], replies: [free] });
    expect(given).toMatchObject({ operation_id: 'new', operation_status: 'REGISTERED' });
    expect(looked).toBe(1);
    const hidden = await play({ looks: [free, free], replies: [free] });
    expect(hidden.given).toMatchObject({
      changed: true,
      operation_id: null,
      operation_type: 'SCALE',
      operation_status: null,
    });
  });

  test('is not changed in a preview, nor where it is so already', async () => {
    const preview = await play({ input: { preview: true } });
    expect(preview.given).toMatchObject({ changed: false, would_change: true, preview: true });
    const already = await play({ change: so });
    expect(already.given).toMatchObject({
      changed: false,
      would_change: false,
      summary: 'Nothing to do: weather has 5 nodes.',
      operation_id: null,
    });
    expect([preview.sent, already.sent]).toEqual([0, 0]);
  });

  test('is told with the operation that made it so', async () => {
    const made = await play({ change: so, looks: [withOperation('o', 'SCALE', 'SUCCEEDED')] });
    expect(made.given).toMatchObject({ operation_id: 'o', operation_status: 'SUCCEEDED' });
    const other = await play({ change: so, looks: [withOperation('o', 'UPGRADE', 'SUCCEEDED')] });
    expect(other.given).toMatchObject({ operation_id: null, operation_type: null });
  });

  test('does not reach its goal where a maximum keeps it', async () => {
    expect((await play({ change: { goalReached: false } })).given).toMatchObject({
      goal_reached: false,
    });
  });

  test('is told with what the change costs', async () => {
    const gives = () => ({ price_difference_per_month: 20 });
    expect((await play({ change: { gives } })).given).toMatchObject({
      summary: 'Scaling weather from 3 to 5 nodes, about 20 dollars more a month.',
    });
    const unknown = () => ({ price_difference_per_month: null });
    expect((await play({ change: { gives: unknown } })).given).toMatchObject({
      summary: 'Scaling weather from 3 to 5 nodes.',
    });
  });
});

describe('what is done at once', () => {
  const atOnce = { operationType: null };
  const after = clusterWith({ health: { status: 'GREEN' } });

  test('is told as it is now, without an operation', async () => {
    const { given, looked } = await play({ change: atOnce, replies: [after] });
    expect(given).toMatchObject({ told_of: 'GREEN', operation_id: null, operation_type: null });
    expect(looked).toBe(0);
  });

  test('waits for a running operation only where the API does', async () => {
    const looks = [withOperation('o', 'UPGRADE', 'IN_PROGRESS')];
    expect((await play({ change: atOnce, looks, replies: [after] })).given).toMatchObject({
      changed: true,
    });
    const waiting = await play({ change: { ...atOnce, waits: true }, looks });
    expect(waiting.given).toMatchObject({ kind: 'busy' });
    const already = await play({ change: { ...atOnce, waits: true, ...so }, looks });
    expect(already.given).toMatchObject({ changed: false, would_change: false });
    expect([waiting.sent, already.sent]).toEqual([0, 0]);
  });
});

describe('a cluster on which an operation runs', () => {
  const scaling = (nodes: number | undefined): Story => ({
    looks: [withOperation('o', 'SCALE', 'IN_PROGRESS')],
    operations: [{ id: 'o', type: 'SCALE', non_sensitive_data: { nodes } }],
  });
  const upgrading = { looks: [withOperation('o', 'UPGRADE', 'IN_PROGRESS')] };

  test('is left alone where it leads there', async () => {
    const { given, sent } = await play(scaling(5));
    expect(given).toMatchObject({
      changed: false,
      would_change: false,
      summary: 'Nothing to do: scaling weather from 3 to 5 nodes is underway already.',
      operation_id: 'o',
      operation_status: 'IN_PROGRESS',
    });
    expect(sent).toBe(0);
  });

  test.each([
    ['leads elsewhere', scaling(9), 'SCALE'],
    ['may lead anywhere', scaling(undefined), 'SCALE'],
    ['is so, and will not be', { ...scaling(9), change: so }, 'SCALE'],
    ['is of another kind', upgrading, 'UPGRADE'],
  ])('waits where it %s', async (_what, story, type) => {
    const later = await play(story);
    expect(later.given).toMatchObject({
      kind: 'busy',
      message: `another operation (${type}) runs on cluster “weather”`,
      next: 'Zapier repeats this step by itself until it has ended.',
    });
    const stop = await play({ ...story, input: { if_busy: 'stop' } });
    expect(stop.given).toMatchObject({
      kind: 'refused',
      message: `another operation (${type}) runs on cluster “weather”`,
      next: 'Nothing was changed. Run the step again when it has ended.',
    });
    expect([later.sent, stop.sent]).toEqual([0, 0]);
  });

  test('is so whatever another kind does', async () => {
    const { given } = await play({ ...upgrading, change: so });
    expect(given).toMatchObject({ changed: false, summary: 'Nothing to do: weather has 5 nodes.' });
  });

  test('is changed where the operation has hung for longer than any takes', async () => {
    const hung = withOperation('o', 'UPGRADE', 'IN_PROGRESS', '2026-02-20T09:00:00Z');
    const over = { ...hung, health: { ...hung.health, running_operation: 'UPGRADE' } };
    expect((await play({ looks: [over] })).given).toMatchObject({
      changed: true,
      running_operation: 'SCALE',
    });
    const no = await play({ looks: [hung], replies: [busyProblem] });
    expect(no.given).toMatchObject({
      kind: 'refused',
      message:
        'operation UPGRADE has been on cluster “weather” since 2026-02-20T09:00:00.000Z, and CrateDB Cloud takes no other',
      next: 'Ask CrateDB support to end it.',
    });
    expect(no.sent).toBe(2);
  });
});

describe('an obstacle', () => {
  const with_ = (refusal: Refusal) => ({ refusal: async () => refusal });
  const no = refuse('the plan is not sold', 'Choose another.');

  test('stops the step, or is told where the Zap goes on', async () => {
    const stop = await play({ change: with_(no) });
    expect(stop.given).toBe(no);
    const on = await play({ change: with_(no), input: { if_impossible: 'continue' } });
    expect(on.given).toMatchObject({
      changed: false,
      would_change: false,
      goal_reached: false,
      blocked_by: 'The plan is not sold. Choose another.',
    });
    const preview = await play({ change: with_(no), input: { preview: true } });
    expect(preview.given).toMatchObject({ blocked_by: 'The plan is not sold. Choose another.' });
    expect([stop.sent, on.sent, preview.sent]).toEqual([0, 0, 0]);
  });

  test('that ends by itself is waited for, unless the step shall stop', async () => {
    const wait = busy('a backup runs', 'Later.');
    expect((await play({ change: with_(wait) })).given).toBe(wait);
    const stop = await play({ change: with_(wait), input: { if_busy: 'stop' } });
    expect(stop.given).toMatchObject({ kind: 'refused', message: 'a backup runs', next: 'Later.' });
  });

  test('counts before a running operation', async () => {
    const looks = [withOperation('o', 'UPGRADE', 'IN_PROGRESS')];
    expect((await play({ change: with_(no), looks })).given).toBe(no);
  });
});

describe('a request that fails', () => {
  const scaled = withOperation('other', 'SCALE', 'IN_PROGRESS');
  const operations = [{ id: 'other', type: 'SCALE', non_sensitive_data: { nodes: 5 } }];

  test('because somebody was quicker is looked at again, and sent again where it may', async () => {
    const quicker = await play({ looks: [free, scaled], replies: [busyProblem], operations });
    expect(quicker.given).toMatchObject({ changed: false, operation_id: 'other' });
    expect([quicker.sent, quicker.looked]).toEqual([1, 1]);
    const again = await play({ replies: [busyProblem, started] });
    expect(again.given).toMatchObject({ changed: true, operation_id: 'new' });
    expect(again.sent).toBe(2);
    const still = await play({ replies: [busyProblem] });
    expect(still.given).toMatchObject({
      kind: 'busy',
      message: 'another operation (unknown) runs on cluster “weather”',
    });
    expect(still.sent).toBe(2);
  });

  test('because it is refused is told, unless it is so by now', async () => {
    const no = await play({ replies: [refused] });
    expect(no.given).toBe(refused);
    expect([no.sent, no.looked]).toEqual([1, 1]);
    const now = await play({ looks: [free, scaled], replies: [refused], operations });
    expect(now.given).toMatchObject({ changed: false, operation_id: 'other' });
  });

  test('for any other reason is thrown at once', async () => {
    const down = new Problem('unavailable', 'down', { maybeDone: true });
    const { given, sent, looked } = await play({ replies: [down] });
    expect(given).toBe(down);
    expect([sent, looked]).toEqual([1, 0]);
  });

  test('and may have been made is its own where it is so then, in the words of before', async () => {
    const lost = new Problem('busy', 'busy', { maybeDone: true });
    const story = { looks: [free, scaled], replies: [lost], operations };
    expect((await play(story)).given).toMatchObject({
      changed: true,
      summary: 'Scaling weather from 3 to 5 nodes.',
      operation_id: 'other',
    });
    const elsewhere = [{ id: 'other', type: 'SCALE', non_sensitive_data: { nodes: 9 } }];
    const later = await play({ ...story, operations: elsewhere });
    expect(later.given).toMatchObject({
      kind: 'busy',
      message:
        'the reply was lost, and an operation (SCALE) runs on cluster “weather” that may be this one',
    });
    const input = { if_busy: 'stop' } as const;
    const stop = await play({ ...story, operations: elsewhere, input });
    expect(stop.given).toMatchObject({
      kind: 'refused',
      next: 'Run the step again when it has ended.',
    });
  });
});
