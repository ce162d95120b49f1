import { isProblem } from '../base/problem.ts';
import { getPrice, type Pricing } from '../clients/cloud/prices.ts';
import { nodesOfOption, type Product } from '../clients/cloud/products.ts';
import { listRegions } from '../clients/cloud/regions.ts';
import { orNone } from '../kit/choose.ts';
import { integer, lines, number, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineSearch } from '../kit/search.ts';
import { counted } from '../kit/text.ts';
import { toGib } from '../kit/units.ts';
import { chosenRegion, regionField } from '../vocabulary/regions.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import { promotionOf, promotionRecord } from './cluster-price.ts';
import { inWords } from './money.ts';
import { chosenPlan, planField } from './product-choice.ts';
import { type NamedProduct, specsRecord, toSpecs } from './product-record.ts';

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
    summary: summaryField(
      'cr2: 4 CPUs, 14 GiB of memory and 32 GiB of storage per node; from 414.67 dollars a month in aks1.westeurope.azure.',
    ),
    ...specsRecord,
    price_region: text('Region of the Price', 'aks1.westeurope.azure'),
    price_per_hour: number('Price per Hour (USD, One Node, Least Storage)', 0.56804),
    price_per_month: number('Price per Month (USD, One Node, Least Storage)', 414.67),
    ...promotionRecord,
    scaling: lines(
      'Sizes',
      { nodes: integer('Nodes', 1), description: text('Description', '1 node') },
      [{}, { nodes: 9, description: '9 nodes' }],
    ),
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
        summary: summaryOf({ ...entry, name: plan.name }, price),
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

function summaryOf(product: NamedProduct, price: Pricing | null): string {
  const { cpu_cores: cpus, ram_bytes: memory, storage_minimum_bytes: storage } = product.specs;
  const parts = [
    cpus === null ? null : counted(cpus, 'CPU'),
    memory === null ? null : `${toGib(memory)} GiB of memory`,
    storage === null ? null : `${toGib(storage)} GiB of storage`,
  ].filter((part) => part !== null);
  const each = parts.length === 0 ? 'of unknown size' : `${listed(parts)} per node`;
  const month = price?.total_price.price_per_month ?? null;
  const from = month === null ? '' : `; from ${inWords(month, null)} a month`;
  return `${product.name}: ${each}${from}${month === null || product.region === null ? '' : ` in ${product.region}`}.`;
}

/** "a, b and c" */
const listed = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

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
