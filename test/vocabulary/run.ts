import { Problem } from '../../src/base/problem.ts';
import type { Query } from '../../src/clients/cloud/client.ts';
import { type Cluster, clusterSchema } from '../../src/clients/cloud/clusters.ts';
import { readOne } from '../../src/clients/cloud/wire.ts';
import { accountOf } from '../../src/kit/run/account.ts';
import { createNotes } from '../../src/kit/run/notes.ts';
import type { Run } from '../../src/kit/run/run.ts';

export const NOW = new Date('2026-03-02T09:00:00Z');

export const clusterWith = (facts: object = {}): Cluster =>
  readOne(clusterSchema(), 'a cluster', { id: 'c1', name: 'weather', ...facts });

let accounts = 0;

/**
 * A run on an API that answers by path, which is not found otherwise. A problem among the replies is thrown, a
 * function is asked each time.
 *
 * @returns `asked` fills with the paths, `queries` with what was asked for there, `seconds` with how long
 * something shall be remembered
 */
export function runOn(replies: Record<string, unknown> = {}, over: object = {}) {
  const asked: string[] = [];
  const queries: (Query | undefined)[] = [];
  const seconds: number[] = [];
  const remembered = new Map<string, unknown>();
  accounts += 1;
  const get = async (path: string, query?: Query, begin?: () => (entry: unknown) => unknown) => {
    asked.push(path);
    queries.push(query);
    const known = path in replies ? replies[path] : new Problem('not_found', 'it is not there');
    const reply = typeof known === 'function' ? known() : known;
    if (reply instanceof Error) throw reply;
    return begin && Array.isArray(reply) ? reply.map(begin()) : reply;
  };
  const run = {
    input: {},
    cloud: { get },
    now: () => NOW,
    deadline: { remainingMs: () => 20_000, end: () => {} },
    isSeeding: false,
    sameStep: () => 'step',
    memory: {
      get: async (key: string) => remembered.get(key) ?? null,
      set: async (key: string, value: unknown, forSeconds: number) => {
        remembered.set(key, value);
        seconds.push(forSeconds);
      },
    },
    account: accountOf('https://cloud.example', { key: `key ${accounts}`, secret: 'secret' }),
    notes: createNotes(),
    ...over,
  } as unknown as Run<unknown>;
  return { run, asked, queries, seconds };
}
