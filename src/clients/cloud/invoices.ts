import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { readMany, wireNumber, wireText, wireTime } from './wire.ts';

/**
 * API: `InvoiceConsumption`, of Stripe subscriptions only. Amounts are integers; that they are in the
 * currency's smallest unit is Stripe's way, and documented nowhere. `subtotal` is before discounts.
 */
const invoiceSchema = lazily(() =>
  z.object({
    currency: wireText(),
    period_start: wireTime(),
    period_end: wireTime(),
    subtotal: wireNumber(),
    total: wireNumber(),
  }),
);

export type Invoice = z.infer<ReturnType<typeof invoiceSchema>>;

/** Invoices of a Stripe subscription. API: their order is not documented. */
export async function listInvoices(
  cloud: CloudClient,
  subscriptionId: string,
  limit: number,
): Promise<Invoice[]> {
  const target = path`/stripe/subscriptions/${subscriptionId}/invoices/`;
  return readMany(invoiceSchema(), 'an invoice', await cloud.get(target, { limit: String(limit) }));
}
