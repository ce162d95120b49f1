/** A product in the units people use; one for all regions where it is sold. */
import { nodeCounts, type Product } from '../clients/cloud/products.ts';
import { labelOf } from '../kit/dropdown.ts';
import { integer, number, type RecordOf, text } from '../kit/record/static.ts';
import { counted } from '../kit/text.ts';
import { maxOf, toGib } from '../kit/units.ts';

export type NamedProduct = Product & { name: string };

/** One entry per name, each standing for all of its regions. */
export function mergeByName(products: readonly Product[]): NamedProduct[] {
  const byName = new Map<string, NamedProduct>();
  for (const product of products) {
    const { name } = product;
    if (name !== null && !byName.has(name)) byName.set(name, { ...product, name });
  }
  return [...byName.values()];
}

/**
 * "cr2 (4 vCPUs, 14 GiB of memory, 1 to 9 nodes, 415 dollars a month per node)", as far as it is known.
 *
 * @param price "415 dollars a month", or "free"
 */
export function productLabel(product: NamedProduct, price: string | null): string {
  const { cpu_cores: cpus, ram_bytes: memory } = product.specs;
  return labelOf(
    product.name,
    cpus === null ? null : counted(cpus, 'vCPU'),
    memory === null ? null : `${toGib(memory)} GiB of memory`,
    nodeRange(product),
    price?.endsWith('a month') ? `${price} per node` : price,
  );
}

function nodeRange(product: Product): string | null {
  const { least, most } = nodesOf(product);
  if (least === null || most === null) return null;
  if (least === most) return counted(most, 'node');
  return `${least} to ${most} nodes`;
}

/** The fewest and the most nodes that a cluster of the product can have. */
function nodesOf(product: Product): { least: number | null; most: number | null } {
  const counts = nodeCounts(product);
  return { least: counts.length ? Math.min(...counts) : null, most: maxOf(counts) };
}

export const specsRecord = {
  plan: text('Plan', 'cr2'),
  plan_label: text('Plan Label', 'CR2'),
  description: text('Description', 'Clusters suited for production workloads'),
  tier: text('Tier', 'default'),
  cpus_per_node: number('CPUs per Node', 4),
  memory_gib_per_node: number('Memory per Node (GiB)', 14),
  storage_gib_included: number('Included Storage (GiB per Node)', 32),
  storage_gib_minimum: number('Minimum Storage (GiB per Node)', 32),
  storage_gib_maximum: number('Maximum Storage (GiB per Node)', 8192),
  nodes_minimum: integer('Minimum Nodes', 1),
  nodes_maximum: integer('Maximum Nodes', 9),
};

export function toSpecs(product: NamedProduct): RecordOf<typeof specsRecord> {
  const { specs } = product;
  const { least, most } = nodesOf(product);
  return {
    plan: product.name,
    plan_label: product.label,
    description: product.description,
    tier: product.tier,
    cpus_per_node: specs.cpu_cores,
    memory_gib_per_node: toGib(specs.ram_bytes),
    storage_gib_included: toGib(specs.storage_bytes),
    storage_gib_minimum: toGib(specs.storage_minimum_bytes),
    storage_gib_maximum: toGib(specs.storage_maximum_bytes),
    nodes_minimum: least,
    nodes_maximum: most,
  };
}
