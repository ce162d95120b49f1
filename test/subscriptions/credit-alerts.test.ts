import type { Credit } from '../../src/clients/cloud/credits.ts';
import type { Organization } from '../../src/clients/cloud/organizations.ts';
import { type CreditLimits, creditAlerts } from '../../src/subscriptions/credit-alerts.ts';

const organization: Organization = {
  id: 'org',
  name: 'Alpine',
  email: null,
  notifications_enabled: null,
  project_count: null,
  role_fqn: 'org_admin',
  dc: { created: null, modified: null },
};
const now = new Date('2026-03-02T09:00:00Z');

function credit(id: string, remaining: number | null, days: number | null, original = 10_000) {
  const end = days === null ? null : new Date(now.getTime() + days * 86_400_000).toISOString();
  return {
    id,
    original_amount: original,
    remaining_amount: remaining,
    start_date: null,
    expiration_date: end,
    comment: id,
    status: 'ACTIVE',
  } satisfies Credit;
}

function alerts(credits: Credit[], limits: Partial<CreditLimits>, at = now) {
  const all: CreditLimits = {
    limit_amount: undefined,
    limit_percent: undefined,
    limit_days: undefined,
    repeat: 'day',
    ...limits,
  };
  return creditAlerts(organization, credits, at, all, false);
}

describe('low', () => {
  test('credits count together, in dollars', () => {
    const credits = [credit('a', 2_000, 90), credit('b', 1_500, null)];
    expect(alerts(credits, { limit_amount: 35 })).toEqual([]);
    expect(alerts(credits, { limit_amount: 35.01 })).toMatchObject([
      { reason: 'low', remaining: 35, original: 200, remaining_percent: 17.5, credits_count: 2 },
    ]);
    expect(alerts(credits, { limit_percent: 20 })).toMatchObject([{ reason: 'low' }]);
    expect(alerts(credits, { limit_percent: 17 })).toEqual([]);
  });

  test('used up is worse, and told at once', () => {
    const [low] = alerts([credit('a', 10, 90)], { limit_amount: 5 });
    const [gone] = alerts([credit('a', 0, 90)], { limit_amount: 5 });
    expect(gone).toMatchObject({ reason: 'used_up', remaining: 0 });
    expect(gone?.id).not.toBe(low?.id);
    expect(gone?.alert_key).toBe(low?.alert_key);
  });

  test('each limit is an alert of its own: the second one to be passed is told as well', () => {
    const both = { limit_amount: 60, limit_percent: 20 };
    const [first, ...none] = alerts([credit('a', 5_500, 90, 10_000)], both);
    expect(first).toMatchObject({ reason: 'low', limit_value: 60, limit_unit: 'dollars' });
    expect(none).toEqual([]);
    const later = alerts([credit('a', 1_900, 90, 10_000)], both);
    expect(later).toMatchObject([
      { id: first?.id, remaining_percent: 19 },
      { reason: 'low', limit_value: 20, limit_unit: 'percent' },
    ]);
    expect(later[1]?.id).not.toBe(first?.id);
    // An incident tool merges them: it is one thing that runs low.
    expect(later[1]?.alert_key).toBe(first?.alert_key);
    expect(alerts([credit('a', 0, 90)], both)).toMatchObject([{ reason: 'used_up' }]);
  });

  test('no credit at all is none that could run low', () => {
    expect(alerts([], { limit_amount: 5, limit_percent: 50 })).toEqual([]);
  });

  test('a credit whose rest is not told is no alarm', () => {
    expect(alerts([credit('a', null, 90)], { limit_amount: 5 })).toEqual([]);
  });
});

describe('ending', () => {
  test('each credit that has something left', () => {
    const credits = [
      credit('soon', 100, 12),
      credit('empty', 0, 12),
      credit('later', 100, 30),
      credit('never', 100, null),
      credit('over', 100, -1),
    ];
    expect(alerts(credits, { limit_days: 14 })).toMatchObject([
      { reason: 'ending', credit_id: 'soon', days_left: 12, remaining: 1 },
    ]);
  });
});

describe('the identity', () => {
  const credits = [credit('a', 10, 5)];
  const ids = (at: string, repeat: 'day' | 'month') =>
    alerts(credits, { limit_amount: 5, limit_days: 14, repeat }, new Date(at)).map(({ id }) => id);

  test('is the same within the period and new in the next', () => {
    expect(ids('2026-03-02T23:59:59Z', 'day')).toEqual(ids('2026-03-02T00:00:00Z', 'day'));
    expect(ids('2026-03-03T00:00:00Z', 'day')).not.toEqual(ids('2026-03-02T23:59:59Z', 'day'));
    expect(ids('2026-03-05T00:00:00Z', 'month')).toEqual(ids('2026-03-02T00:00:00Z', 'month'));
    expect(new Set(ids('2026-03-02T00:00:00Z', 'day')).size).toBe(2);
  });
});
