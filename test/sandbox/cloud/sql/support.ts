import type { SqlCluster, SqlContext, SqlService } from '../../../../sandbox/cloud/sql/service.ts';

export const CTX: SqlContext = {
  now: new Date('2025-06-01T10:30:00Z'),
  issuer: 'http://127.0.0.1:9999/api/v2/meta/jwk/',
};

export const GIB = 1024 ** 3;

export function makeCluster(more: Partial<SqlCluster> = {}): SqlCluster {
  const node = (i: number, shards: number) => ({
    name: `data-hot-${i}`,
    diskSize: 64 * GIB,
    diskUsed: (32 + i) * GIB,
    cpuPercent: 10 + i,
    heapUsed: 1 * GIB,
    heapMax: 4 * GIB,
    load1: 0.5 + i,
    processors: 2,
    shards,
  });
  return {
    id: 'c0ffee00-0000-4000-8000-000000000001',
    name: 'prod',
    version: '5.9.3',
    user: 'admin',
    gcAvailable: true,
    nodes: [node(0, 7), node(1, 8), node(2, 9)],
    ...more,
  };
}

export type Reply = {
  cols: string[];
  col_types?: unknown[];
  rows: unknown[][];
  rowcount: number;
  duration: number;
  results: Array<{ rowcount: number; error?: { code: number; message: string } }>;
  error?: { code: number; message: string };
  error_trace?: string;
};

export type Call = {
  cluster?: SqlCluster;
  world?: string;
  ctx?: SqlContext;
  args?: unknown[];
  /** The body itself, where JSON.stringify would lose something. */
  body?: string;
  bulk?: unknown[][];
  query?: Record<string, string>;
  defaultSchema?: string;
};

/** Asks as a client does: with a token of the cluster, and the JSON text of the reply beside its value. */
export async function ask(service: SqlService, stmt: string, call: Call = {}) {
  const { cluster = makeCluster(), world = 'first', ctx = CTX, query = { types: '' } } = call;
  const { token } = await service.issueToken(cluster, { ...ctx, lifetimeSeconds: 60 });
  const reply = await service.handle(
    cluster,
    {
      world,
      authorization: `Bearer ${token}`,
      query,
      body: call.body ?? JSON.stringify({ stmt, args: call.args, bulk_args: call.bulk }),
      ...(call.defaultSchema !== undefined && { defaultSchema: call.defaultSchema }),
    },
    ctx,
  );
  const json: Reply = JSON.parse(reply.body);
  return { status: reply.status, headers: reply.headers, text: reply.body, ...json };
}
