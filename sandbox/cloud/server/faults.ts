import type { State } from '../state/types.ts';

/** What goes wrong, and where. Only the effects that are given happen. */
export type FaultInput = {
  /** `GET /api/v2/clusters/*`, or a path alone for every method, or `*`. A `*` stands for any text. */
  route: string;
  /** Only requests whose path names this cluster, by id or name. */
  cluster?: string;
  /** Ends after so many requests; without it, it lasts. */
  times?: number;
  /** Waits before answering. */
  latencyMs?: number;
  /** Answers with this status; `body` is JSON unless it is text. */
  status?: number;
  body?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
  /** HTML with status 200 (or with `status`). */
  html?: boolean | string;
  /** 302 to `/?rd=<path>`, or to the address given. */
  redirect?: boolean | string;
  /** Whether `status`, `html`, `redirect` come instead of the change, or after it was made. */
  when?: 'before' | 'after';
  /** Destroys the connection before the change, or after it was made. */
  cut?: 'before' | 'after';
  /** The real answer (so a change is made), cut off in the middle. */
  malformed?: boolean;
  /** 429, with `Retry-After` as given: seconds, or an HTTP date. */
  throttle?: { retryAfter?: string };
  /** A thing that is new since now is missing from so many lists. */
  staleLists?: number;
  /** SQL is never answered. */
  sqlTimeout?: boolean;
};

export type Fault = FaultInput & { id: string; hits: number };

export type FaultList = {
  add(input: FaultInput, state: State): Fault;
  clear(): void;
  all(): Fault[];
  /** The faults for this request; each counts as used once more. */
  match(method: string, path: string, state: State): Fault[];
  /** Drops from a list what is to stay hidden a while longer. */
  hideNew(fault: Fault, list: unknown[]): unknown[];
};

export function createFaultList(): FaultList {
  let faults: Fault[] = [];
  let count = 0;
  const stale = new Map<string, { known: Set<string>; shown: Map<string, number> }>();

  return {
    add(input, state) {
      count += 1;
      const fault = { ...input, id: `fault-${count}`, hits: 0 };
      faults.push(fault);
      if (input.staleLists) stale.set(fault.id, { known: knownIds(state), shown: new Map() });
      return fault;
    },
    clear() {
      faults = [];
      stale.clear();
    },
    all: () => faults,
    match(method, path, state) {
      const matched = faults.filter(
        (it) =>
          (it.times === undefined || it.hits < it.times) &&
          routeMatches(it.route, method, path) &&
          (it.cluster === undefined || namesCluster(it.cluster, path, state)),
      );
      for (const fault of matched) fault.hits += 1;
      return matched;
    },
    hideNew(fault, list) {
      const memory = stale.get(fault.id);
      if (!memory) return list;
      return list.filter((element) => {
        const id = identity(element);
        if (id === undefined || memory.known.has(id)) return true;
        const missed = memory.shown.get(id) ?? 0;
        memory.shown.set(id, missed + 1);
        return missed >= (fault.staleLists ?? 0);
      });
    },
  };
}

function routeMatches(route: string, method: string, path: string): boolean {
  const [first = '', second] = route.trim().split(/\s+/, 2);
  const pattern = second ?? first;
  if (second !== undefined && first !== '*' && first.toUpperCase() !== method) return false;
  const source = pattern.split('*').map((it) => it.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(path);
}

function namesCluster(cluster: string, path: string, state: State): boolean {
  const found =
    state.cluster.get(cluster) ?? [...state.cluster.values()].find((it) => it.name === cluster);
  const parts = path.split('/');
  return found !== undefined && (parts.includes(found.id) || parts.includes(found.name));
}

function identity(element: unknown): string | undefined {
  if (element === null || typeof element !== 'object') return undefined;
  const it = element as Record<string, unknown>;
  if ('snapshot' in it) return `${it.cluster_id}/${it.repository}/${it.snapshot}`;
  const id = it.id ?? it.uid ?? it.key ?? it.name;
  return typeof id === 'string' ? id : undefined;
}

function knownIds(state: State): Set<string> {
  return new Set(Object.values(state).flatMap((it: Map<string, unknown>) => [...it.keys()]));
}
