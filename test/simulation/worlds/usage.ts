import type { Random } from '../random.ts';
import {
  answers,
  type Due,
  HOUR,
  isBig,
  iso,
  many,
  OtherReply,
  period,
  type Question,
  type Scenario,
} from '../world.ts';
import { wanders } from './wandering.ts';

/** A fault on one cluster's own way is a reason, no failed poll. */
const mayFail = (path: string) => !path.startsWith('/sql/') && !path.endsWith('/jwt/');

type Watched = {
  id: string;
  used: { at(moment: number): number; live(to: number): void };
  is: { at(moment: number): string; live(to: number): void };
};

const GIB = 2 ** 30;

function clustersOf(
  random: Random,
  start: number,
  states: readonly string[],
  count: number,
  full: readonly number[],
) {
  const clusters = many(
    count,
    (): Watched => ({
      id: random.id(),
      used: wanders(random, start, full, 2 * HOUR),
      is: wanders(random, start, states, 3 * HOUR),
    }),
  );
  const live = (_from: number, to: number) => {
    for (const { used, is } of clusters) {
      used.live(to);
      is.live(to);
    }
  };
  function answer({ path, at, now, sqlUrl }: Question): unknown {
    if (path === '/clusters/') {
      return clusters.map(({ id, is }) => ({
        id,
        name: `cluster-${id}`,
        url: sqlUrl(id),
        crate_version: is.at(at) === 'old_version' ? '5.6.4' : '6.2.1',
        suspended: is.at(at) === 'suspended',
        ip_whitelist: is.at(at) === 'ip_allowlist' ? [{ cidr: '10.0.0.0/8' }] : [],
        health: { status: 'GREEN', running_operation: is.at(at) === 'changing' ? 'SCALE' : '' },
      }));
    }
    const [, kind, id] = path.split('/');
    const cluster = clusters.find((one) => one.id === id);
    if (!cluster) return undefined;
    const state = cluster.is.at(at);
    if (kind !== 'sql') {
      if (!path.endsWith('/jwt/')) return undefined;
      if (state === 'not_allowed')
        return new OtherReply({ status: 403, text: '{"success":false}' });
      return { token: `token-${id}`, expiry: iso(now + HOUR) };
    }
    if (state !== 'ok') return new OtherReply('cut');
    const used = cluster.used.at(at);
    const node = ['n0', 100 * GIB, used * GIB, (100 - used) * GIB, 1, 1, 2, 0.5, 2];
    return {
      cols: node.map(String),
      col_types: [4, 10, 10, 10, 9, 10, 10, 6, 9],
      rows: [node],
      rowcount: 1,
    };
  }
  return { clusters, live, answer };
}

const BANDS = [85, 90, 95];

export const storageRunningLow: Scenario = {
  kind: 'alert',
  mayFail,
  world(random, start) {
    const isMany = isBig(random, 0.02);
    const states = isMany ? ['ok'] : ['ok', 'ok', 'ok', 'no_answer', 'suspended'];
    const full = isMany ? [91] : [60, 79, 80, 83, 85, 86, 89, 90, 92, 95, 97];
    const { clusters, live, answer } = clustersOf(
      random,
      start,
      states,
      isMany ? random.whole(105, 130) : random.whole(1, 4),
      full,
    );
    const limit = random.pick([80, 80, 50, 90, 99]);
    const free = random.chance(0.3) ? random.whole(5, 30) : undefined;
    const repeat = isMany ? 'day' : random.pick(['day', 'hour']);
    const worst = new Map<string, number>();
    const measured = answers();
    const low = (at: number) =>
      clusters.filter(({ used, is }) => {
        const percent = used.at(at);
        return (
          is.at(at) === 'ok' && (percent >= limit || (free !== undefined && 100 - percent < free))
        );
      });
    const seen = (id: string, now: number) => `${id}:${period(now, repeat)}`;
    const bandNow = (percent: number) =>
      BANDS.findLast((band) => band > limit && percent >= band) ?? limit;
    const band = (id: string, percent: number, now: number) =>
      Math.max(bandNow(percent), worst.get(seen(id, now)) ?? 0);
    return {
      input: { limit_percent: limit, ...(free ? { limit_free_gib: free } : {}), repeat },
      live,
      answer(question) {
        const [, kind, id] = question.path.split('/');
        if (kind === 'sql') measured.note(question.at, id);
        return answer(question);
      },
      due: ({ at, now }) =>
        low(at).map(({ id, used }): Due => {
          const reached = band(id, used.at(at), now);
          return {
            truth: `${seen(id, now)}:${reached}`,
            id: `${id}:${limit}:${free ?? 'none'}:${reached}:${period(now, repeat)}`,
          };
        }),
      truthOf(item) {
        const id = String(item.cluster_id);
        const now = Date.parse(String(item.measured_at));
        return `${seen(id, now)}:${band(id, Number(item.storage_used_percent), now)}`;
      },
      polled({ at, now }) {
        for (const { id, used } of low(at)) {
          if (measured.has(at, id)) worst.set(seen(id, now), band(id, used.at(at), now));
        }
      },
      forget: () => worst.clear(),
    };
  },
};

const REASONS = [
  'ok',
  'ok',
  'no_answer',
  'ip_allowlist',
  'not_allowed',
  'old_version',
  'suspended',
  'changing',
];

export const clusterUsageUnavailable: Scenario = {
  kind: 'alert',
  mayFail,
  world(random, start) {
    const { clusters, live, answer } = clustersOf(random, start, REASONS, random.whole(1, 5), [50]);
    const repeat = random.pick(['day', 'hour']);
    return {
      input: { repeat },
      live,
      answer,
      due: ({ at, now }) =>
        clusters.flatMap(({ id, is }): Due[] => {
          const reason = is.at(at);
          if (['ok', 'suspended', 'changing'].includes(reason)) return [];
          const key = `${id}:${reason}:${period(now, repeat)}`;
          return [{ truth: key, id: key }];
        }),
      truthOf: (item) =>
        `${item.cluster_id}:${item.reason}:${period(Date.parse(String(item.measured_at)), repeat)}`,
    };
  },
};
