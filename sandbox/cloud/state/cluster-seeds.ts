import { turnBackupPeriod } from '../clusters/snapshots.ts';
import { DAY, MINUTE, zoneless } from '../world/times.ts';
import { GIB } from './catalog.ts';
import { subscriptionIds } from './seed-billing.ts';
import { projectIds } from './seed-people.ts';
import type { Cluster } from './types.ts';

export type ClusterSeed = {
  name: string;
  project: string;
  subscription: string | null;
  plan: string;
  version?: string;
  nodes?: number;
  diskGib?: number;
  days: number;
  usedPercent?: number;
  /** What is special about it. */
  also?: (cluster: Cluster, now: number) => void;
};

const { stripe, aws, azure, contract, cobalt } = subscriptionIds;
const { weatherEurope, weatherAmerica, research, tracking, kitchen } = projectIds;

export const clusterSeeds: ClusterSeed[] = [
  {
    name: 'weather-prod',
    project: weatherEurope,
    subscription: azure,
    plan: 'cr2',
    version: '6.2.1',
    nodes: 3,
    diskGib: 64,
    days: 240,
    usedPercent: 79,
    also: (it) => {
      it.sandbox.usage.growth_bytes_per_hour = Math.round(0.32 * GIB);
      it.sandbox.usage.cpu_percent = 34;
    },
  },
  {
    name: 'weather-archive',
    project: weatherEurope,
    subscription: azure,
    plan: 'cr1',
    version: '6.2.0',
    diskGib: 128,
    days: 230,
    usedPercent: 93.5,
    also: (it) => {
      it.sandbox.failed_node_checks = [
        {
          id: 6,
          node: 'data-hot-0',
          severity: 3,
          description: 'The high disk watermark is exceeded on the node.',
        },
      ];
    },
  },
  {
    name: 'winter-lab',
    project: research,
    subscription: aws,
    plan: 'cr1',
    days: 120,
    also: (it, now) => {
      it.suspended = true;
      it.health.last_seen = zoneless(now - 3 * DAY);
      turnBackupPeriod(it, now - 3 * DAY);
      it.health.status = 'SUSPENDED';
    },
  },
  {
    name: 'ledger-office',
    project: weatherAmerica,
    subscription: stripe,
    plan: 'cr1',
    days: 110,
    also: (it) => {
      it.ip_whitelist = [
        { cidr: '203.0.113.0/24', description: 'office' },
        { cidr: '198.51.100.7/32', description: null },
      ];
    },
  },
  {
    name: 'legacy-stations',
    project: weatherEurope,
    subscription: azure,
    plan: 'cr1',
    version: '5.6.4',
    days: 700,
    usedPercent: 55,
  },
  {
    name: 'classic-maps',
    project: weatherAmerica,
    subscription: stripe,
    plan: 'cr1',
    version: '5.8.5',
    days: 600,
    also: (it) => {
      it.gc_available = false;
    },
  },
  {
    name: 'slow-reports',
    project: weatherAmerica,
    subscription: stripe,
    plan: 'cr3',
    nodes: 2,
    diskGib: 256,
    days: 200,
    usedPercent: 60,
    also: (it) => {
      it.sandbox.sql = 'slow';
      it.sandbox.usage.cpu_percent = 96;
    },
  },
  {
    name: 'dead-sensors',
    project: research,
    subscription: aws,
    plan: 'cr1',
    days: 90,
    also: (it) => {
      it.sandbox.sql = 'dead';
    },
  },
  {
    name: 'red-metrics',
    project: research,
    subscription: aws,
    plan: 'cr2',
    nodes: 2,
    days: 80,
    also: (it) => {
      it.health.status = 'RED';
      it.sandbox.failed_checks = [
        {
          id: 2,
          severity: 3,
          description: 'The total number of partitions of one or more tables is too high.',
        },
      ];
    },
  },
  {
    name: 'yellow-events',
    project: research,
    subscription: aws,
    plan: 's6',
    days: 70,
    also: (it) => {
      it.health.status = 'YELLOW';
    },
  },
  {
    name: 'lost-contact',
    project: weatherAmerica,
    subscription: stripe,
    plan: 's4',
    days: 60,
    also: (it, now) => {
      it.health.last_seen = zoneless(now - 47 * MINUTE);
      it.health.status = 'UNREACHABLE';
      it.sandbox.sql = 'dead';
    },
  },
  {
    name: 'vault-records',
    project: weatherEurope,
    subscription: azure,
    plan: 'cr4',
    nodes: 3,
    diskGib: 512,
    days: 500,
    usedPercent: 41,
    also: (it) => {
      it.deletion_protected = true;
    },
  },
  { name: 'snow-shared', project: research, subscription: aws, plan: 's2', days: 50 },
  { name: 'free-demo', project: research, subscription: 'free_tier', plan: 'crfree', days: 12 },
  {
    name: 'parcel-tracking',
    project: tracking,
    subscription: contract,
    plan: 'cr2',
    version: '5.10.3',
    nodes: 2,
    diskGib: 64,
    days: 350,
    usedPercent: 66,
  },
  { name: 'recipe-store', project: kitchen, subscription: cobalt, plan: 'cr1', days: 280 },
];
