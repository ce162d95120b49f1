/** What a report is made of: asked side by side, and what could not be known is named. */
import { concernsAll, isProblem } from '../../base/problem.ts';
import { type ApiKey, listApiKeys } from '../../clients/cloud/api-keys.ts';
import { readAuditLog } from '../../clients/cloud/audit-log.ts';
import { type Cluster, hasEnded } from '../../clients/cloud/clusters.ts';
import { getConsumption } from '../../clients/cloud/consumption.ts';
import { listOperations, type Operation } from '../../clients/cloud/operations.ts';
import type { Organization } from '../../clients/cloud/organizations.ts';
import { listSnapshots, takenAt } from '../../clients/cloud/snapshots.ts';
import { Refusal } from '../../kit/errors.ts';
import { eachInTime } from '../../kit/run/each-in-time.ts';
import type { Run } from '../../kit/run/run.ts';
import { round, sumOf } from '../../kit/units.ts';
import { type Growth, readGrowth } from '../history/growth.ts';
import type { Window } from '../history/series.ts';
import { type Counted, measureAll } from '../many-clusters.ts';

export type ClusterFacts = {
  cluster: Cluster;
  counted: Counted;
  /** Null where they could not be read. */
  operations: Operation[] | null;
  /** When the newest backup was taken: null for none, undefined where it is not known. */
  newestBackup: Date | null | undefined;
  growth: Growth | null;
};

export type Facts = {
  window: Window;
  clusters: ClusterFacts[];
  people: { added: string[]; removed: string[] } | null;
  /** Keys of the connection's user that CrateDB Cloud will deactivate within two weeks. */
  keysEnding: ApiKey[] | null;
  /** US dollars before credits, this calendar month (UTC). */
  spending: number | null;
  leftOut: string[];
};

const DAY_MS = 86_400_000;

/** API: a key that was not used for 90 days is deactivated. */
const KEY_DAYS = 90;
const KEY_WARNING_DAYS = 14;

/** Time kept for drawing and writing down. */
const LEAST_MS = 6_000;

export const failedOf = ({ operations }: ClusterFacts): number =>
  (operations ?? []).filter(({ status }) => status === 'FAILED').length;

type Where = {
  clusters: readonly Cluster[];
  organizations: readonly Organization[];
  window: Window;
  history: { target: Cluster; table: string } | null;
};

export async function gatherFacts(run: Run<unknown>, where: Where): Promise<Facts> {
  const leftOut: string[] = [];
  /** The answer, or null and a word about what is missing. */
  const known = async <T>(what: string, answer: Promise<T>): Promise<T | null> => {
    try {
      return await answer;
    } catch (error) {
      if (concernsAll(error) || !(isProblem(error) || error instanceof Refusal)) throw error;
      leftOut.push(`${what} (${error.message})`);
      return null;
    }
  };
  const { clusters, organizations, window, history } = where;
  /** The same of every organization: one that withholds it does not hide the others, and is named. */
  const each = async <T>(what: string, ask: (organization: Organization) => Promise<T>) => {
    const asked = organizations.map((one) => known(`${what} of ${one.name ?? one.id}`, ask(one)));
    return (await Promise.all(asked)).filter((answer) => answer !== null);
  };
  const counted = await measureAll(run, clusters);
  const [operations, backups, growth, people, keys, spending] = await Promise.all([
    known(
      'operations',
      eachCluster(run, clusters, (one) => operationsOf(run, one, window)),
    ),
    known(
      'backups',
      eachCluster(run, clusters, (one) => newestBackup(run, one)),
    ),
    history ? known('growth', readGrowth(run, history, clusters, window)) : null,
    each('users added and removed', (one) => peopleOf(run, one, window)),
    known('API keys', listApiKeys(run.cloud)),
    each('spending', (one) => spendingOf(run, one)),
  ]);
  leftOut.push(...(operations?.missing ?? []).map((name) => `operations of ${name}`));
  leftOut.push(...(backups?.missing ?? []).map((name) => `backups of ${name}`));
  return {
    window,
    leftOut,
    people:
      people.length > 0
        ? {
            added: names(people.map(({ added }) => added)),
            removed: names(people.map(({ removed }) => removed)),
          }
        : null,
    spending:
      spending.length > 0
        ? round(
            spending.reduce((sum, cost) => sum + cost, 0),
            2,
          )
        : null,
    keysEnding: keys?.filter((key) => isEnding(key, run.now())) ?? null,
    clusters: counted.map((each) => ({
      cluster: each.cluster,
      counted: each,
      operations: operations?.byId.get(each.cluster.id) ?? null,
      newestBackup: backups?.byId.get(each.cluster.id),
      growth: growth?.get(each.cluster.id) ?? null,
    })),
  };
}

/** Asks every cluster as long as there is time; those that did not answer are named. */
async function eachCluster<T>(
  run: Run<unknown>,
  clusters: readonly Cluster[],
  ask: (cluster: Cluster) => Promise<T>,
): Promise<{ byId: Map<string, T>; missing: string[] }> {
  const nameOf = ({ name, id }: Cluster) => name ?? id;
  const { answers, failed, late } = await eachInTime(run, clusters, ask, {
    nameOf,
    bears: 'silence',
    concurrency: 12,
    lastStartMs: LEAST_MS,
  });
  return {
    byId: new Map(answers.map(({ thing, result }) => [thing.id, result])),
    missing: [...failed.map(({ thing }) => thing), ...late].map(nameOf),
  };
}

async function operationsOf(run: Run<unknown>, { id }: Cluster, { from, to }: Window) {
  const operations = await listOperations(run.cloud, id, { start: from.toISOString() });
  return operations.filter(({ status, dc }) => {
    const at = Date.parse(dc.modified ?? dc.created ?? '');
    return hasEnded(status) && at >= from.getTime() && at <= to.getTime();
  });
}

async function newestBackup(run: Run<unknown>, { id }: Cluster): Promise<Date | null> {
  const [newest] = await listSnapshots(run.cloud, id);
  const at = newest ? takenAt(newest) : 0;
  return at === 0 ? null : new Date(at);
}

/** Each name once. */
const names = (lists: readonly string[][]) => [...new Set(lists.flat())];

const ADDED = /(user|member|role|invitation).*(add|creat|invit|accept|assign)/i;
const REMOVED = /(user|member|role|invitation).*(remov|delet|revok|cancel)/i;

/** Whom the audit log names as added or removed. What actions are called is documented nowhere. */
async function peopleOf(run: Run<unknown>, { id }: Organization, { from }: Window) {
  const people = { added: [] as string[], removed: [] as string[] };
  const limits = { enough: 200, most: 1_000, hasTime: () => run.deadline.remainingMs() > LEAST_MS };
  const events = await readAuditLog(run.cloud, id, { from }, limits, ({ action }) =>
    /user|member|role|invitation/i.test(action ?? ''),
  );
  for (const { action, context } of events) {
    const whom = [context.user_email, context.email, context.user_id].find(
      (value): value is string => typeof value === 'string' && value !== '',
    );
    if (REMOVED.test(action ?? '')) people.removed.push(whom ?? 'somebody');
    else if (ADDED.test(action ?? '')) people.added.push(whom ?? 'somebody');
  }
  return people;
}

function isEnding({ active, last_used, dc }: ApiKey, now: Date): boolean {
  const since = Date.parse(last_used ?? dc.created ?? '');
  const days = (now.getTime() - since) / DAY_MS;
  return active !== false && days >= KEY_DAYS - KEY_WARNING_DAYS;
}

/** Cost so far this month; null where a part of it is not known. */
async function spendingOf(run: Run<unknown>, { id }: Organization): Promise<number | null> {
  const consumption = await getConsumption(run.cloud, id);
  return sumOf([
    ...consumption.compute_consumption_this_month.map((line) => line.consumption.cost),
    consumption.storage_consumption_this_month.cost,
  ]);
}
