import type { State } from '../state/types.ts';

/** What goes wrong, and where. Only the effects that are given happen. */
export type FaultInput = {
  /** `GET /api/v2/clusters/*`, or a path alone for every method, or `*`. A `*` stands for any text. */
  route: string;
  /** Only requests whose path names this cluster, by id or name. */
  cluster?: string;
  /** Lets so many requests pass first. */
  skip?: number;
  /** Ends after so many requests; without it, it lasts. */
  times?: number;
  /** Waits before answering. */
  latencyMs?: number;
  /** Answers with this status; `body` is JSON (null too) unless it is text. */
  status?: number;
  body?: unknown;
  contentType?: string;
  /** Beside those of the answer, canned or real. */
  headers?: Record<string, string>;
  /** 200 (or `status`) that says nothing: no body, `null`, `{"success": false, ...}`, `{}`. */
  instead?: 'blank' | 'null' | 'unsuccessful' | 'empty';
  /** HTML with status 200 (or with `status`). */
  html?: boolean | string;
  /** 302 (or `status`) to `/?rd=<path>`, or to the address given. */
  redirect?: boolean | string;
  /** 429, with `Retry-After` as given: seconds, or an HTTP date, or nonsense. */
  throttle?: { retryAfter?: string };
  /** Whether a canned answer comes instead of the change, or after it was made. */
  when?: 'before' | 'after';
  /**
   * Destroys the connection: before the change, after it was made, or (`body`) after it was made and
   * in the middle of the body, whose whole Content-Length was told.
   */
  cut?: 'before' | 'after' | 'body';
  /** No answer ever comes, to SQL and the API alike; `after`: although the change was made. */
  silent?: 'before' | 'after';
  /** The real answer (so a change is made), cut off in the middle. */
  malformed?: boolean;
  /** The answer comes so many bytes at a time, with so many milliseconds in between. */
  drip?: { bytes: number; everyMs: number };
  /** 200 with a body of JSON of this many bytes; `gzip`: of some thousandth of it on the wire. */
  flood?: { bytes: number; gzip?: boolean };
  /** A byte order mark before the body. */
  byteOrderMark?: boolean;
  /** The `Date` header, as it is; empty leaves it out. */
  date?: string;
  /** A thing that is new since now is missing from so many lists. */
  staleLists?: number;
  /** SQL is never answered. */
  sqlTimeout?: boolean;
};

const names: Record<keyof FaultInput, true> = {
  route: true,
  cluster: true,
  skip: true,
  times: true,
  latencyMs: true,
  status: true,
  body: true,
  contentType: true,
  headers: true,
  instead: true,
  html: true,
  redirect: true,
  throttle: true,
  when: true,
  cut: true,
  silent: true,
  malformed: true,
  drip: true,
  flood: true,
  byteOrderMark: true,
  date: true,
  staleLists: true,
  sqlTimeout: true,
};

/** Refuses what is no fault, with a sentence. */
export function checkFault(body: Record<string, unknown>): FaultInput {
  const unknown = Object.keys(body).find((it) => !Object.hasOwn(names, it));
  if (unknown) throw new Error(`A fault has no "${unknown}".`);
  if (typeof body.route !== 'string') throw new Error('A fault needs a route.');
  return body as FaultInput;
}

export type Fault = FaultInput & { id: string; hits: number };

export type FaultList = {
  add(input: FaultInput, state: State): Fault;
  clear(): void;
  all(): Fault[];
  /** The faults for this request; each counts as used once more. */
  match(method: string, path: string, state: State): Fault[];
  /** Drops from a list what is to stay hidden a while longer. */
  hideNew(faultId: string, list: unknown[]): unknown[];
};

export function createFaultList(): FaultList {
  let faults: Fault[] = [];
  let count = 0;
  const stale = new Map<string, { known: Set<string>; shown: Map<string, number> }>();
  /** Requests that each has met. */
  const passed = new Map<string, number>();

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
      passed.clear();
    },
    all: () => faults,
    match(method, path, state) {
      const matched = faults.filter(
        (it) =>
          (it.times === undefined || it.hits < it.times) &&
          routeMatches(it.route, method, path) &&
          (it.cluster === undefined || namesCluster(it.cluster, path, state)),
      );
      return matched.filter((fault) => {
        const seen = passed.get(fault.id) ?? 0;
        passed.set(fault.id, seen + 1);
        if (seen < (fault.skip ?? 0)) return false;
        fault.hits += 1;
        return true;
      });
    },
    hideNew(faultId, list) {
      const memory = stale.get(faultId);
      const lists = faults.find((it) => it.id === faultId)?.staleLists ?? 0;
      if (!memory) return list;
      return list.filter((element) => {
        const id = identity(element);
        if (id === undefined || memory.known.has(id)) return true;
        const missed = memory.shown.get(id) ?? 0;
        memory.shown.set(id, missed + 1);
        return missed >= lists;
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
