import type { Invoice } from '../../src/clients/cloud/invoices.ts';
import { meaningOf } from '../../src/monitoring/report/people.ts';
import { asSlack } from '../../src/monitoring/report/render.ts';
import {
  lastMonthOf,
  type OrganizationSpending,
  spendingLack,
  togetherOf,
} from '../../src/monitoring/report/spending.ts';

describe('what an audit event says of people', () => {
  test.each([
    ['organization.add_user', 'added'],
    ['project.add_user', 'added'],
    ['organization.accept_invitation', 'added'],
    ['user.create', 'added'],
    ['OrganizationUserAdded', 'added'],
    ['members/joined', 'added'],
    ['organization.invite_user', 'invited'],
    ['invitation.create', 'invited'],
    ['organization.remove_user', 'removed'],
    ['user.delete', 'removed'],
    ['project.users.removed', 'removed'],
    ['organization.user_left', 'removed'],
    ['organization.cancel_invitation', null],
    ['invitation.delete', null],
    ['organization.edit_user', null],
    ['user.request_email_change', null],
    ['product.login_to_cluster', null],
    ['organization.create', null],
    ['product.create_cluster', null],
    ['superuser_adder.tick', null],
    ['', null],
    ['organization.merge_users', 'unknown'],
  ])('%s: %s', (action, meaning) => {
    expect(meaningOf(action)).toBe(meaning);
  });
});

const invoice = (month: string, subtotal: number | null, more: Partial<Invoice> = {}): Invoice => ({
  currency: 'usd',
  period_start: `${month}-01T00:00:00.000Z`,
  period_end: new Date(
    Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1),
  ).toISOString(),
  subtotal,
  total: subtotal,
  ...more,
});

describe('last month by invoices', () => {
  const now = new Date('2026-03-02T09:00:00Z');

  test('those of the month before are added up, in whatever order they come', () => {
    const invoices = [
      invoice('2026-01', 99_900),
      invoice('2026-02', 40_050),
      invoice('2026-02', 1_000),
    ];
    expect(lastMonthOf(invoices, now)).toEqual({
      amount: 410.5,
      from: '2026-02-01T00:00:00.000Z',
      to: '2026-03-01T00:00:00.000Z',
    });
  });

  test('a billing month that begins on another day counts where most of it lies', () => {
    const period = {
      period_start: '2026-01-20T00:00:00.000Z',
      period_end: '2026-02-20T00:00:00.000Z',
    };
    expect(lastMonthOf([invoice('2026-02', 5_000, period)], now)).toMatchObject({ amount: 50 });
  });

  test.each([
    ['none of them', [invoice('2026-01', 100)]],
    ['a month that is not over', [invoice('2026-02', 1, { period_end: '2026-03-05T00:00:00Z' })]],
    ['another currency', [invoice('2026-02', 100, { currency: 'eur' })]],
    ['no currency', [invoice('2026-02', 100, { currency: null })]],
    ['no amount', [invoice('2026-02', 100), invoice('2026-02', null)]],
    ['no period', [invoice('2026-02', 100, { period_start: null })]],
  ])('%s: nothing is said', (_what, invoices) => {
    expect(lastMonthOf(invoices, now)).toBeNull();
  });
});

describe('spending of several organizations', () => {
  const spent = (more: Partial<OrganizationSpending> = {}): OrganizationSpending => ({
    soFar: 40,
    expected: 600,
    isThisMonths: true,
    lastMonth: { amount: 500, from: '2026-02-01', to: '2026-03-01' },
    otherBills: [],
    ...more,
  });

  test('all together, with what is expected against last month', () => {
    const free = spent({ soFar: 0, expected: 0, lastMonth: null });
    expect(togetherOf([spent(), spent({ expected: 500 }), free], 3)).toEqual({
      soFar: 80,
      expected: 1_100,
      lastMonth: { amount: 1_000, from: '2026-02-01', to: '2026-03-01' },
      changePercent: 10,
    });
  });

  test('a hole in a sum makes no comparison', () => {
    const billedElsewhere = spent({ lastMonth: null, otherBills: ['AWS Marketplace'] });
    expect(spendingLack(billedElsewhere)).toBe(
      'last month’s spending, as AWS Marketplace has no invoices here,',
    );
    expect(togetherOf([spent(), billedElsewhere], 2)).toMatchObject({
      soFar: 80,
      lastMonth: null,
      changePercent: null,
    });
    expect(togetherOf([spent()], 2)).toMatchObject({ soFar: 40, changePercent: null });
    expect(togetherOf([spent({ expected: null })], 1)).toMatchObject({ changePercent: null });
  });

  test('nothing is compared with a month that cost nothing', () => {
    const free = { amount: 0, from: '2026-02-01', to: '2026-03-01' };
    expect(togetherOf([spent({ lastMonth: free })], 1)).toMatchObject({
      lastMonth: free,
      changePercent: null,
    });
  });

  test('figures that may still be those of last month are not taken', () => {
    const early = spent({ isThisMonths: false });
    expect(togetherOf([early], 1)).toBeNull();
    expect(spendingLack(early)).toContain('may still be that of last month');
  });
});

test('a report on a hundred clusters fits into a message of Slack', () => {
  const message = asSlack({
    title: 'Weekly Report',
    period: '2026-02-23 09:00 to 2026-03-02 09:00 (UTC)',
    verdict: '1 of 100 clusters need a look: fleet-0.',
    lines: Array.from({ length: 100 }, (_, index) => ({
      name: `fleet-${index} ${'&'.repeat(index === 1 ? 500 : 1)}`,
      status: 'GREEN',
      percent: 90 - index / 2,
      details: ['8.64 GiB free', 'CPU 12 %'],
      isBad: index === 0,
    })),
    facts: [{ label: 'Users added', value: 'grace@example.com, '.repeat(40) }],
    leftOut: Array.from({ length: 60 }, (_, index) => `spending of Organization ${index}`),
  });
  expect(message.length).toBeLessThan(3_000);
  expect(message).toContain(':warning:');
  expect(message).toMatch(/… and \d\d more of 100 clusters/);
  expect(message).toMatch(/• \d\d more in the other forms of this report$/);
  expect(message).toContain('Left out: spending of Organization 0');
  expect(message.split('\n').every((line) => line.trim() !== '')).toBe(true);
});
