import { isProblem } from '../base/problem.ts';
import { getPrice } from '../clients/cloud/prices.ts';
import { nodesOfOption, type Product } from '../clients/cloud/products.ts';
import { listRegions } from '../clients/cloud/regions.ts';
import { orNone } from '../kit/choose.ts';
import { integer, lines, number, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineSearch } from '../kit/search.ts';
import { chosenRegion, regionField } from '../vocabulary/regions.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { promotionOf, promotionRecord } from './cluster-price.ts';
import { chosenPlan, planField } from './product-choice.ts';
import { specsRecord, toSpecs } from './product-record.ts';

export const findProduct = defineSearch({
  key: 'find_product',
  noun: 'Product',
  label: 'Find Product',
  description: 'Finds a plan with its sizes, the regions that have it, and its price for one node.',
  inputFields: [
    planField,
    {
      ...regionField,
      helpText:
        'The region that the price is for. Leave blank for the first region that has the plan.',
    },
  ],
  record: {
    id: text('ID', 'cr2'),
    ...specsRecord,
    price_region: text('Region of the Price', 'aks1.westeurope.azure'),
    price_per_hour: number('Price per Hour (USD, One Node, Least Storage)', 0.57),
    price_per_month: number('Price per Month (USD, One Node, Least Storage)', 416.1),
    ...promotionRecord,
    scaling: lines('Sizes', {
      nodes: integer('Nodes', 1),
      description: text('Description', '1 node'),
    }),
    regions: lines('Regions', {
      region: text('Region', 'aks1.westeurope.azure'),
      region_name: text('Region Name', 'West Europe (Azure)'),
    }),
  },
  perform: async (run) => {
    const { plan: wanted, region: place } = run.input;
    const region = place === undefined ? undefined : await chosenRegion(run, place);
    const [found, regions] = await Promise.all([
      orNone(chosenPlan(run, wanted)),
      unlessWithheld(listRegions(run.cloud), []),
    ]);
    if (!found) return [];
    const { plan, entries } = found;
    const names = new Map(regions.map(({ name, description }) => [name, description]));
    const sold = entries.toSorted((a, b) => (a.region ?? '').localeCompare(b.region ?? ''));
    const entry = region ? sold.find((one) => one.region === region.name) : sold[0];
    if (!entry) return [];
    const price = await priceOf(run, plan.name, entry).catch(noPrice);
    return [
      {
        id: plan.name,
        ...toSpecs({ ...entry, name: plan.name }),
        price_region: entry.region,
        price_per_hour: price?.total_price.price_per_hour ?? null,
        price_per_month: price?.total_price.price_per_month ?? null,
        ...promotionOf(price),
        scaling: entry.scaling.map((option) => ({
          nodes: nodesOfOption(option),
          description: option.description,
        })),
        regions: sold.map((one) => ({
          region: one.region,
          region_name: names.get(one.region ?? '') ?? null,
        })),
      },
    ];
  },
});

/** A plan whose price is not given is one all the same. */
function noPrice(error: unknown): null {
  if (isProblem(error, 'forbidden', 'not_found', 'refused')) return null;
  throw error;
}

async function priceOf(run: Run<unknown>, plan: string, { region, tier, specs }: Product) {
  if (region === null) return null;
  return getPrice(run.cloud, {
    productName: plan,
    productTier: tier ?? 'default',
    productUnit: 0,
    region,
    storageBytes: specs.storage_minimum_bytes ?? specs.storage_bytes ?? 0,
  });
}
