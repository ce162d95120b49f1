/** A tiny CrateDB Cloud whose clusters are measured by SQL: nodes that fall silent or leave, disks, operations. */
import type { Random } from '../random.ts';
import { HOUR, iso, many, OtherReply, period, type Question, timesBetween } from '../world.ts';
import { type Wandering, wanders } from './wandering.ts';

/**
 * How a node is: silent in both ways that CrateDB has, and in one that it may have; with its numbers as texts,
 * which are numbers all the same; or not in the cluster.
 */
type NodeState = 'ok' | 'texts' | 'nulls' | 'minus_one' | 'not_a_number' | 'gone';

/** States in which a node tells what it uses. */
export const tells = (state: NodeState) => state === 'ok' || state === 'texts';

export type ClusterState =
  | 'ok'
  | 'no_answer'
  | 'ip_allowlist'
  | 'not_allowed'
  /** Answers of its own, or of something before it, that are not those of an allowlist. */
  | 'no_privilege'
  | 'host_refused'
  | 'intercepted'
  | 'no_grand_central'
  | 'old_version'
  | 'suspended'
  | 'changing';

/** Away on purpose, so neither an alarm nor a reason to fail. */
const EXPECTED: readonly (ClusterState | 'absent')[] = ['suspended', 'changing', 'absent'];

type Node = { name: string; value: Wandering<number>; is: Wandering<NodeState> };
type Operation = { id: string; type: string; status: string; ended: number };

export type Watched = {
  id: string;
  /** False before it is made and after it is deleted; it may come and go. */
  there: Wandering<boolean>;
  nodes: Node[];
  /** A dedicated master has a small disk, as good as full, and no data: nothing about it is a node's usage. */
  hasMaster: boolean;
  is: Wandering<ClusterState>;
  operations: Operation[];
};

/** What is answered to a statement in some of the states. */
const REFUSALS: Partial<Record<ClusterState, { status: number; text: string }>> = {
  no_privilege: {
    status: 404,
    text: `{"error":{"message":"SchemaUnknownException[Schema 'sys' unknown]","code":4045}}`,
  },
  host_refused: { status: 401, text: 'No valid auth.host_based.config entry found for host "x"' },
  intercepted: { status: 403, text: '<html>Request blocked</html>' },
};

/** States in which a cluster has no allowlist; in others it has one that Zapier is not on. */
const OPEN: readonly ClusterState[] = ['ok', 'no_answer', 'suspended', 'changing', 'old_version'];

const GIB = 2 ** 30;

/** How a node shows its value in the columns of `sys.nodes`. */
export type Shown = 'storage' | 'cpu' | 'heap' | 'load' | 'shards';

export type Setup = {
  count: number;
  states: readonly ClusterState[];
  /** What a node's value can be, 0 to 100. */
  values: readonly number[];
  shown: Shown;
  /** False for worlds so big that nothing else may happen in them. */
  lively: boolean;
  /** As `sys.cluster` has them; null for an answer without them. */
  watermarks?: readonly [string, string, string] | null;
};

export function usageWorld(random: Random, start: number, setup: Setup) {
  const { lively } = setup;
  const nodeStates: NodeState[] = lively
    ? [...many(9, () => 'ok' as const), 'texts', 'nulls', 'minus_one', 'not_a_number', 'gone']
    : ['ok'];
  const clusters = many(
    setup.count,
    (): Watched => ({
      id: random.id(),
      there: wanders(random, start, lively ? [true, true, true, true, false] : [true], 8 * HOUR),
      is: wanders(random, start, setup.states, 3 * HOUR),
      operations: [],
      hasMaster: lively && random.chance(0.2),
      nodes: many(lively ? random.whole(1, 3) : 1, (index) => ({
        name: `data-hot-${index}`,
        value: wanders(random, start, setup.values, 2 * HOUR),
        // A cluster without a single node has nobody to answer.
        is: wanders(
          random,
          start,
          index === 0 ? nodeStates.filter((it) => it !== 'gone') : nodeStates,
          4 * HOUR,
        ),
      })),
    }),
  );

  function live(from: number, to: number): void {
    for (const { there, is, nodes, operations } of clusters) {
      there.live(to);
      is.live(to);
      for (const node of nodes) {
        node.value.live(to);
        node.is.live(to);
      }
      if (!lively) continue;
      for (const ended of timesBetween(random, from, to, 0.1)) {
        const type = random.pick([
          'EXPAND_STORAGE',
          'SCALE',
          'CHANGE_COMPUTE',
          'ALLOWED_CIDR_UPDATE',
        ]);
        const status = random.pick(['FAILED', 'FAILED', 'SUCCEEDED']);
        operations.push({ id: random.id(), type, status, ended });
      }
    }
  }

  return {
    clusters,
    live,
    answer: (question: Question) => answerOf(question, clusters, setup),
  };
}

/** Nodes that tell their value, with it. */
export const knownNodes = (cluster: Watched, at: number) =>
  cluster.nodes.flatMap(({ name, value, is }) =>
    tells(is.at(at)) ? [{ name, value: value.at(at) }] : [],
  );

/** What is known of a cluster: its state, that no node of it tells anything, or that there is none. */
export function stateOf(cluster: Watched, at: number): ClusterState | 'silent' | 'absent' {
  if (!cluster.there.at(at)) return 'absent';
  const state = cluster.is.at(at);
  return state === 'ok' && knownNodes(cluster, at).length === 0 ? 'silent' : state;
}

/** True when there are clusters that should be measured, and not one is. */
export function noneMeasured(clusters: readonly Watched[], at: number): boolean {
  const states = clusters.map((cluster) => stateOf(cluster, at));
  return (
    !states.includes('ok') &&
    states.some((state) => !(EXPECTED as readonly string[]).includes(state))
  );
}

const REMEDIES = ['EXPAND_STORAGE', 'SCALE', 'CHANGE_COMPUTE'];

const pastOf = ({ operations }: Watched, at: number) =>
  operations.filter(({ ended }) => ended <= at);

/** The remedies that failed in the present period, and before them none: the last is the one to tell. */
export function failedIn(cluster: Watched, at: number, now: number, repeat: string): string[] {
  const failed = pastOf(cluster, at).filter(
    ({ type, status, ended }) =>
      REMEDIES.includes(type) &&
      status === 'FAILED' &&
      period(ended, repeat) === period(now, repeat),
  );
  return ['none', ...failed.map(({ id }) => id)];
}

/** The latest remedy that failed in the present period. */
export const failedOf = (...of: Parameters<typeof failedIn>): string =>
  failedIn(...of).at(-1) ?? 'none';

/** The failure of a cluster's own operations may hide what came of a remedy, and nothing else. */
export const bearsOperations = (truth: string, path: string): boolean =>
  path.endsWith('/operations/') &&
  truth.startsWith(`${path.split('/')[2]}:`) &&
  !truth.endsWith(':none');

function answerOf(question: Question, clusters: readonly Watched[], setup: Setup): unknown {
  const { path, at, now, sqlUrl, statement } = question;
  const present = clusters.filter(({ there }) => there.at(at));
  if (path === '/clusters/') return present.map((cluster) => clusterView(cluster, at, sqlUrl));
  const [, kind, id = ''] = path.split('/');
  const cluster = present.find((one) => one.id === id);
  if (!cluster) return undefined;
  const state = cluster.is.at(at);
  if (kind === 'sql') {
    const refusal = REFUSALS[state];
    if (refusal) return new OtherReply(refusal);
    return state === 'ok' ? sqlAnswer(cluster, at, statement, setup) : new OtherReply('cut');
  }
  if (path.endsWith('/operations/')) {
    return { operations: pastOf(cluster, at).reverse().map(operationView) };
  }
  if (path === `/clusters/${id}/`) return clusterView(cluster, at, sqlUrl);
  if (!path.endsWith('/jwt/')) return undefined;
  if (state === 'not_allowed') return new OtherReply({ status: 403, text: '{"success":false}' });
  if (state === 'no_grand_central') return undefined;
  return { token: `token-${id}`, expiry: iso(now + HOUR) };
}

const operationView = ({ ended, ...operation }: Operation) => ({
  ...operation,
  dc: { created: iso(ended - 60_000), modified: iso(ended) },
});

function clusterView(cluster: Watched, at: number, sqlUrl: Question['sqlUrl']) {
  const { id, nodes } = cluster;
  const state = cluster.is.at(at);
  const past = pastOf(cluster, at);
  const last = past.at(-1);
  return {
    id,
    name: `cluster-${id}`,
    url: sqlUrl(id),
    num_nodes: nodes.length,
    crate_version: state === 'old_version' ? '5.6.4' : '6.2.1',
    hardware_specs: { disk_size_per_node_bytes: orderedDisk(past) },
    suspended: state === 'suspended',
    ip_whitelist: OPEN.includes(state) ? [] : [{ cidr: '10.0.0.0/8' }],
    gc_available: state !== 'no_grand_central',
    health: {
      status: 'GREEN',
      running_operation: state === 'changing' ? 'SCALE' : '',
      last_seen: iso(at),
    },
    last_async_operation: last ? operationView(last) : null,
  };
}

/** What was ordered, and not what there is: the file systems follow much later, beyond all of a history. */
const orderedDisk = (past: readonly Operation[]): number =>
  past
    .filter(({ type, status }) => type === 'EXPAND_STORAGE' && status === 'SUCCEEDED')
    .reduce((bytes) => Math.min(bytes * 2, 1024 * GIB), 100 * GIB);

/** A node's row of a dedicated master. */
const MASTER = ['master-0', ...[8, 7.9, 0.1].map((gib) => gib * GIB), 100, 999, 1000, 19, 2, null];

function sqlAnswer(cluster: Watched, at: number, statement: string, setup: Setup) {
  if (statement.includes('sys.cluster')) {
    return setup.watermarks ? table([[...setup.watermarks]]) : table([]);
  }
  const present = cluster.nodes.filter(({ is }) => is.at(at) !== 'gone');
  const masters = cluster.hasMaster ? [MASTER] : [];
  if (statement.includes('sys.shards')) {
    const count = (value: number) => (setup.shown === 'shards' ? value * 10 : 3);
    return table(present.map(({ name, value }) => [name, count(value.at(at))]));
  }
  return table([
    ...masters,
    ...present.map(({ name, value, is }) => {
      if (is.at(at) === 'nulls') return [name, ...many(9, () => null)];
      if (is.at(at) === 'minus_one') return [name, ...many(8, () => -1), null];
      if (is.at(at) === 'not_a_number') return [name, ...many(8, () => 'NaN'), []];
      const told = columns(value.at(at), setup.shown);
      return [name, ...(is.at(at) === 'texts' ? told.map(asText) : told)];
    }),
  ]);
}

const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);

/** Two data paths, of which the first is as full as the value says, and the second nearly empty. */
function columns(value: number, shown: Shown): unknown[] {
  const used = shown === 'storage' ? value : 10;
  const disks = [
    { size: 100 * GIB, used: used * GIB, available: (100 - used) * GIB },
    { size: 400 * GIB, used: GIB, available: 399 * GIB },
  ];
  const [size, all] = [500 * GIB, (used + 1) * GIB];
  const cpu = shown === 'cpu' ? value : 1;
  const heap = shown === 'heap' ? value * 10 : 1;
  const load = shown === 'load' ? value / 5 : 0.5;
  return [size, all, size - all, cpu, heap, 1000, load, 2, disks];
}

const table = (rows: unknown[][]) => ({
  cols: (rows[0] ?? []).map((_value, index) => `c${index}`),
  // 0 stands for anything: values come as they are.
  col_types: (rows[0] ?? []).map(() => 0),
  rows,
  rowcount: rows.length,
});
