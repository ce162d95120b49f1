import { findPlan, hardwareOf } from '../state/catalog.ts';
import type { Cluster } from '../state/types.ts';
import type { OperationPlan } from './steps.ts';

/*
 * One plan per kind of operation: what it says, how long it takes, what it changes.
 * The texts are the operator's; an idle step from 3 to 4 nodes takes about two and a half minutes.
 */

const plural = (count: number) => `${count} ${count === 1 ? 'node' : 'nodes'}`;

const rolling = (nodes: number): string[] =>
  Array.from({ length: nodes }, (_, index) => [
    `Waiting for node ${index + 1}/${nodes} to be terminated...`,
    `Waiting for node ${index + 1}/${nodes} to be restarted...`,
  ]).flat();

export function createPlan(cluster: Cluster): OperationPlan {
  return {
    type: 'CREATE',
    request: 'creation',
    progress: [
      'Cluster creation started. Waiting for the node(s) to be created and creating other required resources.',
    ],
    done: 'The cluster has been created successfully.',
    seconds: 240,
    targets: { cluster_name: cluster.name },
    change: { health: 'GREEN' },
  };
}

export function scalePlan(cluster: Cluster, unit: number): OperationPlan {
  const from = cluster.num_nodes;
  const to = unit + 1;
  return {
    type: 'SCALE',
    request: 'scaling',
    progress: [
      to > from
        ? `Scaling up from ${from} to ${plural(to)}. Waiting for new node(s) to be present.`
        : `Scaling down from ${from} to ${plural(to)}. Waiting for node(s) to be gone.`,
    ],
    done: `Successfully scaled cluster to ${plural(to)}.`,
    seconds: 150,
    targets: {
      current_product_unit: cluster.product_unit,
      current_num_nodes: from,
      target_product_unit: unit,
      target_num_nodes: to,
    },
    change: { fields: { product_unit: unit, num_nodes: to } },
  };
}

export function upgradePlan(cluster: Cluster, version: string): OperationPlan {
  return {
    type: 'UPGRADE',
    request: 'upgrade',
    progress: rolling(cluster.num_nodes),
    done: 'Successfully upgraded cluster.',
    seconds: 60 + 90 * cluster.num_nodes,
    targets: { current_version: cluster.crate_version, target_version: version },
    change: { fields: { crate_version: version } },
  };
}

export function suspendPlan(cluster: Cluster, suspended: boolean): OperationPlan {
  const resuming = `Starting cluster. Scaling back up to ${plural(cluster.num_nodes)}. Waiting for node(s) to be present.`;
  return {
    type: 'SUSPEND',
    request: 'update',
    progress: [suspended ? 'Suspending cluster.' : resuming],
    done: suspended ? 'Cluster suspended successfully.' : 'Cluster resumed successfully.',
    seconds: suspended ? 60 : 120,
    targets: { current_suspended: cluster.suspended, target_suspended: suspended },
    change: { fields: { suspended }, health: suspended ? 'SUSPENDED' : 'GREEN' },
  };
}

export function storagePlan(cluster: Cluster, bytes: number): OperationPlan {
  return {
    type: 'EXPAND_STORAGE',
    request: 'storage expansion',
    progress: ['Resizing volume(s).'],
    done: 'The cluster storage has been resized successfully.',
    seconds: 300,
    targets: {
      current_disk_size_per_node_bytes: cluster.hardware_specs.disk_size_per_node_bytes,
      target_disk_size_per_node_bytes: bytes,
    },
    change: { hardware_specs: { disk_size_per_node_bytes: bytes } },
  };
}

export function computePlan(cluster: Cluster, product: string): OperationPlan {
  const plan = findPlan(product);
  const hardware = plan ? hardwareOf(plan) : undefined;
  return {
    type: 'CHANGE_COMPUTE',
    request: 'change compute cluster',
    progress: rolling(cluster.num_nodes),
    done: 'Successfully changed the compute of the cluster.',
    seconds: 60 + 90 * cluster.num_nodes,
    targets: { current_product_name: cluster.product_name, target_product_name: product },
    change: {
      fields: { product_name: product, allow_suspend: plan?.kind === 'dedicated' },
      ...(hardware && {
        hardware_specs: {
          cpus_per_node: hardware.cpus_per_node,
          heap_size_bytes: hardware.heap_size_bytes,
          memory_per_node_bytes: hardware.memory_per_node_bytes,
        },
      }),
    },
  };
}

export function allowlistPlan(
  cluster: Cluster,
  list: Array<{ cidr: string; description: string | null }>,
): OperationPlan {
  return {
    type: 'ALLOWED_CIDR_UPDATE',
    request: 'update',
    progress: ['Updating IP Network Whitelist.'],
    done: 'IP Network Whitelist updated successfully.',
    seconds: 40,
    targets: {
      current_ip_whitelist: cluster.ip_whitelist ?? [],
      target_ip_whitelist: list,
    },
    change: { fields: { ip_whitelist: list } },
  };
}

export function backupPlan(cluster: Cluster, schedule: string): OperationPlan {
  return {
    type: 'BACKUP_SCHEDULE_UPDATE',
    request: 'update backup schedule',
    progress: [],
    done: 'Backup schedule updated successfully.',
    seconds: 20,
    targets: {
      current_backup_schedule: cluster.backup_schedule,
      target_backup_schedule: schedule,
    },
    change: { fields: { backup_schedule: schedule } },
  };
}

export function passwordPlan(password: string): OperationPlan {
  return {
    type: 'PASSWORD_UPDATE',
    request: 'update',
    progress: ['Updating password.'],
    done: 'Password updated successfully.',
    seconds: 30,
    targets: {},
    change: { password },
  };
}

export function restorePlan(values: Record<string, unknown>, tables: string[]): OperationPlan {
  return {
    type: 'RESTORE_SNAPSHOT',
    request: 'restore snapshot',
    progress: [
      'Preparing to restore data from snapshot.',
      ...[12, 42, 77].map(
        (percent) => `Please wait while cluster data is being restored... (${percent}%)`,
      ),
    ],
    done: 'The snapshot has been restored successfully.',
    seconds: 600,
    targets: values,
    change: { tables },
  };
}
