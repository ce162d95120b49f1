import type { Product } from '../../src/clients/cloud/products.ts';
import { GIB } from '../../src/kit/units.ts';
import {
  mergeByName,
  type NamedProduct,
  productLabel,
  toSpecs,
} from '../../src/subscriptions/product-record.ts';

const size = (nodes: number | null, value: number | null = null) => ({
  nodes,
  value,
  dtus: null,
  description: null,
  price_per_minute: null,
});

function product(of: Partial<Product> = {}): NamedProduct {
  return {
    kind: 'cluster',
    tier: 'default',
    label: 'CR2',
    description: 'For production',
    deprecated: false,
    region: 'west',
    offer: null,
    plan: null,
    scale_summary: null,
    price_per_dtu_minute: null,
    scaling: [size(3), size(null, 0), size(9)],
    specs: {
      cpu_cores: 4,
      ram_bytes: 14 * GIB,
      storage_bytes: 64 * GIB,
      storage_minimum_bytes: 32 * GIB,
      storage_maximum_bytes: 8_192 * GIB,
    },
    ...of,
    name: of.name ?? 'cr2',
  };
}

const nothing = {
  cpu_cores: null,
  ram_bytes: null,
  storage_bytes: null,
  storage_minimum_bytes: null,
  storage_maximum_bytes: null,
};

test('one of each name, the first', () => {
  const [west, east, other] = [product(), product({ region: 'east' }), product({ name: 'cr1' })];
  expect(mergeByName([west, { ...west, name: null }, east, other])).toEqual([west, other]);
});

test.each([
  [
    'all that is known',
    product(),
    '415 dollars a month',
    'cr2 (4 vCPUs, 14 GiB of memory, 1 to 9 nodes, 415 dollars a month per node)',
  ],
  [
    'one of each',
    product({ scaling: [size(1)], specs: { ...nothing, cpu_cores: 1 } }),
    'free',
    'cr2 (1 vCPU, 1 node, free)',
  ],
  [
    'always as many nodes',
    product({ scaling: [size(3), size(null, 2)], specs: nothing }),
    null,
    'cr2 (3 nodes)',
  ],
  ['nothing', product({ scaling: [size(null)], specs: nothing }), null, 'cr2'],
])('a label with %s', (_what, one, price, label) => {
  expect(productLabel(one, price)).toBe(label);
});

test('sizes in the units people use', () => {
  expect(toSpecs(product())).toEqual({
    plan: 'cr2',
    plan_label: 'CR2',
    description: 'For production',
    tier: 'default',
    cpus_per_node: 4,
    memory_gib_per_node: 14,
    storage_gib_included: 64,
    storage_gib_minimum: 32,
    storage_gib_maximum: 8_192,
    nodes_minimum: 1,
    nodes_maximum: 9,
  });
  expect(toSpecs(product({ scaling: [], specs: nothing }))).toMatchObject({
    memory_gib_per_node: null,
    nodes_minimum: null,
    nodes_maximum: null,
  });
});
