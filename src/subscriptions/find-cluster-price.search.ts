import { nodeCounts, nodesOfOption, type Product } from '../clients/cloud/products.ts';
import type { Region } from '../clients/cloud/regions.ts';
import { listed } from '../kit/choose.ts';
import { refuse } from '../kit/errors.ts';
import { identity } from '../kit/identity.ts';
import { integer, number, text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { counted } from '../kit/text.ts';
import { GIB, toGib } from '../kit/units.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { chosenRegion, oneRegionField } from '../vocabulary/regions.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { type ClusterPrice, priceCluster, priceRecord } from './cluster-price.ts';
import { inWords } from './money.ts';
import { chosenPlan, planField } from './product-choice.ts';

export const findClusterPrice = defineSearch({
  key: 'find_cluster_price',
  noun: 'Cluster Price',
  label: 'Find Cluster Price',
  description: 'Finds what a cluster of a plan, size and region costs per hour and month.',
  inputFields: [
    { ...oneRegionField, required: true },
    {
      ...planField,
      helpText: 'Plans that are available in the region above. Deprecated plans are not listed.',
    },
    {
      key: 'nodes',
      label: 'Number of Nodes',
      type: 'integer',
      unit: 'nodes',
      default: '1',
      min: 1,
      helpText: 'The nodes of the whole cluster, not nodes to add.',
    },
    {
      key: 'storage_gib_per_node',
      label: 'Storage (GiB per Node)',
      type: 'integer',
      unit: 'GiB',
      min: 0,
      helpText: 'Leave blank for the smallest size of the plan.',
    },
    {
      ...organizationField,
      helpText: 'Leave blank for the list price. An organization can have its own promotions.',
    },
  ],
  record: {
    id: text('ID', 'cr2:3:256:aks1.westeurope.azure'),
    summary: summaryField(
      '3 nodes of cr2 with 256 GiB each cost 1,351.93 dollars a month in West Europe (Azure).',
    ),
    plan: text('Plan', 'cr2'),
    nodes: integer('Nodes', 3),
    storage_gib_per_node: number('Storage per Node (GiB)', 256),
    storage_gib_total: number('Storage in Total (GiB)', 768),
    cpus_total: number('CPUs in Total', 12),
    memory_gib_total: number('Memory in Total (GiB)', 42),
    region: text('Region', 'aks1.westeurope.azure'),
    region_name: text('Region Name', 'West Europe (Azure)'),
    ...priceRecord,
  },
  perform: async (run) => {
    const { region: place, plan: chosen, nodes, storage_gib_per_node: wanted } = run.input;
    const [region, { plan, entries }, organization] = await Promise.all([
      chosenRegion(run, place),
      chosenPlan(run, chosen),
      chosenOrganization(run, run.input.organization_id),
    ]);
    const entry = entries.find((one) => one.region === region.name || one.region === null);
    if (!entry) {
      throw refuse(
        `plan ${plan.name} is not sold in ${region.description ?? region.name}`,
        `It is in: ${listed(entries.flatMap((one) => one.region ?? []))}.`,
      );
    }
    const bytes = storageOf(entry, plan.name, wanted);
    const price = await priceCluster(
      run,
      {
        productName: plan.name,
        productTier: entry.tier ?? 'default',
        productUnit: unitOf(entry, plan.name, nodes),
        region: region.name,
        storageBytes: bytes,
        organizationId: organization?.id,
      },
      nodes,
    );
    const { cpu_cores: cpus, ram_bytes: memory } = entry.specs;
    return [
      {
        id: identity(plan.name, nodes, toGib(bytes), region.name),
        summary: summaryOf(price, { plan: plan.name, nodes, bytes, region }),
        plan: plan.name,
        nodes,
        storage_gib_per_node: toGib(bytes),
        storage_gib_total: toGib(bytes * nodes),
        cpus_total: cpus === null ? null : cpus * nodes,
        memory_gib_total: memory === null ? null : toGib(memory * nodes),
        region: region.name,
        region_name: region.description,
        ...price,
      },
    ];
  },
});

function summaryOf(
  { price_per_month: month, price_per_hour: hour }: ClusterPrice,
  order: { plan: string; nodes: number; bytes: number; region: Region },
): string {
  const { plan, nodes, bytes, region } = order;
  const what = `${counted(nodes, 'node')} of ${plan} with ${toGib(bytes)} GiB each`;
  const costs = nodes === 1 ? 'costs' : 'cost';
  const where = region.description ?? region.name;
  if (month !== null) return `${what} ${costs} ${inWords(month, null)} a month in ${where}.`;
  if (hour !== null) return `${what} ${costs} ${hour} dollars an hour in ${where}.`;
  return `The price list gives no price for ${what} in ${where}.`;
}

/** The product unit for a number of nodes. API: the nodes minus one where no size says otherwise. */
function unitOf(entry: Product, plan: string, nodes: number): number {
  const counts = nodeCounts(entry);
  if (counts.length > 0 && !counts.includes(nodes)) {
    const range = counts.length === 1 ? `${counts[0]}` : `${counts.join(', ')}`;
    throw refuse(`plan ${plan} cannot have ${nodes} nodes`, `Choose one of: ${range}.`);
  }
  const option = entry.scaling.find((one) => nodesOfOption(one) === nodes);
  return option?.value ?? nodes - 1;
}

/** Bytes on each node; the least that the plan has when nothing else is wanted. */
function storageOf(entry: Product, plan: string, gib: number | undefined): number {
  const { storage_minimum_bytes: least, storage_maximum_bytes: most, storage_bytes } = entry.specs;
  if (gib === undefined) return least ?? storage_bytes ?? 0;
  const bytes = gib * GIB;
  if ((least !== null && bytes < least) || (most !== null && bytes > most)) {
    throw refuse(
      `plan ${plan} has ${toGib(least) ?? 0} to ${toGib(most) ?? 'any'} GiB per node, not ${gib}`,
      'Choose a size in between.',
    );
  }
  return bytes;
}
