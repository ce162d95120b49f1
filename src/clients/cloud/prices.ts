import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { nested, readOne, wireNumber } from './wire.ts';

const amount = () =>
  nested({
    price_per_hour: wireNumber(),
    price_per_month: wireNumber(),
    promotion_price: nested({
      price_per_hour: wireNumber(),
      price_per_month: wireNumber(),
      promotion_duration: wireNumber(),
    }),
  });

/** API: `ProductPricing`. Whether the storage price is per node or in total is not documented. */
export const pricingSchema = lazily(() =>
  z.object({ cluster_price: amount(), storage_price: amount(), total_price: amount() }),
);

export type Pricing = z.infer<ReturnType<typeof pricingSchema>>;

export type PriceQuestion = {
  productName: string;
  productTier: string;
  /** Nodes minus one. */
  productUnit: number;
  region: string;
  /** Per node. */
  storageBytes: number;
  organizationId?: string | undefined;
};

/** API: this path ends without a slash. */
export async function getPrice(cloud: CloudClient, question: PriceQuestion): Promise<Pricing> {
  const reply = await cloud.get('/products/clusters/price', {
    product_name: question.productName,
    product_tier: question.productTier,
    product_unit: question.productUnit,
    region: question.region,
    storage_bytes: String(question.storageBytes),
    organization_id: question.organizationId,
  });
  return readOne(pricingSchema(), 'a price', reply);
}

export const budgetSchema = lazily(() => z.object({ remaining_budget_per_month: wireNumber() }));

/** What is left for new or larger clusters per month, or null when the organization has no limit. */
export async function getRemainingBudget(
  cloud: CloudClient,
  organizationId: string,
  excludeClusterId?: string,
): Promise<number | null> {
  const reply = await cloud.get(path`/organizations/${organizationId}/remaining-budget/`, {
    exclude_cluster_id: excludeClusterId,
  });
  return readOne(budgetSchema(), 'a budget', reply ?? {}).remaining_budget_per_month;
}
