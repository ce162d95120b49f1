import { toJsonText } from '../values/json-text.ts';
import type { ObjectValue } from '../values/value.ts';

/** One version of one row. */
export type Doc = {
  key: string;
  id: string;
  source: ObjectValue;
  version: number;
  seqNo: number;
  shard: number;
  /** Of a partitioned table. */
  partition: string;
  /** What it takes on a disk, about. */
  bytes: number;
};

type Change = { key: string; doc: Doc | undefined; at: number };

/**
 * The rows of a table. A lookup by key sees what is written, everything else what was there at the last
 * refresh: so two maps, and the changes that the second does not have yet.
 */
export type Store = {
  get(key: string): Doc | undefined;
  /** The version a deleted row had: a new one with its key goes on counting. */
  deletedVersion(key: string): number;
  put(doc: Omit<Doc, 'seqNo' | 'version' | 'bytes'>, at: number): Doc;
  remove(key: string, at: number): boolean;
  /** Makes visible what was written at or before a time. */
  refresh(until: number): void;
  /** What searches see: by partition and shard, in the order written. */
  visible(): Doc[];
  /** All that are there, seen or not. */
  all(): Iterable<Doc>;
  count(): number;
  partitions: Map<string, ObjectValue>;
  /** Ends the rows of a partition at once. */
  dropPartition(ident: string): void;
  rewrite(change: (source: ObjectValue) => void): void;
};

export function createStore(): Store {
  const current = new Map<string, Doc>();
  const seen = new Map<string, Doc>();
  const deleted = new Map<string, number>();
  const seqNos = new Map<string, number>();
  const partitions = new Map<string, ObjectValue>();
  let pending: Change[] = [];
  let sorted: Doc[] | undefined;

  const nextSeqNo = (partition: string, shard: number): number => {
    const place = `${partition}/${shard}`;
    const next = seqNos.get(place) ?? 0;
    seqNos.set(place, next + 1);
    return next;
  };

  function apply({ key, doc }: Change): void {
    // A changed row moves to the end, as in Lucene.
    seen.delete(key);
    if (doc) seen.set(key, doc);
    sorted = undefined;
  }

  return {
    get: (key) => current.get(key),
    deletedVersion: (key) => deleted.get(key) ?? 0,
    put(given, at) {
      const version = (current.get(given.key)?.version ?? deleted.get(given.key) ?? 0) + 1;
      const bytes = Buffer.byteLength(toJsonText(given.source)) + 100;
      const doc = { ...given, version, seqNo: nextSeqNo(given.partition, given.shard), bytes };
      deleted.delete(given.key);
      current.set(given.key, doc);
      pending.push({ key: given.key, doc, at });
      return doc;
    },
    remove(key, at) {
      const doc = current.get(key);
      if (!doc) return false;
      nextSeqNo(doc.partition, doc.shard);
      current.delete(key);
      deleted.set(key, doc.version + 1);
      pending.push({ key, doc: undefined, at });
      return true;
    },
    refresh(until) {
      const due = pending.findIndex((change) => change.at > until);
      const ready = due < 0 ? pending : pending.slice(0, due);
      if (ready.length === 0) return;
      pending = due < 0 ? [] : pending.slice(due);
      for (const change of ready) apply(change);
    },
    visible() {
      sorted ??= [...seen.values()].sort(
        (a, b) =>
          (a.partition < b.partition ? -1 : a.partition > b.partition ? 1 : 0) || a.shard - b.shard,
      );
      return sorted;
    },
    all: () => current.values(),
    count: () => current.size,
    partitions,
    dropPartition(ident) {
      for (const map of [current, seen]) {
        for (const [key, doc] of map) if (doc.partition === ident) map.delete(key);
      }
      pending = pending.filter(({ doc }) => doc?.partition !== ident);
      partitions.delete(ident);
      sorted = undefined;
    },
    rewrite(change) {
      const sources = new Set([...current.values(), ...seen.values()].map((doc) => doc.source));
      for (const { doc } of pending) if (doc) sources.add(doc.source);
      for (const source of sources) change(source);
    },
  };
}
