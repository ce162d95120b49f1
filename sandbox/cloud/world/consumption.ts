import { provisionedBytes } from '../clusters/disks.ts';
import { GIB, HOURS_PER_MONTH, hourlyPrice } from '../state/catalog.ts';
import type { Cluster } from '../state/types.ts';
import { HOUR, MINUTE } from './times.ts';
import type { World } from './world.ts';

const cents = (dollars: number) => Math.round(dollars * 100) / 100;

function clustersOf(world: World, organizationId: string): Cluster[] {
  const { state } = world;
  return [...state.cluster.values()].filter(
    (it) => state.project.get(it.project_id)?.organization_id === organizationId,
  );
}

/** Dollars per hour while it runs. */
function runningPrice(world: World, cluster: Cluster) {
  return hourlyPrice({
    product: cluster.product_name,
    nodes: cluster.num_nodes,
    storageBytes: provisionedBytes(cluster) * cluster.num_nodes,
    region: world.state.project.get(cluster.project_id)?.region ?? '',
  });
}

/** Dollars per hour now; a suspended cluster pays for its storage only. */
function hourlyOf(world: World, cluster: Cluster) {
  const price = runningPrice(world, cluster);
  return cluster.suspended ? { ...price, compute: 0 } : price;
}

/** Dollars a month at the present rate, of those clusters that are meant. */
export function monthlyCost(
  world: World,
  organizationId: string,
  isMeant: (cluster: Cluster) => boolean,
): number {
  return clustersOf(world, organizationId)
    .filter(isMeant)
    .map((it) => hourlyOf(world, it))
    .reduce((sum, it) => sum + (it.compute + it.storage) * HOURS_PER_MONTH, 0);
}

const monthOf = (time: Date) => Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 1);

/** The time that the figures are of: at the start of a month, the end of the one before for a while. */
function figuresAt(world: World): Date {
  const now = world.clock.now();
  const start = monthOf(now);
  const late = now.getTime() - start < world.switches.consumptionLagMinutes * MINUTE;
  return late ? new Date(start - 1) : now;
}

/** Until when a cluster ran: now, or when it was suspended (long ago, if no operation did it). */
function ranUntil(world: World, cluster: Cluster): number {
  if (!cluster.suspended) return world.clock.now().getTime();
  const times = [...world.state.operation.values()]
    .filter((it) => it.entity_id === cluster.id && it.type === 'SUSPEND')
    .map((it) => Date.parse(it.dc.modified));
  return Math.max(0, ...times);
}

/**
 * What the organization has used since the first of the month. The service does not say in what
 * unit its costs are, nor what its rates are called: see the switches. Clusters are counted as they
 * are now, but for the time before one was suspended.
 */
export function consumption(world: World, organizationId: string) {
  const { consumptionRates, consumptionUnit } = world.switches;
  const money = (dollars: number) => cents(consumptionUnit === 'cents' ? dollars * 100 : dollars);
  const now = figuresAt(world);
  const monthStart = monthOf(now);
  const perProduct = new Map<string, { cost: number; minutes: number; dtuhours: number }>();
  const storage = { cost: 0, gibhours: 0, minutes: 0 };
  let rate = { compute: 0, storage: 0 };
  for (const cluster of clustersOf(world, organizationId)) {
    const from = Math.max(monthStart, Date.parse(cluster.dc.created));
    const hours = Math.max(0, now.getTime() - from) / HOUR;
    const ran = Math.max(0, ranUntil(world, cluster) - from) / HOUR;
    const price = hourlyOf(world, cluster);
    rate = { compute: rate.compute + price.compute, storage: rate.storage + price.storage };
    storage.cost += price.storage * hours;
    storage.gibhours += (provisionedBytes(cluster) / GIB) * cluster.num_nodes * hours;
    storage.minutes += hours * 60;
    if (ran === 0) continue;
    const sum = perProduct.get(cluster.product_name) ?? { cost: 0, minutes: 0, dtuhours: 0 };
    sum.cost += runningPrice(world, cluster).compute * ran;
    sum.minutes += ran * 60;
    sum.dtuhours += cluster.num_nodes * ran;
    perProduct.set(cluster.product_name, sum);
  }
  const rates = (factor: number) => {
    const total = money((rate.compute + rate.storage) * factor);
    if (consumptionRates === 'currency') return { usd: total };
    return { compute: money(rate.compute * factor), storage: money(rate.storage * factor), total };
  };
  return {
    compute_consumption_this_month: [...perProduct].map(([product_name, sum]) => ({
      product_name,
      consumption: {
        cost: money(sum.cost),
        credits: 0,
        dtuhours: Math.round(sum.dtuhours * 100) / 100,
        minutes: Math.round(sum.minutes),
        total: money(sum.cost),
      },
    })),
    current_cost: { hourly: rates(1), monthly: rates(HOURS_PER_MONTH) },
    storage_consumption_this_month: {
      cost: money(storage.cost),
      credits: 0,
      dtuhours: 0,
      gibhours: Math.round(storage.gibhours),
      minutes: Math.round(storage.minutes),
      total: money(storage.cost),
    },
  };
}
