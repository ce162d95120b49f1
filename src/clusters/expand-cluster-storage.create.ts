import { expandStorage } from '../clients/cloud/cluster-changes.ts';
import { type Cluster, hasRunningOperation } from '../clients/cloud/clusters.ts';
import { listProducts } from '../clients/cloud/products.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { GIB, gibFor, maxOf, toGib } from '../kit/units.ts';
import {
  busyField,
  type ClusterChange,
  changeCluster,
  clusterChangeRecord,
  previewField,
  pricedAs,
  suspendedRefusal,
} from '../vocabulary/clusters/change.ts';
import { clusterField } from '../vocabulary/clusters/choose.ts';
import { measureCluster } from '../vocabulary/clusters/measure.ts';
import { nameOf, storageBytesPerNode } from '../vocabulary/clusters/record.ts';

const OPERATION = 'EXPAND_STORAGE';

export const expandClusterStorage = defineAction({
  key: 'expand_cluster_storage',
  noun: 'Cluster Storage',
  label: 'Expand Cluster Storage',
  description: 'Expands the storage of a cluster to at least a size.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: [
    {
      key: 'permanent',
      label: 'Growth Is Permanent',
      type: 'copy',
      helpText: 'Storage can grow but never shrink, and larger storage costs more from then on.',
    },
    { ...clusterField, required: true },
    {
      key: 'gib_per_node',
      label: 'At Least (GiB per Node)',
      type: 'integer',
      unit: 'GiB',
      min: 1,
      helpText:
        'Fill in this or the next field. A cluster that has as much already is left as it is.',
    },
    {
      key: 'used_percent',
      label: 'Or Until Used at Most (%)',
      type: 'number',
      unit: '%',
      min: 10,
      max: 95,
      helpText: 'Grows so far that what the fullest node stores now is at most this much of it.',
    },
    {
      key: 'ceiling_gib_per_node',
      label: 'Never More Than (GiB per Node)',
      type: 'integer',
      unit: 'GiB',
      min: 1,
      helpText:
        'Needed with a percentage, so that a flood of data cannot grow the bill without limit.',
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) => changeCluster(run, (cluster) => planExpansion(run, cluster)),
});

type Input = {
  cluster_id: string;
  gib_per_node: number | undefined;
  used_percent: number | undefined;
  ceiling_gib_per_node: number | undefined;
  if_busy: 'later' | 'stop';
  preview: boolean;
};

async function planExpansion(run: Run<Input>, cluster: Cluster): Promise<ClusterChange> {
  const now = storageBytesPerNode(cluster);
  const wanted = await wantedBytes(run, cluster, now);
  return {
    operationType: OPERATION,
    from: now === null ? null : `${toGib(now)} GiB per node`,
    to: wanted === 'growing' ? 'more, already on its way' : `${toGib(wanted)} GiB per node`,
    isSo: wanted !== 'growing' && now !== null && now >= wanted,
    target: wanted === 'growing' ? {} : { target_disk_size_per_node_bytes: wanted },
    leadsThere: ({ target_disk_size_per_node_bytes: target }) => {
      if (wanted === 'growing') return true;
      return typeof target === 'number' ? target >= wanted : undefined;
    },
    refusal: async () => (wanted === 'growing' ? null : refusalOf(run, cluster, wanted)),
    priceBefore: pricedAs(cluster),
    priceAfter:
      wanted === 'growing' ? null : pricedAs(cluster, { storageBytes: Math.max(wanted, now ?? 0) }),
    send: () => expandStorage(run.cloud, cluster.id, wanted === 'growing' ? 0 : wanted),
  };
}

/**
 * The size that fulfils the input, in whole GiB. `growing`: a percentage is wanted, and the cluster
 * cannot be measured because its storage is being expanded right now.
 */
async function wantedBytes(
  run: Run<Input>,
  cluster: Cluster,
  now: number | null,
): Promise<number | 'growing'> {
  const { gib_per_node: least, used_percent: percent, ceiling_gib_per_node: ceiling } = run.input;
  if ((least === undefined) === (percent === undefined)) {
    throw refuse(
      'it takes either “At Least (GiB per Node)” or “Or Until Used at Most (%)”',
      'Fill in one of the two.',
    );
  }
  if (least !== undefined) {
    if (ceiling !== undefined && least > ceiling) {
      throw refuse(
        `“At Least” (${least} GiB) is more than “Never More Than” (${ceiling} GiB)`,
        'Correct one of the two.',
      );
    }
    return least * GIB;
  }
  if (ceiling === undefined) {
    throw refuse(
      'with a percentage a ceiling is needed',
      'Fill in “Never More Than (GiB per Node)”.',
    );
  }
  return neededBytes(run, cluster, now, percent ?? 0, ceiling);
}

async function neededBytes(
  run: Run<Input>,
  cluster: Cluster,
  now: number | null,
  percent: number,
  ceiling: number,
): Promise<number | 'growing'> {
  const measured = await measureCluster(run, cluster);
  if ('unmeasured' in measured) {
    if (hasRunningOperation(cluster) && cluster.last_async_operation.type === OPERATION) {
      return 'growing';
    }
    throw refuse(measured.why, measured.next);
  }
  const used = maxOf(measured.usage.map((node) => node.diskUsed));
  const size = maxOf(measured.usage.map((node) => node.diskSize));
  if (used === null || size === null || size === 0) {
    throw refuse(
      `cluster ${nameOf(cluster)} does not tell its storage`,
      'Give a size in GiB instead.',
    );
  }
  const provisioned = now ?? size;
  if (used <= (size * percent) / 100) return provisioned;
  // A file system shows a little less than what was provisioned, so the need is scaled up to it.
  const needed = gibFor((used / (percent / 100)) * (provisioned / size));
  if (needed <= ceiling) return needed * GIB;
  if (provisioned >= ceiling * GIB) {
    throw refuse(
      `cluster ${nameOf(cluster)} needs ${needed} GiB per node, and the ceiling is ${ceiling} GiB`,
      'Raise “Never More Than”, or free some storage.',
    );
  }
  return ceiling * GIB;
}

/** What the API would refuse, told before it is asked. */
async function refusalOf(run: Run<Input>, cluster: Cluster, wanted: number) {
  const suspended = suspendedRefusal(cluster);
  if (suspended) return suspended;
  if (cluster.allow_custom_storage === false) {
    return refuse(
      `plan ${cluster.product_name ?? 'of this cluster'} has a fixed storage size`,
      'Change the cluster’s plan first.',
    );
  }
  const products = await listProducts(run.cloud, {
    name: cluster.product_name ?? undefined,
    tier: cluster.product_tier ?? undefined,
  }).catch(() => []);
  const most = maxOf(
    products
      .filter((product) => product.name === cluster.product_name)
      .map((product) => product.specs.storage_maximum_bytes),
  );
  if (most === null || wanted <= most) return null;
  return refuse(
    `plan ${cluster.product_name} allows at most ${toGib(most)} GiB per node, not ${toGib(wanted)}`,
    'Choose a smaller size, or another plan.',
  );
}
