import { answers, type Due, isBig, type Moment, period, type Scenario } from '../world.ts';
import {
  bearsOperations,
  failedIn,
  failedOf,
  knownNodes,
  noneMeasured,
  type Shown,
  stateOf,
  tells,
  usageWorld,
  type Watched,
} from './usage-world.ts';

/** A fault on one cluster's own way is a reason, no failed poll. */
const mayFail = (path: string) => !path.startsWith('/sql/') && !path.endsWith('/jwt/');

const LIVELY = ['ok', 'ok', 'ok', 'ok', 'no_answer', 'suspended'] as const;

/** The worst level seen of something in a period, as Zapier's cache remembers it. */
function worstSeen() {
  const worst = new Map<string, number>();
  return {
    of: (seen: string, level: number) => Math.max(level, worst.get(seen) ?? 0),
    keep: (seen: string, level: number) => worst.set(seen, Math.max(level, worst.get(seen) ?? 0)),
    forget: () => worst.clear(),
  };
}

const highest = (cluster: Watched, at: number) =>
  Math.max(...knownNodes(cluster, at).map(({ value }) => value));

/** The watermarks, as set and as percentages of a disk of 100 GiB. */
const MARKS: readonly [readonly [string, string, string], readonly [number, number, number]][] = [
  [
    ['85%', '90%', '95%'],
    [85, 90, 95],
  ],
  [
    ['0.8', '0.88', '0.97'],
    [80, 88, 97],
  ],
  [
    ['20gb', '10gb', '4gb'],
    [80, 90, 96],
  ],
];

const BANDS = ['limit', 'low', 'high', 'flood_stage'];

export const storageRunningLow: Scenario = {
  kind: 'alert',
  order: ({ storage_used_percent }) => -Number(storage_used_percent),
  mayFail,
  world(random, start) {
    const isMany = isBig(random, 0.02);
    const [watermarks, marks] = random.pick(MARKS);
    const world = usageWorld(random, start, {
      count: isMany ? random.whole(105, 130) : random.whole(1, 4),
      states: isMany ? ['ok'] : LIVELY,
      values: isMany ? [91] : [60, 79, 80, 83, 85, 86, 89, 90, 92, 95, 97],
      shown: 'storage',
      lively: !isMany,
      watermarks,
    });
    const { clusters } = world;
    const limit = random.pick([80, 80, 50, 90, 99]);
    const free = random.chance(0.3) ? random.whole(5, 30) : undefined;
    const repeat = isMany ? 'day' : random.pick(['day', 'hour']);
    const worst = worstSeen();
    const measured = answers();
    const passed = (cluster: Watched, at: number) => {
      if (stateOf(cluster, at) !== 'ok') return [];
      const used = highest(cluster, at);
      return [
        ...(used >= limit ? ['percent'] : []),
        ...(free !== undefined && 100 - used < free ? ['free'] : []),
      ];
    };
    const levelNow = (used: number) =>
      marks.findLastIndex((mark) => mark > limit && used >= mark) + 1;
    const seen = (id: string, now: number) => `${id}:${period(now, repeat)}`;
    const due = (
      cluster: Watched,
      which: string,
      { at, now }: Moment,
      failed = failedOf(cluster, at, now, repeat),
    ): Due => {
      const { id } = cluster;
      const level = worst.of(seen(id, now), levelNow(highest(cluster, at)));
      const told = which === 'percent' ? `${limit}:${BANDS[level]}` : String(free);
      const about = which === 'percent' ? BANDS[level] : which;
      return {
        truth: `${seen(id, now)}:${about}:${failed}`,
        id: `${id}:${which}:${told}:${failed}:${period(now, repeat)}`,
      };
    };
    return {
      input: { limit_percent: limit, ...(free ? { limit_free_gib: free } : {}), repeat },
      live: world.live,
      answer(question) {
        const [, kind, id] = question.path.split('/');
        if (kind === 'sql') measured.note(question.at, id);
        return world.answer(question);
      },
      mustFail: ({ at }) => noneMeasured(clusters, at),
      due: ({ at, now }) =>
        clusters.flatMap((cluster) =>
          passed(cluster, at).map((which) => due(cluster, which, { at, now })),
        ),
      may: ({ at, now }) =>
        clusters.flatMap((cluster) =>
          passed(cluster, at).flatMap((which) =>
            failedIn(cluster, at, now, repeat).map((failed) =>
              due(cluster, which, { at, now }, failed),
            ),
          ),
        ),
      bears: bearsOperations,
      truthOf(item) {
        const about = item.limit_passed === 'percent' ? item.band : item.limit_passed;
        const now = Date.parse(String(item.measured_at));
        return `${seen(String(item.cluster_id), now)}:${about}:${item.failed_operation_id ?? 'none'}`;
      },
      polled({ at, now }) {
        for (const cluster of clusters) {
          if (!passed(cluster, at).includes('percent') || !measured.has(at, cluster.id)) continue;
          worst.keep(seen(cluster.id, now), levelNow(highest(cluster, at)));
        }
      },
      forget: worst.forget,
    };
  },
};

const METRICS: Readonly<Record<string, { shown: Shown; of(value: number): number }>> = {
  cpu_percent: { shown: 'cpu', of: (value) => value },
  heap_used_percent: { shown: 'heap', of: (value) => value },
  storage_used_percent: { shown: 'storage', of: (value) => value },
  load_per_core: { shown: 'load', of: (value) => value / 10 },
  shards: { shown: 'shards', of: (value) => value * 10 },
};

/** What is a band worse than the last limit, said once more in another way than the trigger does. */
function levels(metric: string, side: string, limits: readonly number[]): number[] {
  const percent = /percent$/.test(metric);
  if (side === 'below') {
    const last = Math.min(...limits);
    return [...limits, last / 2, last / 4, last / 8].sort((a, b) => b - a);
  }
  const last = Math.max(...limits);
  const marks = percent ? [85, 90, 95] : metric === 'shards' ? [850, 900, 950, 1000] : null;
  const more = marks ?? [last * 2, last * 4, last * 8];
  const least = Math.min(...limits);
  const all = new Set([...limits, ...more.filter((mark) => mark > least)]);
  return [...all].sort((a, b) => a - b);
}

export const clusterUsageOverLimit: Scenario = {
  kind: 'alert',
  order: ({ side, value }) => (side === 'above' ? -Number(value) : Number(value)),
  mayFail,
  world(random, start) {
    const isMany = isBig(random, 0.02);
    const metric = random.pick(Object.keys(METRICS));
    const { shown = 'cpu', of = Number } = METRICS[metric] ?? {};
    const world = usageWorld(random, start, {
      count: isMany ? random.whole(105, 130) : random.whole(1, 4),
      states: isMany ? ['ok'] : LIVELY,
      values: isMany ? [80] : [2, 5, 9, 10, 40, 79, 80, 85, 88, 90, 92, 95, 100],
      shown,
      lively: !isMany,
    });
    const { clusters } = world;
    const side = isMany ? 'above' : random.pick(['above', 'above', 'below']);
    const limits = random
      .pick(side === 'above' ? [[80], [50], [80, 92], [90, 40]] : [[10], [80], [40, 9]])
      .map(of);
    const all = levels(metric, side, limits);
    const repeat = isMany ? 'day' : random.pick(['day', 'hour']);
    const worst = worstSeen();
    const measured = answers();
    const levelAt = (cluster: Watched, at: number) => {
      if (stateOf(cluster, at) !== 'ok') return -1;
      // What a silent node has, nobody knows: it may be more.
      const isWhole = cluster.nodes.every(({ is }) =>
        shown === 'shards' ? is.at(at) !== 'gone' : tells(is.at(at)),
      );
      if (side === 'below' && !isWhole) return -1;
      const value = of(highestKnown(cluster, at, shown));
      return all.findLastIndex((level) => (side === 'above' ? value >= level : value <= level));
    };
    const seen = (id: string, now: number) => `${id}:${period(now, repeat)}`;
    const due = (cluster: Watched, { at, now }: Moment, remedies: string[]): Due[] => {
      const level = levelAt(cluster, at);
      if (level < 0) return [];
      const { id } = cluster;
      const reached = all[worst.of(seen(id, now), level)];
      return remedies.map((failed) => ({
        truth: `${seen(id, now)}:${reached}:${failed}`,
        id: `${id}:${metric}:${side}:${all[0]}:${reached}:${failed}:${period(now, repeat)}`,
      }));
    };
    return {
      input: { metric, side, limits: limits.join(', '), repeat },
      live: world.live,
      answer(question) {
        const [, kind, id] = question.path.split('/');
        if (kind === 'sql') measured.note(question.at, id);
        return world.answer(question);
      },
      mustFail: ({ at }) => noneMeasured(clusters, at),
      due: ({ at, now }) =>
        clusters.flatMap((cluster) =>
          due(cluster, { at, now }, [failedOf(cluster, at, now, repeat)]),
        ),
      may: ({ at, now }) =>
        clusters.flatMap((cluster) =>
          due(cluster, { at, now }, failedIn(cluster, at, now, repeat)),
        ),
      bears: bearsOperations,
      truthOf(item) {
        const now = Date.parse(String(item.measured_at));
        const known = seen(String(item.cluster_id), now);
        const level = all.indexOf(Number(item.limit_value));
        return `${known}:${all[worst.of(known, level)]}:${item.failed_operation_id ?? 'none'}`;
      },
      polled({ at, now }) {
        for (const cluster of clusters) {
          const level = levelAt(cluster, at);
          if (level < 0 || !measured.has(at, cluster.id)) continue;
          worst.keep(seen(cluster.id, now), level);
        }
      },
      forget: worst.forget,
    };
  },
};

/** Shards are counted for a silent node as well: another table of the database knows them. */
function highestKnown(cluster: Watched, at: number, shown: Shown): number {
  if (shown !== 'shards') return highest(cluster, at);
  const present = cluster.nodes.filter(({ is }) => is.at(at) !== 'gone');
  return Math.max(...present.map(({ value }) => value.at(at)));
}

export const clusterUsageUnavailable: Scenario = {
  kind: 'alert',
  mayFail,
  world(random, start) {
    const { clusters, live, answer } = usageWorld(random, start, {
      count: random.whole(1, 5),
      states: [
        'ok',
        'ok',
        'no_answer',
        'ip_allowlist',
        'not_allowed',
        'no_privilege',
        'host_refused',
        'intercepted',
        'no_grand_central',
        'old_version',
        'suspended',
        'changing',
      ],
      values: [50],
      shown: 'storage',
      lively: true,
    });
    const repeat = random.pick(['day', 'hour']);
    const reasonOf = (cluster: Watched, at: number) => {
      const state = stateOf(cluster, at);
      const isWhole = cluster.nodes.every(({ is }) => tells(is.at(at)));
      if (state === 'no_privilege') return 'not_allowed';
      return state === 'ok' && !isWhole ? 'silent_nodes' : state;
    };
    return {
      input: { repeat },
      live,
      answer,
      due: ({ at, now }) =>
        clusters.flatMap((cluster): Due[] => {
          const reason = reasonOf(cluster, at);
          if (['ok', 'suspended', 'changing', 'absent'].includes(reason)) return [];
          const key = `${cluster.id}:${reason}:${period(now, repeat)}`;
          return [{ truth: key, id: key }];
        }),
      truthOf: (item) =>
        `${item.cluster_id}:${item.reason}:${period(Date.parse(String(item.noticed_at)), repeat)}`,
    };
  },
};
