import { expandStorage } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { flag, number } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { GIB, round, toGib } from '../kit/units.ts';
import { type ClusterChange, changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterField } from '../vocabulary/clusters/choose.ts';
import { suspendedRefusal } from '../vocabulary/clusters/obstacles.ts';
import { nameOf, storageBytesPerNode } from '../vocabulary/clusters/record.ts';
import { comparePrices, pricedAs, priceRecord } from '../vocabulary/prices.ts';
import { inGib, type Need, neededStorage } from './needed-storage.ts';
import { planOf, storageRefusal } from './plans.ts';

const OPERATION = 'EXPAND_STORAGE';
const TARGET = 'target_disk_size_per_node_bytes';

const inputFields = [
  {
    key: 'permanent',
    label: 'Growth Is Permanent',
    type: 'copy',
    helpText: 'Storage can grow but never shrink, and larger storage costs more from then on.',
  },
  { ...oneClusterField, required: true },
  {
    key: 'storage_gib_per_node',
    group: 'size',
    label: 'Target Size (GiB per Node)',
    type: 'integer',
    unit: 'GiB',
    min: 1,
    helpText:
      'The total afterwards, not the amount to add. Fill in this or “Or Target Usage (%)”. If the cluster already has this much, nothing changes.',
  },
  {
    key: 'target_used_percent',
    group: 'size',
    label: 'Or Target Usage (%)',
    type: 'number',
    unit: '%',
    min: 10,
    max: 95,
    helpText:
      'Expands until the fullest node uses at most this percentage of its storage. Nothing is bought while an earlier expansion is still taking effect. Leave blank if you fill in the target size.',
  },
  {
    key: 'maximum_gib_per_node',
    group: 'size',
    label: 'Maximum Size (GiB per Node)',
    type: 'integer',
    unit: 'GiB',
    min: 1,
    helpText:
      'Never expands beyond this size. Required with a target usage, so that costs stay limited; leave blank with a target size.',
  },
  ...safetyFields,
] as const;

type Input = InputOf<typeof inputFields>;

export const expandClusterStorage = defineAction({
  key: 'expand_cluster_storage',
  noun: 'Cluster Storage',
  label: 'Expand Cluster Storage',
  description: 'Expands the storage of a cluster to a target size or target usage.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields,
  record: clusterChangeRecord(
    {
      summary: 'Expanding weather-prod from 64 to 96 GiB per node, about 15 dollars more a month.',
      from: '64 GiB per node',
      to: '96 GiB per node',
      operation: OPERATION,
    },
    {
      limited_by_maximum: flag('Limited by Maximum', false),
      resize_pending: flag('Earlier Resize Pending', false),
      storage_gib_per_node: number('Storage per Node (GiB)', 64),
      target_storage_gib_per_node: number('Target Storage per Node (GiB)', 96),
      ...priceRecord,
    },
  ),
  perform: (run) => changeCluster(run, (cluster) => planExpansion(run, cluster)),
});

/** What is wanted, within the maximum: `bytes` per node as they shall be in the end. */
type Wish = { need: Need; bytes: number; isLimited: boolean };

async function planExpansion(run: Run<Input>, cluster: Cluster) {
  const now = storageBytesPerNode(cluster);
  const { need, bytes, isLimited } = await wishOf(run, cluster, now);
  const isPending = need.kind === 'on its way';
  const after = Math.max(bytes, now ?? 0);
  const name = cluster.name ?? cluster.id;
  return {
    operationType: OPERATION,
    from: now === null ? null : `${inGib(now)} per node`,
    to: `${inGib(after)} per node`,
    doing: `expanding ${name} from ${toGib(now) ?? 'an unknown size'} to ${inGib(after)} per node`,
    already: `${name} ${whyNothing(need, inGib(now))}`,
    isSo: need.kind !== 'unknown' && now !== null && now >= bytes,
    goalReached: !isLimited && need.kind !== 'too soon' && (!isPending || need.isEnough),
    target: { [TARGET]: bytes },
    leadsThere: ({ [TARGET]: target }) => {
      if (isPending) return true;
      return typeof target === 'number' ? target >= bytes : undefined;
    },
    // A size that is told has to be the very one; without it, what the cluster has become is what was done.
    isOurs: (told, asked) => (told[TARGET] ?? now) === asked[TARGET],
    refusal: async () =>
      need.kind === 'unknown' ? need.refusal : refusalOf(run, cluster, bytes, now),
    send: () => expandStorage(run.cloud, cluster.id, bytes),
    gives: async (of, place) => ({
      limited_by_maximum: isLimited,
      resize_pending: isPending,
      storage_gib_per_node: toGib(storageBytesPerNode(of)),
      target_storage_gib_per_node: need.kind === 'unknown' ? null : toGib(after),
      ...(await comparePrices(run, place, of.id, {
        before: pricedAs(of),
        after: pricedAs(of, { storageBytes: after }),
      })),
    }),
  } satisfies ClusterChange<object>;
}

/** Why nothing is bought, in words that follow the cluster's name. */
function whyNothing(need: Need, size: string): string {
  if (need.kind === 'on its way') {
    return `has ${size} per node, and its disks are still following an expansion`;
  }
  if (need.kind === 'too soon') {
    return `was expanded to ${size} per node ${round(need.hoursAgo, 1)} hours ago, and a small second expansion waits until six hours have passed`;
  }
  return `has ${size} per node, which is enough`;
}

async function wishOf(run: Run<Input>, cluster: Cluster, now: number | null): Promise<Wish> {
  const { storage_gib_per_node: size, target_used_percent: percent } = run.input;
  const { maximum_gib_per_node: maximum } = run.input;
  if ((size === undefined) === (percent === undefined)) {
    throw refuse(
      'it takes either “Target Size (GiB per Node)” or “Or Target Usage (%)”',
      'Fill in one of the two.',
    );
  }
  if (size !== undefined) {
    if (maximum !== undefined && size > maximum) {
      throw refuse(
        `the target size (${size} GiB) is more than the maximum size (${maximum} GiB)`,
        'Correct one of the two.',
      );
    }
    const bytes = size * GIB;
    return { need: { kind: 'bytes', bytes }, bytes, isLimited: false };
  }
  if (maximum === undefined) {
    throw refuse(
      'with a target usage a maximum is needed',
      'Fill in “Maximum Size (GiB per Node)”.',
    );
  }
  const need = await neededStorage(run, cluster, percent ?? 0);
  if (need.kind !== 'bytes') return { need, bytes: now ?? 0, isLimited: false };
  const most = maximum * GIB;
  if (need.bytes <= most) return { need, bytes: need.bytes, isLimited: false };
  if (now !== null && now < most) return { need, bytes: most, isLimited: true };
  const refusal = refuse(
    `cluster ${nameOf(cluster)} needs ${inGib(need.bytes)} per node, and the maximum is ${maximum} GiB`,
    'Raise “Maximum Size (GiB per Node)”, or free some storage.',
  );
  return { need: { kind: 'unknown', refusal }, bytes: need.bytes, isLimited: true };
}

/** What the API would refuse, told before it is asked. */
async function refusalOf(
  run: Run<Input>,
  cluster: Cluster,
  wanted: number,
  now: number | null,
): Promise<Refusal | null> {
  const suspended = suspendedRefusal(cluster);
  if (suspended) return suspended;
  if (now !== null && wanted <= now) return null;
  if (cluster.allow_custom_storage === false) {
    return refuse(
      `plan ${cluster.product_name ?? 'of this cluster'} has a fixed storage size`,
      'Change the cluster’s plan first.',
    );
  }
  return storageRefusal(await planOf(run, cluster, null), wanted);
}
