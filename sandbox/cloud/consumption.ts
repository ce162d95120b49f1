import { GIB, hourlyPrice, hoursPerMonth } from './state/catalog.ts';
import type { Cluster } from './state/types.ts';
import { HOUR } from './times.ts';
import { diskSize } from './usage.ts';
import type { World } from './world.ts';

const cents = (dollars: number) => Math.round(dollars * 100) / 100;

function clustersOf(world: World, organizationId: string): Cluster[] {
  const { state } = world;
  return [...state.cluster.values()].filter(
    (it) => state.project.get(it.project_id)?.organization_id === organizationId,
  );
}

/** Dollars per hour; a suspended cluster pays for its storage only. */
function hourlyOf(world: World, cluster: Cluster) {
  const price = hourlyPrice({
    product: cluster.product_name,
    nodes: cluster.num_nodes,
    storageBytes: diskSize(cluster) * cluster.num_nodes,
    region: world.state.project.get(cluster.project_id)?.region ?? '',
  });
  return cluster.suspended ? { ...price, compute: 0 } : price;
}

/** Dollars a month at the present rate, without one cluster if so wished. */
export function monthlyCost(world: World, organizationId: string, without?: string): number {
  return clustersOf(world, organizationId)
    .filter((it) => it.id !== without)
    .map((it) => hourlyOf(world, it))
    .reduce((sum, it) => sum + (it.compute + it.storage) * hoursPerMonth, 0);
}

/**
 * What the organization has used since the first of the month. The service does not say in what
 * unit its costs are; here they are dollars. Clusters are counted as they are now.
 */
export function consumption(world: World, organizationId: string) {
  const now = world.clock.now();
  const monthStart = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const perProduct = new Map<string, { cost: number; minutes: number; dtuhours: number }>();
  const storage = { cost: 0, gibhours: 0, minutes: 0 };
  let rate = { compute: 0, storage: 0 };
  for (const cluster of clustersOf(world, organizationId)) {
    const from = Math.max(monthStart, Date.parse(cluster.dc.created));
    const hours = Math.max(0, now.getTime() - from) / HOUR;
    const price = hourlyOf(world, cluster);
    rate = { compute: rate.compute + price.compute, storage: rate.storage + price.storage };
    storage.cost += price.storage * hours;
    storage.gibhours += (diskSize(cluster) / GIB) * cluster.num_nodes * hours;
    storage.minutes += hours * 60;
    if (cluster.suspended) continue;
    const sum = perProduct.get(cluster.product_name) ?? { cost: 0, minutes: 0, dtuhours: 0 };
    sum.cost += price.compute * hours;
    sum.minutes += hours * 60;
    sum.dtuhours += cluster.num_nodes * hours;
    perProduct.set(cluster.product_name, sum);
  }
  const rates = (factor: number) => ({
    compute: cents(rate.compute * factor),
    storage: cents(rate.storage * factor),
    total: cents((rate.compute + rate.storage) * factor),
  });
  return {
    compute_consumption_this_month: [...perProduct].map(([product_name, sum]) => ({
      product_name,
      consumption: {
        cost: cents(sum.cost),
        credits: 0,
        dtuhours: Math.round(sum.dtuhours * 100) / 100,
        minutes: Math.round(sum.minutes),
        total: cents(sum.cost),
      },
    })),
    current_cost: { hourly: rates(1), monthly: rates(hoursPerMonth) },
    storage_consumption_this_month: {
      cost: cents(storage.cost),
      credits: 0,
      dtuhours: 0,
      gibhours: Math.round(storage.gibhours),
      minutes: Math.round(storage.minutes),
      total: cents(storage.cost),
    },
  };
}
