import type { Random } from '../random.ts';
import {
  DAY,
  type Due,
  dc,
  delay,
  HOUR,
  idIn,
  iso,
  MINUTE,
  many,
  period,
  type Scenario,
} from '../world.ts';
import { type Naps, naps } from './naps.ts';
import { wanders } from './wandering.ts';

type Way = { isHourly: boolean; lasts: number; sleep?: Naps };

/** Backups by the hour or the day, which stop now and then; of a cluster that sleeps there are none. */
function backups(random: Random, start: number, { isHourly, lasts, sleep }: Way) {
  const minute = random.whole(0, 59);
  const hour = random.whole(0, 23);
  const works = wanders(random, start - 10 * DAY, [true, true, false], lasts);
  const taken: { name: string; at: number; visible: number; tables: string[] }[] = [];
  let next =
    Math.floor((start - 10 * DAY) / DAY) * DAY + (isHourly ? 0 : hour * HOUR) + minute * MINUTE;
  const live = (_from: number, to: number) => {
    works.live(to);
    sleep?.live(to);
    for (; next <= to; next += isHourly ? HOUR : DAY) {
      if (!works.at(next) || sleep?.sleepsAt(next)) continue;
      const at = next + random.whole(1_000, 10 * MINUTE);
      const tables = ['doc.readings', ...(random.chance(0.5) ? ['doc.orders'] : [])];
      taken.push({ name: String(at), at, visible: at + delay(random), tables });
    }
  };
  live(start, start);
  const schedule = isHourly ? `${minute} * * * *` : `${minute} ${hour} * * *`;
  const step = isHourly ? HOUR : DAY;
  /** When the last one was due that is two hours late at that time. */
  const lastDue = (now: number) => {
    const first = (isHourly ? 0 : hour * HOUR) + minute * MINUTE;
    return Math.floor((now - 2 * HOUR - first) / step) * step + first;
  };
  const list = (query: URLSearchParams, at: number) => {
    const from = Date.parse(query.get('start') ?? '');
    return taken
      .filter((one) => one.visible <= at && (Number.isNaN(from) || one.at >= from))
      .toSorted((a, b) => b.at - a.at)
      .map((one) => ({
        repository: 'system',
        snapshot: one.name,
        created: iso(one.at),
        tables: one.tables,
      }));
  };
  return { schedule, step, taken, live, list, lastDue };
}

export const newBackup: Scenario = {
  kind: 'event',
  world(random, start) {
    const cluster = random.id();
    const { taken, live, list } = backups(random, start, {
      isHourly: random.chance(0.7),
      lasts: 3 * DAY,
    });
    const table = random.chance(0.3) ? 'doc.orders' : undefined;
    const id = ({ name }: { name: string }) => `${cluster}:system:${name}`;
    const isWanted = ({ tables }: { tables: string[] }) => !table || tables.includes(table);
    return {
      input: { cluster_id: cluster, ...(table ? { table } : {}) },
      live,
      answer({ path, query, at }) {
        if (path.endsWith('/snapshots/')) return list(query, at);
        const one = { id: cluster, name: 'prod' };
        if (path === `/clusters/${cluster}/`) return one;
        return path === '/clusters/' ? [one] : undefined;
      },
      due: ({ at, now }) =>
        taken
          .filter(isWanted)
          // The API's filter knows whole seconds.
          .filter((one) => one.visible <= at && one.at >= now - 7 * DAY)
          .toSorted((a, b) => b.at - a.at)
          .map((one) => ({ truth: one.name, id: id(one) })),
      truthOf: (item) => String(item.backup_name),
      mustHaveTold: (since, { at }) =>
        taken
          .filter(isWanted)
          .filter((one) => one.at > since && one.visible <= at)
          .map(({ name }) => name),
    };
  },
};

export const backupOverdue: Scenario = {
  kind: 'alert',
  order: ({ hours_without }) => -Number(hours_without),
  world(random, start) {
    const hours = random.chance(0.4) ? random.whole(1, 30) : undefined;
    const repeat = random.pick(['day', 'hour']);
    const clusters = many(random.whole(1, 4), () => {
      const sleep = naps(random, start - 10 * DAY);
      return {
        id: random.id(),
        created: start - random.between(0, 20 * DAY),
        sleep,
        ...backups(random, start, { isHourly: random.chance(0.7), lasts: 12 * HOUR, sleep }),
      };
    });
    /** Resumed since it was due, which excuses; not again and again, where two due times were missed. */
    const isExcused = (one: (typeof clusters)[number], at: number, due: number) => {
      const last = Math.max(
        0,
        ...one.taken.filter(({ visible }) => visible <= at).map((it) => it.at),
      );
      const since = last || one.created;
      const resumed = one.sleep.resumed(since, at);
      if (!resumed.some((time) => time > due - 5 * MINUTE)) return false;
      return !(resumed.length > 1 && since < due - one.step - 5 * MINUTE);
    };
    return {
      input: { ...(hours ? { limit_hours: hours } : {}), repeat },
      live(from, to) {
        for (const one of clusters) one.live(from, to);
      },
      // One cluster whose backups or operations cannot be read hides none of the others.
      bears: (truth, path) =>
        /\/(snapshots|operations)\/$/.test(path) && truth.startsWith(`${idIn(path)}:`),
      answer({ path, query, at }) {
        if (path === '/clusters/') {
          return clusters.map((one) => ({
            id: one.id,
            name: `cluster-${one.id}`,
            suspended: one.sleep.sleepsAt(at),
            backup_schedule: one.schedule,
            dc: dc(one.created),
          }));
        }
        const cluster = clusters.find(({ id }) => id === idIn(path));
        if (path.endsWith('/operations/')) {
          const operations = cluster?.sleep.operations(at) ?? [];
          return { operations: operations.slice(0, Number(query.get('limit') ?? 1_000)) };
        }
        return cluster && path.endsWith('/snapshots/') ? cluster.list(query, at) : undefined;
      },
      due: ({ at, now }) =>
        clusters.flatMap((one): Due[] => {
          const due = hours ? now - hours * HOUR : one.lastDue(now);
          // A backup may be some minutes early by another clock.
          const isThere = one.taken.some(
            (taken) =>
              taken.visible <= at && taken.at >= Math.floor((due - 5 * MINUTE) / 1_000) * 1_000,
          );
          if (isThere || one.sleep.sleepsAt(at)) return [];
          // Hours are counted from any beginning; a schedule needs the cluster to be there in time.
          if (one.created > (hours ? due : due - 5 * MINUTE)) return [];
          if (!hours && isExcused(one, at, due)) return [];
          const id = `${one.id}:${period(now, repeat)}`;
          return [{ truth: id, id }];
        }),
      truthOf: (item) =>
        `${item.cluster_id}:${period(Date.parse(String(item.noticed_at)), repeat)}`,
    };
  },
};
