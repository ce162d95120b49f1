import { ok, param, query, type Route, route } from '../server/call.ts';
import { badRequest, forbidden, notFound } from '../server/errors.ts';
import type { Subscription } from '../state/types.ts';
import { isOrgAdmin } from '../world/access.ts';
import { monthlyCost } from '../world/consumption.ts';
import type { World } from '../world/world.ts';

/**
 * Of Stripe subscriptions. API: the amounts are integers with a currency, and neither their unit nor the
 * order is documented; here cents, the newest first, as Stripe gives them.
 */
export const invoiceRoutes: Route[] = [
  route('GET', '/stripe/subscriptions/:subscription/invoices/', (call) => {
    const { world, actor } = call;
    const subscription = world.state.subscription.get(param(call, 'subscription'));
    if (subscription?.provider !== 'stripe') throw notFound();
    if (!isOrgAdmin(actor, subscription.organization_id)) throw forbidden();
    const limit = Number(query(call, 'limit') ?? 10);
    if (!Number.isInteger(limit) || limit < 1)
      throw badRequest({ limit: ['Not a valid integer.'] });
    const since = Date.parse(subscription.dc.created);
    return ok(
      monthsBack(world, limit)
        .filter(({ start }) => start >= since)
        .map((month) => invoice(world, subscription, month)),
    );
  }),
];

type Month = { start: number; end: number };

/** Whole calendar months before the present one. */
function monthsBack(world: World, count: number): Month[] {
  const now = world.clock.now();
  const first = (back: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1);
  return Array.from({ length: count }, (_, back) => ({ start: first(back + 1), end: first(back) }));
}

/** What the clusters that the subscription pays for now cost in a month. */
function invoice(world: World, { id, organization_id }: Subscription, { start, end }: Month) {
  const cost = monthlyCost(world, organization_id ?? '', (it) => it.subscription_id === id);
  const cents = Math.round(cost * 100);
  const discount = Math.round(cents / 10);
  return {
    currency: 'usd',
    discounts: [],
    period_start: new Date(start).toISOString(),
    period_end: new Date(end).toISOString(),
    subtotal: cents,
    total: cents - discount,
    total_discount_amount: discount,
  };
}
