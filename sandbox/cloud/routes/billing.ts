import * as z from 'zod/mini';
import {
  type Call,
  created,
  noContent,
  ok,
  param,
  query,
  queryAll,
  type Route,
  route,
} from '../server/call.ts';
import { badRequest, notFound } from '../server/errors.ts';
import { parseBody, shortText } from '../server/validate.ts';
import { put } from '../state/state.ts';
import type { Credit } from '../state/types.ts';
import { needMembership, needOrgAdmin, needSuperuser } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { consumption, monthlyCost } from '../world/consumption.ts';
import { readTime } from '../world/times.ts';
import { creditView, quotaValue } from '../world/views.ts';
import { nextId } from '../world/world.ts';

/** Dollars a month that an organization may spend in all. */
const MONTHLY_BUDGET = 25_000;

const address = {
  city: z.string(),
  country: z.string(),
  line1: z.string(),
  line2: z.optional(z.nullable(z.string())),
  postal_code: z.string(),
};

export const billingRoutes: Route[] = [
  route('GET', '/organizations/:organization/consumption/current-month/', (call) => {
    const { id } = needMembership(call, param(call, 'organization'));
    return ok(consumption(call.world, id));
  }),

  route('GET', '/organizations/:organization/remaining-budget/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const excluded = query(call, 'exclude_cluster_id');
    const left = MONTHLY_BUDGET - monthlyCost(call.world, id, (it) => it.id !== excluded);
    return ok({ remaining_budget_per_month: Math.max(0, Math.round(left * 100) / 100) });
  }),

  route('GET', '/organizations/:organization/quotas/', (call) => {
    const { id } = needMembership(call, param(call, 'organization'));
    return ok(
      [...call.world.state.quota.values()]
        .filter((it) => it.organization_id === id)
        .map((it) => ({
          code: it.code,
          current_value: quotaValue(call.world, it),
          quota: it.quota,
        })),
    );
  }),

  route('GET', '/organizations/:organization/payment-methods/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const { state } = call.world;
    return ok(
      [...state.payment_method.values()]
        .filter((it) => it.organization_id === id)
        .map(({ organization_id, ...it }) => ({
          ...it,
          subscription: state.subscription.get(it.subscription_id ?? '') ?? null,
        })),
    );
  }),

  route('GET', '/organizations/:organization/customer/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const customer = call.world.state.customer.get(id);
    if (!customer) throw notFound();
    return ok(customer);
  }),

  // API: written flat, read nested.
  route('PUT', '/organizations/:organization/customer/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const schema = z.strictObject({
      name: shortText,
      email: z.email('Not a valid email address.'),
      phone: z.string(),
      ...address,
      tax_id: z.optional(z.nullable(z.string())),
      tax_id_type: z.optional(z.nullable(z.string())),
    });
    const { name, email, phone, tax_id, tax_id_type, line2, ...rest } = parseBody(schema, call);
    const customer = put(call.world.state, 'customer', {
      organization_id: id,
      name,
      email,
      phone,
      address: { ...rest, line2: line2 ?? null },
      tax: { tax_id: tax_id ?? null, tax_id_type: tax_id_type ?? null },
    });
    recordChange(call, { what: 'organization.edit_customer', entityId: id, organizations: [id] });
    return ok(customer);
  }),

  // API: only the active ones unless `status` asks for others.
  route('GET', '/organizations/:organization/credits/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const wanted = queryAll(call, 'status');
    if (wanted.some((it) => it !== 'ACTIVE' && it !== 'EXPIRED')) {
      throw badRequest({ status: ['Not a valid choice.'] });
    }
    const shown = wanted.length === 0 ? ['ACTIVE'] : wanted;
    const now = call.world.clock.now().getTime();
    return ok(
      [...call.world.state.credit.values()]
        .filter((it) => it.organization_id === id)
        .map((it) => creditView(it, now))
        .filter((it) => shown.includes(it.status)),
    );
  }),

  route('POST', '/organizations/:organization/credits/', (call) => {
    needSuperuser(call);
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const body = parseBody(creditBody, call);
    if (body.amount === undefined || body.expiration_date === undefined) {
      const missing = body.amount === undefined ? 'amount' : 'expiration_date';
      throw badRequest({ [missing]: ['Missing data for required field.'] });
    }
    const now = call.world.clock.now();
    const credit = put(call.world.state, 'credit', {
      id: nextId(call.world, 'credit'),
      organization_id: id,
      original_amount: body.amount,
      remaining_amount: body.amount,
      start_date: now.toISOString().slice(0, 19),
      expiration_date: zoneFree(body.expiration_date),
      comment: body.comment ?? null,
      status: 'ACTIVE',
    });
    tellCredit(call, credit, 'credit.create');
    return created(creditView(credit, now.getTime()));
  }),

  route('PATCH', '/organizations/:organization/credits/:credit/', (call) => {
    const credit = needCredit(call);
    const body = parseBody(creditBody, call);
    if (body.amount !== undefined) {
      // API: the amount only rises.
      const more = body.amount - credit.original_amount;
      if (more < 0) throw badRequest({ amount: ['The amount can only be raised.'] });
      credit.original_amount = body.amount;
      credit.remaining_amount += more;
    }
    if (body.expiration_date !== undefined) credit.expiration_date = zoneFree(body.expiration_date);
    if (body.comment !== undefined) credit.comment = body.comment;
    tellCredit(call, credit, 'credit.update');
    return ok(creditView(credit, call.world.clock.now().getTime()));
  }),

  route('DELETE', '/organizations/:organization/credits/:credit/', (call) => {
    const credit = needCredit(call);
    credit.status = 'EXPIRED';
    tellCredit(call, credit, 'credit.expire');
    return noContent();
  }),
];

/** `amount` is in cents. */
const creditBody = z.strictObject({
  amount: z.optional(z.int().check(z.positive())),
  expiration_date: z.optional(
    z.string().check(z.refine((it) => readTime(it) !== undefined, 'Not a valid datetime.')),
  ),
  comment: z.optional(z.nullable(z.string())),
});

const zoneFree = (text: string) => new Date(readTime(text) ?? 0).toISOString().slice(0, 19);

function needCredit(call: Call): Credit {
  needSuperuser(call);
  const { id } = needOrgAdmin(call, param(call, 'organization'));
  const credit = call.world.state.credit.get(param(call, 'credit'));
  if (credit?.organization_id !== id) throw notFound();
  return credit;
}

function tellCredit(call: Call, credit: Credit, what: string): void {
  recordChange(call, {
    what,
    entityId: credit.id,
    organizations: [credit.organization_id],
    detail: { remaining_amount: credit.remaining_amount },
  });
}
