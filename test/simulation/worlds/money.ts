import {
  answers,
  DAY,
  type Due,
  HOUR,
  idIn,
  iso,
  MINUTE,
  many,
  period,
  places,
  type Scenario,
} from '../world.ts';
import { wanders } from './wandering.ts';

/**
 * The figures grow from the first of the month on, and may lag; when a month turns, those of the month
 * before may be served for hours.
 */
export const spendingOverLimit: Scenario = {
  kind: 'alert',
  order: ({ measured_amount }) => -Number(measured_amount),
  world(random) {
    const { organizations, answer } = places(random, random.whole(1, 3));
    const limit = random.whole(50, 900);
    const percents = random.pick([[100], [50, 80, 100], [100, 80]]);
    const measure = random.pick(['cost', 'cost', 'estimate']);
    const rates = new Map(organizations.map(({ id }) => [id, random.between(0.1, 2)]));
    const lag = random.between(0, 30 * MINUTE);
    const stale = random.pick([lag, lag, 5 * HOUR]);
    const monthOf = (at: number) => {
      const date = new Date(at);
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
      return { start: Date.UTC(year, month, 1), end: Date.UTC(year, month + 1, 1) };
    };
    const cents = (dollars: number) => Math.round(dollars * 100) / 100;
    const isStale = (at: number) => monthOf(at - stale).start !== monthOf(at).start;
    const costOf = (id: string, at: number) => {
      const until = isStale(at) ? monthOf(at).start - 1 : at - lag;
      return cents(((rates.get(id) ?? 0) * (until - monthOf(until).start)) / HOUR);
    };
    return {
      input: {
        limit_amount: limit,
        ...(percents.length > 1 ? { limit_percents: percents } : {}),
        measure,
      },
      live: () => {},
      answer({ path, at }) {
        if (path === '/products/' || path.endsWith('/clusters/')) return [];
        if (!path.endsWith('/consumption/current-month/')) return answer(path);
        const id = idIn(path);
        const line = (cost: number) => ({ cost, credits: 0, total: cost });
        return {
          compute_consumption_this_month: [
            { product_name: 'cr1', consumption: line(costOf(id, at)) },
          ],
          storage_consumption_this_month: line(0),
          current_cost: { hourly: { usd: rates.get(id) }, monthly: {} },
        };
      },
      due: ({ at, now }) =>
        organizations.flatMap(({ id }): Due[] => {
          const { start, end } = monthOf(now);
          const hoursLeft = (end - now) / HOUR;
          const cost = costOf(id, at);
          const amount = measure === 'cost' ? cost : cost + (rates.get(id) ?? 0) * hoursLeft;
          // By a clock that is behind, the month whose figures still stand there is not over.
          const isOfBefore = isStale(at) && monthOf(at).start === start;
          if (now - start < HOUR || isOfBefore) return [];
          const month = period(now, 'month');
          return percents
            .filter((percent) => amount >= (limit * percent) / 100)
            .map((percent) => ({
              truth: `${id}:${month}:${percent}`,
              id: `${id}:${month}:${limit}:${percent}:${measure}`,
            }));
        }),
      truthOf: (item) => `${item.organization_id}:${item.month}:${item.limit_percent}`,
      bears: (truth, path) => truth.startsWith(idIn(path)),
    };
  },
};

type Credit = {
  id: string;
  owner: string;
  original: number;
  ends: number;
  left: { at(m: number): number; live(to: number): void };
};

export const creditRunningLow: Scenario = {
  kind: 'alert',
  order: ({ reason, days_left }) =>
    1_000 * ['used_up', 'low', 'ending'].indexOf(String(reason)) + Number(days_left ?? 999),
  world(random, start) {
    const { organizations, answer } = places(random, random.whole(1, 2));
    const repeat = random.pick(['day', 'month']);
    const amount = random.chance(0.7) ? random.whole(5, 60) : undefined;
    const percent = random.chance(0.4) ? random.whole(5, 50) : undefined;
    const days = random.chance(0.5) || !(amount || percent) ? random.whole(1, 5) : undefined;
    const credits = organizations.flatMap(({ id: owner }) =>
      many(random.whole(0, 3), (): Credit => {
        const original = random.whole(20, 100) * 100;
        const falls = (before?: number) =>
          Math.max(0, (before ?? original) - random.whole(0, 3_000));
        const ends = start + random.between(-DAY, 8 * DAY);
        return {
          id: random.id(),
          owner,
          original,
          ends,
          left: wanders(random, start, falls, 5 * HOUR),
        };
      }),
    );
    return {
      input: {
        ...(amount ? { limit_amount: amount } : {}),
        ...(percent ? { limit_percent: percent } : {}),
        ...(days ? { limit_days: days } : {}),
        repeat,
      },
      live: (_from, to) => {
        for (const { left } of credits) left.live(to);
      },
      answer: ({ path, at }) =>
        path.endsWith('/credits/')
          ? credits
              // The service may take a while to notice that one has ended.
              .filter(({ owner, ends }) => owner === idIn(path) && ends + 30 * MINUTE > at)
              .map(({ id, original, left, ends }) => ({
                id,
                original_amount: original,
                remaining_amount: left.at(at),
                expiration_date: iso(ends),
                status: 'ACTIVE',
              }))
          : answer(path),
      due: ({ at, now }) =>
        organizations.flatMap(({ id: owner }): Due[] => {
          const active = credits.filter(
            (one) =>
              one.owner === owner && Math.floor(one.ends) > now && one.ends + 30 * MINUTE > at,
          );
          const left = active.reduce((sum, one) => sum + one.left.at(at), 0);
          const whole = active.reduce((sum, one) => sum + one.original, 0);
          const last = period(now, repeat);
          const due = (reason: string, ...limit: (string | number)[]): Due => ({
            truth: [owner, reason, ...limit, last].join(':'),
            id: [owner, reason, ...limit, last].join(':'),
          });
          const isUnder = amount !== undefined && left < amount * 100;
          const isUnderShare =
            percent !== undefined && Math.round((left / whole) * 1_000) / 10 < percent;
          const isWatched = active.length > 0 && (amount !== undefined || percent !== undefined);
          const isLow = isWatched && left > 0;
          const low = [
            ...(isWatched && left === 0 ? [due('used_up')] : []),
            ...(isLow && isUnder ? [due('low', 'dollars', amount)] : []),
            ...(isLow && isUnderShare ? [due('low', 'percent', percent)] : []),
          ];
          const ending = active
            .filter(
              (one) => days !== undefined && one.ends - now <= days * DAY && one.left.at(at) > 0,
            )
            .map(({ id }) => ({
              truth: `${id}:ending:${last}`,
              id: `${id}:ending:${days}:${last}`,
            }));
          return [...low, ...ending];
        }),
      bears: (truth, path) =>
        truth.startsWith(idIn(path)) ||
        credits.some(({ id, owner }) => truth.startsWith(id) && owner === idIn(path)),
      truthOf: (item) => {
        const last = period(Date.parse(String(item.measured_at)), repeat);
        if (item.credit_id !== null) return `${item.credit_id}:ending:${last}`;
        const { limit_unit: unit, limit_value: limit } = item;
        const parts = unit === null ? [] : [unit, limit];
        return [item.organization_id, item.reason, ...parts, last].join(':');
      },
    };
  },
};

export const quotaNearlyUsed: Scenario = {
  kind: 'alert',
  order: ({ used_percent }) => -Number(used_percent),
  world(random, start) {
    const { organizations, answer } = places(random, random.whole(1, 2));
    const repeat = random.pick(['day', 'month']);
    const limit = random.pick([80, 80, 50, 100]);
    const codes = random.chance(0.3) ? ['FILES'] : [];
    const quotas = organizations.flatMap(({ id: owner }) =>
      ['FILES', 'CLUSTERS', 'NODES'].map((code) => ({
        owner,
        code,
        quota: random.whole(0, 12),
        used: wanders(random, start, () => random.whole(0, 13), 3 * HOUR),
      })),
    );
    const worst = new Map<string, number>();
    const read = answers();
    const over = (at: number) =>
      quotas.filter(
        ({ code, quota, used }) =>
          quota > 0 &&
          (codes.length === 0 || codes.includes(code)) &&
          Math.round((used.at(at) / quota) * 1_000) / 10 >= limit,
      );
    const seen = (one: (typeof quotas)[number], now: number) =>
      `${one.owner}:${one.code}:${period(now, repeat)}`;
    const level = (one: (typeof quotas)[number], { at, now }: { at: number; now: number }) =>
      Math.max(one.used.at(at) >= one.quota ? 100 : limit, worst.get(seen(one, now)) ?? 0);
    return {
      input: { limit_percent: limit, quota_codes: codes, repeat },
      live: (_from, to) => {
        for (const { used } of quotas) used.live(to);
      },
      answer({ path, at }) {
        if (!path.endsWith('/quotas/')) return answer(path);
        read.note(at, idIn(path));
        return quotas
          .filter(({ owner }) => owner === idIn(path))
          .map(({ code, quota, used }) => ({ code, quota, current_value: used.at(at) }));
      },
      due: (moment) =>
        over(moment.at).map((one) => {
          const is = level(one, moment);
          const last = period(moment.now, repeat);
          return {
            truth: `${one.owner}:${one.code}:${last}:${is}`,
            id: `${one.owner}:${one.code}:${limit}:${is}:${last}`,
          };
        }),
      truthOf(item) {
        const now = Date.parse(String(item.measured_at));
        const before =
          worst.get(`${item.organization_id}:${item.quota_code}:${period(now, repeat)}`) ?? 0;
        const is = Math.max(Number(item.used) >= Number(item.quota) ? 100 : limit, before);
        return `${item.organization_id}:${item.quota_code}:${period(now, repeat)}:${is}`;
      },
      polled(moment) {
        for (const one of over(moment.at)) {
          if (read.has(moment.at, one.owner)) worst.set(seen(one, moment.now), level(one, moment));
        }
      },
      bears: (truth, path) => truth.startsWith(idIn(path)),
      forget: () => worst.clear(),
    };
  },
};
