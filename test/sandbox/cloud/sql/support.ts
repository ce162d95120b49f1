import { placeShards } from '../../../../sandbox/cloud/clusters/shards.ts';
import type {
  SqlCluster,
  SqlContext,
  SqlNode,
  SqlService,
} from '../../../../sandbox/cloud/sql/service.ts';

export const CTX: SqlContext = {
  now: new Date('2025-06-01T10:30:00Z'),
  issuer: 'http://127.0.0.1:9999/api/v2/meta/jwk/',
};

export const GIB = 1024 ** 3;

export function makeCluster(more: Partial<SqlCluster> = {}): SqlCluster {
  const node = (i: number): SqlNode => ({
    name: `data-hot-${i}`,
    role: 'data',
    tells: 'all',
    disks: [{ dev: '/dev/sda', path: '/data/data0', size: 64 * GIB, used: (32 + i) * GIB }],
    diskSize: 64 * GIB,
    diskUsed: (32 + i) * GIB,
    past: { low: false, high: false, flood_stage: false },
    cpuPercent: 10 + i,
    heapUsed: 1 * GIB,
    heapMax: 4 * GIB,
    load1: 0.5 + i,
    memory: 8 * GIB,
    processors: 2,
  });
  return {
    id: 'c0ffee00-0000-4000-8000-000000000001',
    name: 'prod',
    version: '6.4.3',
    user: 'admin',
    gcAvailable: true,
    password: null,
    nodes: [node(0), node(1), node(2)],
    expectedNodes: 3,
    watermarks: { low: '85%', high: '90%', flood_stage: '95%' },
    placeShards: (tables) =>
      placeShards(
        tables,
        [0, 1, 2].map((i) => ({ name: `data-hot-${i}`, present: true, filled: (32 + i) * GIB })),
      ),
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
  connection?: string;
  /** In place of a token of the cluster. */
  authorization?: string;
};

/** Asks as a client does: with a token of the cluster, and the JSON text of the reply beside its value. */
export async function ask(service: SqlService, stmt: string, call: Call = {}) {
  const { cluster = makeCluster(), world = 'first', ctx = CTX, query = { types: '' } } = call;
  const { token } = await service.issueToken(cluster, { ...ctx, lifetimeSeconds: 60 });
  const reply = await service.handle(
    cluster,
    {
      world,
      authorization: call.authorization ?? `Bearer ${token}`,
      query,
      body: call.body ?? JSON.stringify({ stmt, args: call.args, bulk_args: call.bulk }),
      ...(call.defaultSchema !== undefined && { defaultSchema: call.defaultSchema }),
      ...(call.connection !== undefined && { connection: call.connection }),
    },
    ctx,
  );
  const json: Reply = JSON.parse(reply.body);
  return { status: reply.status, headers: reply.headers, text: reply.body, ...json };
}
