/** What a report is made of: asked side by side, and what could not be known is named. */
import { within } from '../../base/deadline.ts';
import { concernsAll, isProblem, Problem } from '../../base/problem.ts';
import { DAY_MS } from '../../base/time.ts';
import { type ApiKey, listApiKeys } from '../../clients/cloud/api-keys.ts';
import { type Cluster, hasEnded, hasFailed } from '../../clients/cloud/clusters.ts';
import { listOperations, type Operation } from '../../clients/cloud/operations.ts';
import type { Organization } from '../../clients/cloud/organizations.ts';
import { listSnapshots, takenAt } from '../../clients/cloud/snapshots.ts';
import { Refusal } from '../../kit/errors.ts';
import { eachInTime } from '../../kit/run/each-in-time.ts';
import type { Run } from '../../kit/run/run.ts';
import { firstOf } from '../../kit/text.ts';
import { type Growth, readGrowth } from '../history/growth.ts';
import type { Window } from '../history/series.ts';
import { type Counted, measureAll } from '../many-clusters.ts';
import { peopleOf } from './people.ts';
import { type SpendingFacts, spendingLack, spendingOf, togetherOf } from './spending.ts';

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
  spending: SpendingFacts | null;
  leftOut: string[];
};

/** API: a key that was not used for 90 days is deactivated. */
const KEY_DAYS = 90;
const KEY_WARNING_DAYS = 14;

/** Nothing more is asked with less time than this. */
const LEAST_MS = 8_000;

/** What one cluster does not answer in this time, the report goes without. */
const CLUSTER_MS = 8_000;

/** Time kept for drawing and writing down: what has not answered by then is left out. */
const WRITING_MS = 4_000;

/** Kept when clusters are measured, beside the time for the last of them. */
const KEEP_MS = 4_000;

/** Of clusters that did not tell something, so many are named. */
const NAMED = { most: 5 };

export const failedOf = ({ operations }: ClusterFacts): number =>
  (operations ?? []).filter(({ status }) => hasFailed(status)).length;

type Where = {
  clusters: readonly Cluster[];
  organizations: readonly Organization[];
  window: Window;
  history: { target: Cluster; table: string } | null;
};

export async function gatherFacts(run: Run<unknown>, where: Where): Promise<Facts> {
  const { clusters, organizations, window, history } = where;
  const asking = askingFor(run);
  const [counted, operations, backups, growth, people, keys, spending] = await Promise.all([
    measureAll(run, clusters, { keepMs: KEEP_MS }),
    asking.clusters('operations', clusters, (one) => operationsOf(run, one, window)),
    asking.clusters('backups', clusters, (one) => newestBackup(run, one)),
    history ? asking.known('growth', soon(run, readGrowth(run, history, clusters, window))) : null,
    asking.organizations('users added and removed', organizations, (one) =>
      peopleOf(run, one, window),
    ),
    asking.known('API keys', soon(run, listApiKeys(run.cloud))),
    asking.organizations('spending', organizations, (one) => spendingOf(run, one)),
  ]);
  const unknown = namesIn(people.map(({ result }) => result.unknown));
  if (unknown.length > 0) {
    asking.leftOut.push(`audit events whose meaning is not known (${unknown.join(', ')})`);
  }
  for (const { thing, result } of spending) {
    const what = spendingLack(result);
    if (what !== null) asking.leftOut.push(`${what} of ${nameOf(thing)}`);
  }
  return {
    window,
    leftOut: asking.leftOut,
    people:
      people.length > 0
        ? {
            added: namesIn(people.map(({ result }) => result.added)),
            removed: namesIn(people.map(({ result }) => result.removed)),
          }
        : null,
    spending: togetherOf(
      spending.map(({ result }) => result),
      organizations.length,
    ),
    keysEnding: keys?.filter((key) => isEnding(key, run.now())) ?? null,
    clusters: counted.map((each) => ({
      cluster: each.cluster,
      counted: each,
      operations: operations.get(each.cluster.id) ?? null,
      newestBackup: backups.get(each.cluster.id),
      growth: growth?.get(each.cluster.id) ?? null,
    })),
  };
}

const nameOf = ({ name, id }: { name: string | null; id: string }) => name ?? id;

/** Each name once. */
const namesIn = (lists: readonly string[][]) => [...new Set(lists.flat())];

/** Asks for parts of the report. What is not told is no failure of the others, and is noted. */
function askingFor(run: Run<unknown>) {
  const leftOut: string[] = [];
  /** A part that fails as a whole is left out with the reason, unless all the others would fail, too. */
  const known = async <T>(what: string, answer: Promise<T>): Promise<T | null> => {
    try {
      return await answer;
    } catch (error) {
      if (concernsAll(error) || !(isProblem(error) || error instanceof Refusal)) throw error;
      leftOut.push(`${what} (${error.message})`);
      return null;
    }
  };
  return {
    leftOut,
    known,
    async clusters<T>(
      what: string,
      clusters: readonly Cluster[],
      ask: (cluster: Cluster) => Promise<T>,
    ): Promise<Map<string, T>> {
      const asked = await known(
        what,
        eachInTime<Cluster, T>(run, clusters, (one) => soon(run, ask(one), CLUSTER_MS), {
          nameOf,
          lastStartMs: LEAST_MS,
        }),
      );
      const missing = [...(asked?.failed ?? []).map(({ thing }) => thing), ...(asked?.late ?? [])];
      if (missing.length > 0) leftOut.push(`${what} of ${firstOf(missing.map(nameOf), NAMED)}`);
      return new Map(asked?.answers.map(({ thing, result }) => [thing.id, result]));
    },
    async organizations<T>(
      what: string,
      organizations: readonly Organization[],
      ask: (organization: Organization) => Promise<T>,
    ) {
      const asked = await known(
        `${what} of ${firstOf(organizations.map(nameOf), NAMED)}`,
        eachInTime<Organization, T>(run, organizations, (one) => soon(run, ask(one)), {
          nameOf,
          lastStartMs: LEAST_MS,
        }),
      );
      for (const { thing, error } of asked?.failed ?? []) {
        const why = error instanceof Error ? error.message : 'no answer';
        leftOut.push(`${what} of ${nameOf(thing)} (${why})`);
      }
      if (asked && asked.late.length > 0)
        leftOut.push(`${what} of ${firstOf(asked.late.map(nameOf), NAMED)}`);
      return asked?.answers ?? [];
    },
  };
}

/** The answer, as long as it leaves time to write the report; a hanging one would cost all of it. */
async function soon<T>(run: Run<unknown>, answer: Promise<T>, mostMs?: number): Promise<T> {
  const limits = { keepMs: WRITING_MS, ...(mostMs === undefined ? {} : { mostMs }) };
  const found = await within(run.deadline, answer, limits);
  if (found) return found.answer;
  throw new Problem('no_answer', 'it did not answer in time');
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

function isEnding({ active, last_used, dc }: ApiKey, now: Date): boolean {
  const since = Date.parse(last_used ?? dc.created ?? '');
  const days = (now.getTime() - since) / DAY_MS;
  return active !== false && days >= KEY_DAYS - KEY_WARNING_DAYS;
}
