/** What Create Cluster gives: the cluster that was ordered, was there already, or is planned. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import type { Product } from '../clients/cloud/products.ts';
import { blankRecord } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { toGib } from '../kit/units.ts';
import { clusterRecord, toClusterRecord } from '../vocabulary/clusters/record.ts';
import { NO_NAMES, readNames } from '../vocabulary/names.ts';
import { comparePrices, type Priced } from '../vocabulary/prices.ts';
import { type OrderInput, type Place, storageBytesOf } from './cluster-order.ts';

/** CrateDB Cloud's own name for the first user of every cluster. */
export const ADMIN_USER = 'admin';

export type CreateInput = OrderInput & { preview: boolean };

/** A cluster that was ordered is told, whether or not its names can be read. */
function namesOrNone(run: Run<CreateInput>) {
  return readNames(run).catch(() => NO_NAMES);
}

export function priceOf(input: CreateInput, plan: Product, storage: number | null): Priced {
  const { storage_bytes: included, storage_minimum_bytes: least } = plan.specs;
  const storageBytes = storage ?? included ?? least;
  if (plan.name === null || storageBytes === null) return null;
  const productTier = plan.tier ?? 'default';
  return { productName: plan.name, productTier, productUnit: input.nodes - 1, storageBytes };
}

type Outcome = {
  changed?: boolean;
  blockers?: string | null;
  to: string;
  price?: Priced;
  version?: string;
};

export async function toAnswer(
  run: Run<CreateInput>,
  place: Place,
  cluster: Cluster | null,
  outcome: Outcome,
) {
  const { changed = false, blockers = null, to, price = 'same', version = null } = outcome;
  const last = cluster?.last_async_operation;
  const { id: organizationId } = place.organization;
  const prices = { before: price === 'same' ? price : ('none' as const), after: price };
  const record = cluster
    ? toClusterRecord(cluster, await namesOrNone(run))
    : plannedRecord(run.input, place, version);
  return {
    changed,
    preview: run.input.preview,
    from_value: null,
    to_value: to,
    blockers,
    operation_id: last?.type === 'CREATE' ? last.id : null,
    operation_type: last?.type === 'CREATE' ? last.type : null,
    operation_status: last?.type === 'CREATE' ? last.status : null,
    ...(await comparePrices(run, { region: place.region, organizationId }, undefined, prices)),
    ...record,
    // The project of a new cluster can be newer than the names that were read.
    organization_id: record.organization_id ?? organizationId,
    organization_name: record.organization_name ?? place.organization.name,
    region: record.region ?? place.region,
  };
}

/** A cluster that there is not, as far as it is planned. */
function plannedRecord(input: CreateInput, place: Place, version: string | null) {
  return blankRecord(clusterRecord, {
    id: 'preview',
    name: input.name,
    project_id: place.project?.id ?? null,
    project_name: place.project?.name ?? input.name,
    plan: input.plan,
    nodes: input.nodes,
    storage_gib_per_node: toGib(storageBytesOf(input)),
    version,
    admin_user: ADMIN_USER,
  });
}
