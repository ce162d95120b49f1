/** What Create Cluster gives: the cluster that was ordered, was there already, or is planned. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import type { Product } from '../clients/cloud/products.ts';
import { blankRecord, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { toGib } from '../kit/units.ts';
import { changeHead, toChangeHead } from '../vocabulary/clusters/change-record.ts';
import { clusterRecord, toClusterRecord } from '../vocabulary/clusters/record.ts';
import { NO_NAMES, readNames } from '../vocabulary/names.ts';
import { comparePrices, type Priced, priceRecord, samplePrices } from '../vocabulary/prices.ts';
import { afterChange } from '../vocabulary/withheld.ts';
import { type OrderPlace, storageBytesOf } from './cluster-order.ts';
import type { OrderInput } from './order-fields.ts';

/** CrateDB Cloud's own name for the first user of every cluster. */
export const ADMIN_USER = 'admin';

/** What happened is the summary here. */
const { summary: _summary, ...ordered } = clusterRecord;

export const createdRecord = {
  ...changeHead({
    summary:
      'Creating weather-prod: 3 nodes of cr2 with CrateDB 6.2.1 in aks1.westeurope.azure, about 1259 dollars more a month.',
    from: '',
    to: '3 nodes of cr2 with CrateDB 6.2.1 in aks1.westeurope.azure',
    operation: 'CREATE',
  }),
  from_value: text('From', ''),
  ...priceRecord,
  ...ordered,
};

/** A cluster as it is in the moment after it was ordered. */
export const createdSample = {
  ...samplePrices(0, 1259.43),
  status: 'UNREACHABLE',
  running_operation: 'CREATE',
  deletion_protected: false,
  last_seen: '2026-03-02T09:00:02.101Z',
  created_at: '2026-03-02T09:00:02.101Z',
};

/** A cluster that was ordered is told, whether or not its names can be read. */
function namesOrNone(run: Run<OrderInput>) {
  return afterChange(readNames(run), NO_NAMES);
}

export function priceOf(input: OrderInput, plan: Product, storage: number | null): Priced {
  const { storage_bytes: included, storage_minimum_bytes: least } = plan.specs;
  const storageBytes = storage ?? included ?? least;
  if (plan.name === null || storageBytes === null) return null;
  const productTier = plan.tier ?? 'default';
  return { productName: plan.name, productTier, productUnit: input.nodes - 1, storageBytes };
}

type Outcome = {
  changed?: boolean;
  blockedBy?: string | null;
  /** It is there already. */
  isSo?: boolean;
  to: string;
  /** Left out when nothing is bought. */
  price?: Priced;
  version?: string;
};

export async function toAnswer(
  run: Run<OrderInput>,
  place: OrderPlace,
  cluster: Cluster | null,
  outcome: Outcome,
) {
  const { changed = false, blockedBy = null, isSo = false, to, price, version = null } = outcome;
  const { id, type, status } = cluster?.last_async_operation ?? {
    id: null,
    type: null,
    status: null,
  };
  const operation = type === 'CREATE' ? { id, type, status } : null;
  const prices = await pricesOf(run, place, price);
  const { summary: _status, ...record } = cluster
    ? toClusterRecord(cluster, await namesOrNone(run))
    : plannedRecord(run.input, place, version);
  const words = {
    from: null,
    to,
    doing: `creating ${run.input.name}: ${to}`,
    already: `${run.input.name} is there already: ${to}`,
    goalReached: true,
  };
  return {
    ...toChangeHead(
      run.input.preview,
      words,
      { changed, blockedBy, isSo, operation },
      prices.price_difference_per_month,
    ),
    ...prices,
    ...record,
    // The project of a new cluster can be newer than the names that were read.
    organization_id: record.organization_id ?? place.organization.id,
    organization_name: record.organization_name ?? place.organization.name,
    region: record.region ?? place.region,
  };
}

async function pricesOf(run: Run<OrderInput>, place: OrderPlace, price: Priced | undefined) {
  if (price === undefined) return blankRecord(priceRecord, {});
  const where = { region: place.region, organization_id: place.organization.id };
  return comparePrices(run, where, undefined, { before: 'none', after: price });
}

/** A cluster that there is not, as far as it is planned. */
function plannedRecord(input: OrderInput, place: OrderPlace, version: string | null) {
  return blankRecord(clusterRecord, {
    id: 'preview',
    name: input.name,
    project_id: place.project?.id ?? null,
    project_name: place.project?.name ?? input.name,
    plan: input.plan,
    nodes: input.nodes,
    storage_gib_per_node: toGib(storageBytesOf(input)),
    version,
  });
}
