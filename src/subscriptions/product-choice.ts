/** Choosing a plan by dropdown, name or label, and where it is sold. */
import { isPlan, listProducts, type Product } from '../clients/cloud/products.ts';
import { choose } from '../kit/choose.ts';
import type { Run } from '../kit/run/run.ts';
import { mergeByName, type NamedProduct } from './product-record.ts';

export const planField = {
  key: 'plan',
  label: 'Plan',
  required: true,
  dynamic: 'product.id.label',
  helpText: 'Choose a plan, or enter its name, such as cr2.',
} as const;

/** The plan that a field names, with its entries for all regions. */
export async function chosenPlan(
  run: Run<unknown>,
  value: string,
): Promise<{ plan: NamedProduct; entries: Product[] }> {
  const products = (await listProducts(run.cloud)).filter(isPlan);
  const plans = mergeByName(products).map((plan) => ({ id: plan.name, name: plan.label, plan }));
  const { plan } = choose(plans, value, 'plan');
  return { plan, entries: products.filter(({ name }) => name === plan.name) };
}
