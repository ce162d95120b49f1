import type { Fault, FaultInput } from '../faults/faults.ts';
import type {
  Cluster,
  DiskUsage,
  Kind,
  NodeUsage,
  SqlBehaviour,
  Watermarks,
} from '../state/types.ts';
import type { ChangeLogEntry, RequestLogEntry } from '../world/log.ts';
import type { Switches } from '../world/switches.ts';
import type { SeedInfo } from './seed-info.ts';

export type { Fault, FaultInput } from '../faults/faults.ts';
export type { Kind } from '../state/types.ts';
export type { ChangeLogEntry, RequestLogEntry } from '../world/log.ts';
export type { Switches } from '../world/switches.ts';
export type { SeedInfo, SeedKey } from './seed-info.ts';

export type Duration = { seconds?: number; minutes?: number; hours?: number; days?: number };

export type UsagePatch = {
  /** Of one node's disk. */
  used_percent?: number;
  /** On one node. */
  used_bytes?: number;
  growth_bytes_per_hour?: number;
  cpu_percent?: number;
  heap_percent?: number;
  /** At least so many copies of shards on each node; what the tables lack is old, empty partitions. */
  shards?: number;
  /** By ordinal: what single nodes have other than the rest, disks and silence included. */
  nodes?: NodePatch[];
  /** Likewise of dedicated masters (`master_product_name`). */
  masters?: NodePatch[];
};

export type NodePatch = Omit<NodeUsage, 'disks'> & {
  used_percent?: number;
  disks?: Array<DiskUsage & { used_percent?: number }>;
};

/** `status` is the health status. Everything else is a field of the cluster, in the API's form. */
export type ClusterPatch = Partial<Omit<Cluster, 'sandbox' | 'health' | 'hardware_specs'>> & {
  status?: Cluster['health']['status'];
  health?: Partial<Cluster['health']>;
  hardware_specs?: Partial<Cluster['hardware_specs']>;
  usage?: UsagePatch;
  growth_bytes_per_hour?: number;
  /** `allowlisted` lets only 203.0.113.0/24 in; `ok` lets everybody in. */
  sql?: SqlBehaviour | 'allowlisted';
  sql_delay_ms?: number;
  failed_checks?: Cluster['sandbox']['failed_checks'];
  failed_node_checks?: Cluster['sandbox']['failed_node_checks'];
  tables?: string[];
  /** No more automatic snapshots, although the schedule stays. */
  backups_stopped?: boolean;
  /** Hours until the file system follows an expansion, instead of the switch; below 0: never. */
  disk_delay_hours?: number | null;
  /** What a node's file system shows from now on, whatever is provisioned; null: what is provisioned. */
  file_system_bytes?: number | null;
  watermarks?: Partial<Watermarks>;
  /** Of the database user. */
  password?: string | null;
};

export type StuckOperation = {
  /** EXPAND_STORAGE unless said. */
  type?: string;
  /** For how long; 120 unless said. */
  hours?: number;
  /** Whether the cluster tells it as `running_operation` too. */
  busy?: boolean;
  message?: string;
  /** `non_sensitive_data`. */
  targets?: Record<string, unknown>;
};

/** Everything one can do to a sandbox beside the API; times are ISO 8601 in UTC. */
export type CloudControl = {
  origin: string;
  seed(): Promise<SeedInfo>;
  now(): Promise<string>;
  advance(by: Duration): Promise<string>;
  /** Sandbox seconds per real second; 0 stands still. */
  speed(speed: number): Promise<void>;
  /** The switches, after setting those of `patch`. */
  switches(patch?: Partial<Switches>): Promise<Switches>;
  fault(fault: FaultInput): Promise<{ id: string }>;
  faults(): Promise<Fault[]>;
  clearFaults(): Promise<void>;
  requests(): Promise<RequestLogEntry[]>;
  changes(): Promise<ChangeLogEntry[]>;
  clearLogs(): Promise<void>;
  /** Changes a cluster at once, without an operation; returns it in the API's form. */
  cluster(idOrName: string, patch?: ClusterPatch): Promise<Record<string, unknown>>;
  failNextOperation(clusterIdOrName: string, message?: string): Promise<void>;
  /** The cluster's next operation goes on until its last step, and stays IN_PROGRESS there. */
  stickNextOperation(clusterIdOrName: string): Promise<void>;
  /** One that has been IN_PROGRESS for hours is the cluster's last; returns it. */
  stuckOperation(clusterIdOrName: string, stuck?: StuckOperation): Promise<Record<string, unknown>>;
  /** Ends what the cluster is busy with, a stuck operation too; SUCCEEDED unless said. */
  endOperation(
    clusterIdOrName: string,
    end?: { status?: 'SUCCEEDED' | 'FAILED'; message?: string },
  ): Promise<void>;
  /** Moves the clock until no operation runs that ends by itself; returns the time. */
  finishOperations(): Promise<string>;
  /** Adds an entity, or merges into the one with the same key; returns it. */
  put(kind: Kind, object: Record<string, unknown>): Promise<Record<string, unknown>>;
  remove(kind: Kind, id: string): Promise<void>;
  /** Starts the SQL engine, which otherwise starts at its first use and takes seconds. */
  startSql(): Promise<void>;
  /** Back to the seed: clock, state, faults, logs, switches. */
  reset(): Promise<void>;
};

type Ask = (
  url: string,
  request: { method: string; body?: string; headers?: Record<string, string> },
) => Promise<{ ok: boolean; text(): Promise<string> }>;

/**
 * A client for the control path of the sandbox at `origin`; a refusal is thrown with its sentence.
 *
 * @param ask what carries a request there, where it is not `fetch`
 */
export function connectCloud(origin: string, ask: Ask = fetch): CloudControl {
  const base = `${origin.replace(/\/$/, '')}/sandbox`;

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await ask(`${base}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const time = async (method: string, path: string, body?: unknown) =>
    (await call<{ now: string }>(method, path, body)).now;
  const part = encodeURIComponent;

  return {
    origin,
    seed: () => call('GET', '/seed'),
    now: () => time('GET', '/clock'),
    advance: (by) => time('POST', '/clock/advance', by),
    speed: (speed) => call('PUT', '/clock/speed', { speed }),
    switches: (patch = {}) => call('PATCH', '/switches', patch),
    fault: (fault) => call('POST', '/faults', fault),
    faults: () => call('GET', '/faults'),
    clearFaults: () => call('DELETE', '/faults'),
    requests: () => call('GET', '/requests'),
    changes: () => call('GET', '/changes'),
    clearLogs: () => call('DELETE', '/logs'),
    cluster: (idOrName, patch = {}) => call('PATCH', `/clusters/${part(idOrName)}`, patch),
    failNextOperation: (idOrName, message) =>
      call('POST', `/clusters/${part(idOrName)}/fail-next-operation`, { message }),
    stickNextOperation: (idOrName) =>
      call('POST', `/clusters/${part(idOrName)}/stick-next-operation`),
    stuckOperation: (idOrName, stuck = {}) =>
      call('POST', `/clusters/${part(idOrName)}/stuck-operation`, stuck),
    endOperation: (idOrName, end = {}) =>
      call('POST', `/clusters/${part(idOrName)}/end-operation`, end),
    finishOperations: () => time('POST', '/operations/finish'),
    put: (kind, object) => call('PUT', `/entities/${part(kind)}`, object),
    remove: (kind, id) => call('DELETE', `/entities/${part(kind)}/${part(id)}`),
    startSql: () => call('POST', '/sql/start'),
    reset: () => call('POST', '/reset'),
  };
}
