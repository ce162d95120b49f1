import type { Random } from '../random.ts';
import {
  DAY,
  type Due,
  dc,
  delay,
  HOUR,
  idIn,
  isBig,
  MINUTE,
  many,
  period,
  type Scenario,
} from '../world.ts';

/** One operation of a cluster after another. `inList` and `inLog`: how late either view learns of it. */
type Operation = {
  id: string;
  cluster: string;
  type: string;
  status: string;
  created: number;
  ended: number;
  inList: number;
  inLog: number;
};

const TYPES = ['SCALE', 'UPGRADE', 'SUSPEND', 'ALLOWED_CIDR_UPDATE', 'EXPAND_STORAGE'];

function operations(
  random: Random,
  start: number,
  {
    clusters,
    pause,
    lasts,
    isLate,
  }: { clusters: number; pause: number; lasts: number; isLate: boolean },
) {
  const ids = many(clusters, () => random.id());
  const all: Operation[] = [];
  const next = new Map(ids.map((id) => [id, start - random.between(0, 9 * DAY)]));
  const live = (_from: number, to: number) => {
    for (const cluster of ids) {
      for (let created = next.get(cluster) ?? to; created <= to; ) {
        const ended = created + random.between(MINUTE, 2 * lasts);
        const late = delay(random);
        all.push({
          id: random.id(),
          cluster,
          type: random.pick(TYPES),
          status: random.chance(0.8) ? 'SUCCEEDED' : 'FAILED',
          created,
          ended,
          inList: isLate ? delay(random) : late,
          inLog: late,
        });
        created = ended + random.between(MINUTE, 2 * pause);
        next.set(cluster, created);
      }
    }
  };
  live(start, start);
  const view = (one: Operation, at: number, late: number) => {
    const hasEnded = one.ended + late <= at;
    return {
      id: one.id,
      type: one.type,
      status: hasEnded ? one.status : 'IN_PROGRESS',
      dc: dc(one.created, hasEnded ? one.ended : Math.min(at, one.created + MINUTE)),
    };
  };
  const lastOf = (cluster: string, at: number) =>
    all.findLast((one) => one.cluster === cluster && one.created + one.inList <= at);
  return {
    all,
    live,
    lastOf,
    answer(path: string, query: URLSearchParams, at: number): unknown {
      if (path === '/clusters/') {
        return ids.map((id) => {
          const last = lastOf(id, at);
          const operation = last ? view(last, at, last.inList) : null;
          return { id, name: `cluster-${id}`, last_async_operation: operation, health: {} };
        });
      }
      if (!path.endsWith('/operations/')) return undefined;
      const id = idIn(path);
      const from = Date.parse(query.get('start') ?? '');
      const found = all
        .filter(({ cluster, created, inLog }) => cluster === id && created + inLog <= at)
        .filter(({ created }) => Number.isNaN(from) || created >= from)
        .toSorted((a, b) => b.created - a.created)
        .slice(0, Number(query.get('limit') ?? 1_000));
      return { operations: found.map((one) => view(one, at, one.inLog)) };
    },
  };
}

export const clusterOperationFinished: Scenario = {
  kind: 'event',
  world(random, start) {
    const isMany = isBig(random, 0.03);
    const log = operations(random, start, {
      clusters: isMany ? random.whole(15, 40) : random.whole(1, 4),
      pause: isMany ? DAY : 10 * HOUR,
      lasts: 20 * MINUTE,
      isLate: !isMany,
    });
    const types = random.chance(0.3) ? TYPES.slice(0, 2) : [];
    const outcome = random.pick(['any', 'any', 'failed']);
    const isWanted = (one: Operation) =>
      (types.length === 0 || types.includes(one.type)) &&
      (outcome === 'any' || one.status === 'FAILED');
    const key = (one: Operation) => `${one.id}:${one.status}`;
    return {
      input: { operation_types: types, outcome },
      live: log.live,
      answer: ({ path, query, at }) => log.answer(path, query, at),
      due: ({ at, now }) => {
        const since = now - 7 * DAY;
        return log.all
          .filter(isWanted)
          .filter((one) => one.ended + one.inLog <= at && one.ended >= since)
          .filter(({ cluster }) => {
            const last = log.lastOf(cluster, at);
            return last && (last.ended + last.inList > at || last.ended >= since);
          })
          .sort((a, b) => b.ended - a.ended)
          .map((one) => ({ truth: key(one), id: key(one) }));
      },
      truthOf: (item) => `${item.operation_id}:${item.operation_status}`,
      bears: (truth, path) =>
        path.endsWith('/operations/') &&
        log.all.some((one) => key(one) === truth && one.cluster === idIn(path)),
      mustHaveTold: (since, { at }) =>
        isMany
          ? []
          : log.all
              .filter(isWanted)
              .filter(
                (one) => one.ended > since && one.ended + Math.max(one.inLog, one.inList) <= at,
              )
              .map(key),
    };
  },
};

/** With the one node that a cluster without a number counts as. */
const LONG: Readonly<Record<string, number>> = { EXPAND_STORAGE: 60, SCALE: 40, UPGRADE: 15 };

export const clusterOperationRunningLong: Scenario = {
  kind: 'alert',
  order: ({ running_minutes, limit_minutes }) => Number(limit_minutes) - Number(running_minutes),
  world(random, start) {
    const isMany = isBig(random);
    const log = operations(random, start, {
      clusters: isMany ? random.whole(120, 150) : random.whole(1, 6),
      pause: isMany ? MINUTE : 2 * HOUR,
      lasts: isMany ? 9 * DAY : HOUR,
      isLate: false,
    });
    const minutes = random.chance(0.3) ? random.whole(10, 90) : undefined;
    const types = random.chance(0.3) ? TYPES.slice(0, 2) : [];
    const repeat = isMany ? 'day' : random.pick(['day', 'hour']);
    return {
      input: { ...(minutes ? { limit_minutes: minutes } : {}), operation_types: types, repeat },
      live: log.live,
      answer: ({ path, query, at }) => log.answer(path, query, at),
      due: ({ at, now }) =>
        [...new Set(log.all.map(({ cluster }) => cluster))].flatMap((cluster): Due[] => {
          const last = log.lastOf(cluster, at);
          if (!last || last.ended + last.inList <= at) return [];
          const limit = minutes ?? LONG[last.type] ?? 15;
          const isWanted = types.length === 0 || types.includes(last.type);
          const id = `${last.id}:${period(now, repeat)}`;
          return isWanted && now - last.created > limit * MINUTE ? [{ truth: id, id }] : [];
        }),
      truthOf: (item) =>
        `${item.operation_id}:${period(Date.parse(String(item.noticed_at)), repeat)}`,
    };
  },
};
