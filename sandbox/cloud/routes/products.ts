import { type Call, ok, param, query, type Route, route } from '../server/call.ts';
import { badRequest, notFound } from '../server/errors.ts';
import { HOURS_PER_MONTH, hourlyPrice, parseVersion, upgradesFrom } from '../state/catalog.ts';
import type { Cluster, Product } from '../state/types.ts';
import { needCluster, needOrganization } from '../world/access.ts';
import type { World } from '../world/world.ts';

const products = (world: World) => [...world.state.product.values()];

export const productRoutes: Route[] = [
  route('GET', '/products/', (call) => ok(filtered(call, query(call, 'kind')))),
  route('GET', '/products/clusters/price', (call) => ok(price(call))),
  route('GET', '/products/:kind/', (call) => {
    const kind = param(call, 'kind');
    if (!products(call.world).some((it) => it.kind === kind)) throw notFound();
    return ok(filtered(call, kind));
  }),
  route('GET', '/clusters/:cluster/available-products/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'see');
    const list = availableProducts(call.world, cluster);
    return ok(call.world.switches.availableProductsForm === 'array' ? list : (list[0] ?? {}));
  }),
  route('GET', '/clusters/:cluster/available-upgrades/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'see');
    const versions = upgradesFrom(cluster.crate_version).map(parseVersion);
    const list = call.world.switches.versionsForm === 'array';
    return ok({ crate_versions: { stable: list ? versions : (versions[0] ?? null) } });
  }),
];

function filtered(call: Call, kind: string | undefined): Product[] {
  const names = ['tier', 'name', 'plan', 'offer'] as const;
  return products(call.world).filter(
    (it) =>
      (kind === undefined || it.kind === kind) &&
      (call.region === undefined || it.region === call.region) &&
      names.every((name) => {
        const wanted = query(call, name);
        return wanted === undefined || it[name] === wanted;
      }),
  );
}

export function findProduct(world: World, cluster: Cluster): Product | undefined {
  const region = world.state.project.get(cluster.project_id)?.region;
  const sold = products(world).filter((it) => it.name === cluster.product_name);
  return sold.find((it) => it.region === region) ?? sold[0];
}

/** Products the cluster can move to: sold in its region, with room for its nodes and its disk. */
export function availableProducts(world: World, cluster: Cluster): Product[] {
  if (cluster.product_name === 'crfree') return [];
  const region = world.state.project.get(cluster.project_id)?.region;
  const disk = cluster.hardware_specs.disk_size_per_node_bytes ?? 0;
  const dedicated = cluster.product_name.startsWith('cr');
  return products(world).filter(
    (it) =>
      it.kind === 'cluster' &&
      !it.deprecated &&
      it.region === region &&
      it.name !== cluster.product_name &&
      it.name !== 'crfree' &&
      it.name.startsWith('cr') === dedicated &&
      it.scaling.some((option) => option.value === cluster.product_unit) &&
      (it.specs.storage_maximum_bytes ?? disk) >= disk,
  );
}

/** Dollars per hour and month. */
function price(call: Call) {
  const errors: Record<string, string[]> = {};
  const need = (name: string) => {
    const value = query(call, name);
    if (value === undefined) errors[name] = ['Missing data for required field.'];
    return value ?? '';
  };
  const name = need('product_name');
  const tier = need('product_tier');
  const unit = need('product_unit');
  const region = need('region');
  const storage = query(call, 'storage_bytes') ?? '0';
  if (!errors.product_unit && !/^\d+$/.test(unit)) errors.product_unit = ['Not a valid integer.'];
  if (!/^\d+$/.test(storage)) errors.storage_bytes = ['Not a valid integer.'];
  if (Object.keys(errors).length > 0) throw badRequest(errors);
  const organization = query(call, 'organization_id');
  if (organization !== undefined) needOrganization(call, organization);

  const product = products(call.world).find(
    (it) => it.kind === 'cluster' && it.name === name && it.tier === tier && it.region === region,
  );
  const option = product?.scaling.find((it) => it.value === Number(unit));
  if (!option) throw notFound();
  const perNode = call.world.switches.storagePrice === 'per_node';
  const { compute, storage: disk } = hourlyPrice({
    product: name,
    nodes: option.nodes,
    storageBytes: Number(storage) * (perNode ? option.nodes : 1),
    region,
  });
  const discount = organization === undefined ? 0 : call.world.switches.promotionPercent;
  const total = compute + disk;
  return {
    cluster_price: pricing(compute, discount),
    storage_price: pricing(disk, 0),
    total_price: pricing(total, total === 0 ? 0 : (compute / total) * discount),
  };
}

const rates = (hourly: number) => ({
  price_per_hour: Math.round(hourly * 1e6) / 1e6,
  price_per_month: Math.round(hourly * HOURS_PER_MONTH * 100) / 100,
});

/** `discount` in percent. */
function pricing(hourly: number, discount: number) {
  const promotion = discount
    ? { ...rates(hourly * (1 - discount / 100)), promotion_duration: 3 }
    : null;
  return { ...rates(hourly), promotion_price: promotion };
}
