import {
  delayFileSystem,
  fileSystemBytes,
  provisionedBytes,
  rebaseUsage,
} from '../clusters/disks.ts';
import { turnBackupPeriod } from '../clusters/snapshots.ts';
import { ApiError } from '../server/errors.ts';
import { put } from '../state/state.ts';
import type { Cluster, ClusterChange, Operation, OperationStep } from '../state/types.ts';
import { SECOND, stamp, zoneless } from '../world/times.ts';
import { nextId, type World, writtenDc } from '../world/world.ts';
import { type OperationPlan, planOperation } from './steps.ts';

/** API: only these say what they change from and to. */
const DOCUMENTED_TARGETS = new Set(['SCALE', 'UPGRADE', 'ALLOWED_CIDR_UPDATE']);

/** API: one operation at a time on a cluster. */
export function refuseIfBusy(world: World, cluster: Cluster): void {
  if (cluster.health.running_operation === '') return;
  const message = 'Another cluster operation is already in progress.';
  throw new ApiError(world.switches.conflictStatus, message);
}

/** Registers an operation; the cluster keeps its values until it ends. */
export function startOperation(world: World, cluster: Cluster, plan: OperationPlan): Operation {
  const operation = planOperation(plan, {
    id: nextId(world, 'operation'),
    cluster,
    at: world.clock.now().getTime(),
    dc: writtenDc(world),
  });
  const { operationTargets } = world.switches;
  if (operationTargets === 'documented' && !DOCUMENTED_TARGETS.has(plan.type)) {
    operation.non_sensitive_data = {};
  }
  put(world.state, 'operation', operation);
  world.running.add(operation.id);
  return operation;
}

/** Takes every running operation as far as `now` (milliseconds), in order of time. */
export function settleOperations(world: World, now: number): void {
  if (world.running.size === 0) return;
  const due = [...world.running].flatMap((id) => {
    const operation = world.state.operation.get(id);
    if (!operation?.sandbox) {
      world.running.delete(id);
      return [];
    }
    return operation.sandbox.steps
      .filter((step) => step.at <= now)
      .map((step) => ({ operation, step }));
  });
  due.sort((a, b) => a.step.at - b.step.at);
  for (const { operation, step } of due) takeStep(world, operation, step);
}

function takeStep(world: World, operation: Operation, step: OperationStep): void {
  const skew = world.switches.clockSkewSeconds * SECOND;
  operation.status = step.status;
  operation.feedback_data = { message: step.message };
  operation.dc.modified = stamp(step.at + skew);
  const { sandbox } = operation;
  if (!sandbox) return;
  sandbox.steps = sandbox.steps.filter((it) => it !== step);
  if (step.status !== 'SUCCEEDED' && step.status !== 'FAILED') return;

  delete operation.sandbox;
  world.running.delete(operation.id);
  const cluster = world.state.cluster.get(operation.entity_id);
  if (!cluster) return;
  if (cluster.last_async_operation === operation.id) cluster.health.running_operation = '';
  if (step.status === 'SUCCEEDED') applyChange(world, cluster, sandbox.change, step.at);
  cluster.dc.modified = operation.dc.modified;
}

function applyChange(world: World, cluster: Cluster, change: ClusterChange, at: number): void {
  const { usage } = cluster.sandbox;
  const nodes = change.fields?.num_nodes ?? cluster.num_nodes;
  rebaseUsage(cluster, at, cluster.num_nodes / nodes);
  usage.nodes = usage.nodes.slice(0, nodes);
  const shown = fileSystemBytes(cluster, at, -1);
  const before = provisionedBytes(cluster);
  Object.assign(cluster, change.fields);
  Object.assign(cluster.hardware_specs, change.hardware_specs);
  if (provisionedBytes(cluster) > before) {
    const hours = cluster.sandbox.disk_delay_hours ?? world.switches.diskDelayHours;
    delayFileSystem(cluster, at, shown, hours);
  }
  if (change.password !== undefined) cluster.sandbox.password = change.password;
  if (change.health) {
    cluster.health.status = change.health;
    // API: a suspended cluster is not asked any more.
    cluster.health.last_seen = change.health === 'SUSPENDED' ? zoneless(at) : null;
  }
  if (change.tables) {
    cluster.sandbox.tables = [...new Set([...cluster.sandbox.tables, ...change.tables])];
    cluster.sandbox.restored_tables.push(...change.tables);
  }
  turnBackupPeriod(cluster, at);
}

/** Ends an operation that would not end by itself; what success changes is changed then. */
export function endOperation(
  world: World,
  operation: Operation,
  status: 'SUCCEEDED' | 'FAILED',
  message: string,
): void {
  operation.sandbox ??= { steps: [], change: {} };
  takeStep(world, operation, { at: world.clock.now().getTime(), status, message });
}

/** When the last running operation will end (milliseconds); undefined when none runs. */
export function lastEnd(world: World): number | undefined {
  const ends = [...world.running].map((id) => {
    const steps = world.state.operation.get(id)?.sandbox?.steps ?? [];
    return steps.at(-1)?.at ?? 0;
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}
