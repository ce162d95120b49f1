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

  test('is told whole', () => {
    const credits = [credit('a', 2_000, 90), credit('b', 1_500, 30.04), credit('c', 0, null)];
    expect(alerts(credits, { limit_percent: 20 })).toEqual([
      {
        id: 'org:low:percent:20:2026-03-02',
        alert_key: 'credit_running_low:org',
        summary: 'The credit of Alpine runs low: 35 dollars (11.7 %) left.',
        severity: 'warning',
        reason: 'low',
        limit_unit: 'percent',
        limit_value: 20,
        organization_id: 'org',
        organization_name: 'Alpine',
        console_url: expect.stringContaining('https://'),
        remaining: 35,
        original: 300,
        remaining_percent: 11.7,
        credits_count: 3,
        credit_id: null,
        comment: null,
        ends_at: '2026-04-01T09:57:36.000Z',
        days_left: 30,
        measured_at: '2026-03-02T09:00:00.000Z',
      },
    ]);
  });

  test('used up, and low against what was given at first unknown, in a sentence', () => {
    expect(alerts([credit('a', 0, 90)], { limit_percent: 5 })).toMatchObject([
      {
        id: 'org:used_up:2026-03-02',
        summary: 'The credit of Alpine is used up.',
        severity: 'error',
        limit_unit: null,
        limit_value: null,
      },
    ]);
    expect(alerts([credit('a', -1, 90)], { limit_amount: 5 })).toMatchObject([
      { reason: 'used_up' },
    ]);
    const free = [credit('a', 400, 90, 0)];
    expect(alerts(free, { limit_amount: 5, limit_percent: 5 })).toMatchObject([
      { summary: 'The credit of Alpine runs low: 4 dollars left.', limit_unit: 'dollars' },
    ]);
  });

  test('a share that is just the limit is not below it, and no limit is none', () => {
    expect(alerts([credit('a', 2_000, 90)], { limit_percent: 20 })).toEqual([]);
    expect(alerts([credit('a', 1, 90)], {})).toEqual([]);
  });

  test('one that is listed twice or has ended counts not at all beside the others', () => {
    const credits = [credit('a', 100, 90), credit('a', 100, 90), credit('over', 100, 0)];
    expect(alerts(credits, { limit_amount: 5 })).toMatchObject([
      { remaining: 1, credits_count: 1 },
    ]);
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

  test('up to the last moment of the days, and told whole', () => {
    const inTime = credit('voucher', 123_456, 14);
    const later = credit('later', 100, 14.001);
    expect(alerts([inTime, later], { limit_days: 14 })).toMatchObject([
      {
        id: 'voucher:ending:14:2026-03-02',
        alert_key: 'credit_running_low:voucher',
        summary: 'The credit voucher of Alpine ends in 14 days with 1,234.56 dollars left.',
        severity: 'info',
        limit_unit: 'days',
        limit_value: 14,
        credits_count: 1,
        comment: 'voucher',
        ends_at: '2026-03-16T09:00:00.000Z',
      },
    ]);
  });

  test('without a name or a rest that is known, and soon where no end is known', () => {
    const unnamed = { ...credit('a', null, 1), comment: null };
    expect(alerts([unnamed], { limit_days: 14 })).toMatchObject([
      { summary: 'A credit of Alpine ends in 1 day with an unknown amount left.' },
    ]);
    const limits = { limit_amount: undefined, limit_percent: undefined, limit_days: undefined };
    const sample = [credit('a', 0, null)];
    const all = { ...limits, repeat: 'day' } as const;
    expect(creditAlerts(organization, sample, now, all, true)).toMatchObject([
      { summary: 'The credit a of Alpine ends soon with 0 dollars left.', days_left: null },
    ]);
  });

  test('comes behind what is low', () => {
    const limits = { limit_amount: 5, limit_days: 14 };
    const reasons = alerts([credit('a', 10, 5)], limits).map(({ reason }) => reason);
    expect(reasons).toEqual(['low', 'ending']);
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
