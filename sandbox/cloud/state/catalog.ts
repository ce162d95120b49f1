import type { HardwareSpecs, Product, ScaleOption } from './types.ts';

export const GIB = 1024 ** 3;

/** Stable versions, oldest first. */
export const STABLE_VERSIONS = [
  '5.5.5',
  '5.6.4',
  '5.6.5',
  '5.7.5',
  '5.8.1',
  '5.8.5',
  '5.9.2',
  '5.9.13',
  '5.10.3',
  '5.10.14',
  '6.0.6',
  '6.1.2',
  '6.2.0',
  '6.2.1',
  '6.2.2',
] as const;
export const NEWEST_VERSION = STABLE_VERSIONS[STABLE_VERSIONS.length - 1] ?? '';
export const TESTING_VERSIONS = ['6.3.0'];
export const NIGHTLY_VERSIONS = ['nightly-6.4.0-20260301'];

export type ParsedVersion = { major: number; minor: number; hotfix: number; version: string };

export function parseVersion(version: string): ParsedVersion {
  const [major = 0, minor = 0, hotfix = 0] = (/\d+\.\d+\.\d+/.exec(version)?.[0] ?? '')
    .split('.')
    .map(Number);
  return { major, minor, hotfix, version };
}

/** API: no downgrades, no majors, minors one step at a time; newest first. */
export function upgradesFrom(version: string): string[] {
  const from = parseVersion(version);
  return STABLE_VERSIONS.filter((it) => {
    const to = parseVersion(it);
    if (to.major !== from.major) return false;
    return to.minor === from.minor ? to.hotfix > from.hotfix : to.minor === from.minor + 1;
  }).reverse();
}

export type Plan = {
  name: string;
  kind: 'shared' | 'dedicated' | 'masters';
  description: string;
  cpu: number;
  memoryGib: number;
  minimumGib: number;
  maximumGib: number;
  maximumUnit: number;
  /** Dollars per node and hour in the cheapest region. */
  hourly: number;
};

const shared = 'Shared resources for small workloads';
const dedicated = 'Clusters suited for development and smaller scale workloads';
const production = 'Clusters suited for production workloads';

const plan = (
  name: string,
  kind: Plan['kind'],
  description: string,
  [cpu, memoryGib, minimumGib, maximumGib, maximumUnit, hourly]: [
    number,
    number,
    number,
    number,
    number,
    number,
  ],
): Plan => ({
  name,
  kind,
  description,
  cpu,
  memoryGib,
  minimumGib,
  maximumGib,
  maximumUnit,
  hourly,
});

/** Sizes are the vendor's; prices are made up, of a likely size. */
const plans: Plan[] = [
  plan('crfree', 'shared', 'Free forever', [2, 2, 8, 8, 0, 0]),
  plan('s2', 'shared', shared, [2, 2, 8, 1024, 0, 0.06]),
  plan('s4', 'shared', shared, [3, 4, 8, 1024, 0, 0.11]),
  plan('s6', 'shared', shared, [4, 6, 8, 1024, 0, 0.16]),
  plan('s12', 'shared', shared, [8, 12, 8, 1024, 0, 0.31]),
  plan('cr1', 'dedicated', dedicated, [2, 7, 32, 8192, 8, 0.26]),
  plan('cr2', 'dedicated', production, [4, 14, 32, 8192, 8, 0.51]),
  plan('cr3', 'dedicated', production, [8, 28, 32, 8192, 8, 1.02]),
  plan('cr4', 'dedicated', production, [16, 55, 32, 8192, 8, 2.03]),
];

const STORAGE_HOURLY_PER_GIB = 0.0002;
export const HOURS_PER_MONTH = 730;

/** What a place costs more than the cheapest. */
const REGION_FACTORS: Record<string, number> = {
  'aks1.westeurope.azure': 1.1,
  'aks1.eastus2.azure': 1,
  'eks1.eu-west-1.aws': 1.08,
  'eks1.us-east-1.aws': 1,
  'gke1.us-central1.gcp': 1.02,
};

export function findPlan(name: string): Plan | undefined {
  return plans.find((it) => it.name === name);
}

/** Dollars per hour for the nodes and for all of their storage. */
export function hourlyPrice(of: {
  product: string;
  nodes: number;
  /** All nodes together. */
  storageBytes: number;
  region: string;
}): { compute: number; storage: number } {
  const factor = REGION_FACTORS[of.region] ?? 1;
  const free = of.product === 'crfree';
  return {
    compute: (findPlan(of.product)?.hourly ?? 0) * of.nodes * factor,
    storage: free ? 0 : (of.storageBytes / GIB) * STORAGE_HOURLY_PER_GIB * factor,
  };
}

/** The service's unit of a price per minute is not known; here it is a millionth of a dollar. */
const perMinute = (hourly: number) => Math.round((hourly / 60) * 1e6);

export function hardwareOf(of: Plan, diskBytes = of.minimumGib * GIB): HardwareSpecs {
  return {
    cpus_per_node: of.cpu,
    disk_size_per_node_bytes: diskBytes,
    disk_type: null,
    disks_per_node: 1,
    heap_size_bytes: Math.round(of.memoryGib * GIB * 0.25),
    memory_per_node_bytes: of.memoryGib * GIB,
  };
}

function scaling(of: Plan, hourly: number): ScaleOption[] {
  return Array.from({ length: of.maximumUnit + 1 }, (_, unit) => ({
    value: unit,
    nodes: unit + 1,
    dtus: unit + 1,
    description: unit === 0 ? '1 node' : `${unit + 1} nodes`,
    price_per_minute: perMinute(hourly * (unit + 1)),
    storage_bytes: null,
    disk_space_bytes: null,
    inserts_second: null,
    queries_second: null,
  }));
}

function clusterProduct(of: Plan, region: string, deprecated = false): Product {
  const hourly = of.hourly * (REGION_FACTORS[region] ?? 1);
  return {
    kind: 'cluster',
    name: of.name,
    tier: 'default',
    label: of.name.toUpperCase(),
    description: of.description,
    scale_summary: of.maximumUnit === 0 ? '0 (1 node)' : `0 - ${of.maximumUnit} (1 - 9 nodes)`,
    deprecated,
    region,
    offer: '',
    plan: '',
    price_per_dtu_minute: perMinute(hourly),
    scaling: scaling(of, hourly),
    specs: {
      cpu_cores: of.cpu,
      ram_bytes: of.memoryGib * GIB,
      storage_bytes: of.minimumGib * GIB,
      storage_minimum_bytes: of.minimumGib * GIB,
      storage_maximum_bytes: of.maximumGib * GIB,
    },
    guarantees_per_dtu: null,
    tags: of.kind === 'shared' ? ['shared'] : [],
  };
}

function storageProduct(region: string): Product {
  const cloud = region.split('.').at(-1) ?? region;
  return {
    kind: 'storage',
    name: cloud,
    tier: 'default',
    label: 'Storage',
    description: `Storage on ${cloud}`,
    scale_summary: 'N/A',
    deprecated: false,
    region,
    offer: '',
    plan: '',
    price_per_dtu_minute: perMinute(STORAGE_HOURLY_PER_GIB * (REGION_FACTORS[region] ?? 1)),
    scaling: [],
    specs: {
      cpu_cores: null,
      ram_bytes: null,
      storage_bytes: null,
      storage_minimum_bytes: null,
      storage_maximum_bytes: null,
    },
    guarantees_per_dtu: null,
    tags: [],
  };
}

/** The product that is no longer sold, under its older form of name and tier. */
const oldProduct = (region: string): Product => ({
  ...clusterProduct(
    plan('cratedb.az1', 'dedicated', 'No longer sold', [2, 7, 32, 1024, 2, 0.3]),
    region,
    true,
  ),
  tier: 'xs',
});

export function seedProducts(): Product[] {
  const regions = Object.keys(REGION_FACTORS);
  return [
    ...regions.flatMap((region) => plans.map((it) => clusterProduct(it, region))),
    ...regions.map(storageProduct),
    oldProduct('aks1.westeurope.azure'),
  ];
}
