/** A node as `sys.nodes` shows it: sizes in bytes, CPU in percent. */
export type SqlNode = {
  name: string;
  /** A dedicated master holds no shards. */
  role: 'data' | 'master';
  /** A node that hangs has its id and name, and null or -1 for all else. */
  tells: 'all' | 'nulls' | 'minus_one';
  /** One for each data path. */
  disks: Array<{ dev: string; path: string; size: number; used: number }>;
  /** The sums over its disks. */
  diskSize: number;
  diskUsed: number;
  /** The watermarks that its fullest disk has passed. */
  past: { low: boolean; high: boolean; flood_stage: boolean };
  cpuPercent: number;
  heapUsed: number;
  heapMax: number;
  /** Bytes of RAM. */
  memory: number;
  load1: number;
  processors: number;
};

/** A table as far as its space is concerned. `replicas` is `number_of_replicas`: `0-1`, `2`. */
export type SqlTable = {
  schema: string;
  name: string;
  /** Of each partition. */
  shards: number;
  replicas: string;
  /** A table that is not partitioned has one, with an empty `ident`. `bytes` are of the primaries. */
  partitions: Array<{ ident: string; docs: number; bytes: number }>;
};

/** One copy of a shard; `node` is null while it is unassigned. */
export type SqlShard = {
  schema: string;
  table: string;
  partition: string;
  id: number;
  primary: boolean;
  node: string | null;
  state: 'STARTED' | 'UNASSIGNED';
  docs: number;
  size: number;
};

/** What the SQL side has to know of a cluster; given anew at each call, so it may change between calls. */
export type SqlCluster = {
  id: string;
  name: string;
  version: string;
  user: string;
  gcAvailable: boolean;
  /** What Basic with `user` is checked against; null: nobody knows it. */
  password: string | null;
  /** Nodes that have left are not among them. */
  nodes: SqlNode[];
  /** How many data nodes there should be. */
  expectedNodes: number;
  /** As `sys.cluster` has them among its settings. */
  watermarks: { low: string; high: string; flood_stage: string };
  /** It begins without the tables of the seed. */
  empty?: boolean;
  /** Where the copies of these tables' shards lie. */
  placeShards(tables: SqlTable[]): SqlShard[];
  /** What `sys.snapshots` and `sys.repositories` show: times in milliseconds. */
  snapshots?(): Array<Record<string, unknown>>;
  repositories?: Array<Record<string, unknown>>;
  failedChecks?: Array<{ id: number; severity: 1 | 2 | 3; description: string }>;
  /** `node` is the name of the node. */
  failedNodeChecks?: Array<{ id: number; node: string; severity: number; description: string }>;
};

/** `now` is the sandbox's clock, `issuer` the address of the JWKS that tokens name as their `iss`. */
export type SqlContext = { now: Date; issuer: string };

/** Reply of `/clusters/{id}/jwt/`; `expiry` is ISO 8601. */
export type ClusterToken = { token: string; refresh: string; expiry: string };

/**
 * A request to `/_sql`. `world` changes with every reset of the sandbox and
 * separates the tables of before from those of after.
 */
export type SqlRequest = {
  world: string;
  /** Names the TCP connection it came by, if it came by one. */
  connection?: string;
  /** The sandbox's own call: all that is written is seen at once. */
  fresh?: boolean;
  authorization: string | undefined;
  defaultSchema?: string;
  query: Record<string, string>;
  body: string;
};

export type SqlReply = { status: number; headers: Record<string, string>; body: string };

export type SqlService = {
  issueToken(
    cluster: { id: string; user: string },
    ctx: SqlContext & { lifetimeSeconds: number },
  ): Promise<ClusterToken>;
  /** Null when the refresh token is not ours, altered or past its time. */
  refreshToken(
    refresh: string,
    ctx: SqlContext & { lifetimeSeconds: number },
  ): Promise<ClusterToken | null>;
  jwks(): Promise<{ keys: object[] }>;
  /** The tables of a cluster as the last statement left them; undefined before the first one. */
  tables(world: string, clusterId: string): SqlTable[] | undefined;
  /** Who may ask: the reply to refuse with, or undefined. */
  authorize(
    cluster: SqlCluster,
    authorization: string | undefined,
    ctx: SqlContext,
    world?: string,
  ): Promise<SqlReply | undefined>;
  handle(cluster: SqlCluster, request: SqlRequest, ctx: SqlContext): Promise<SqlReply>;
  close(): Promise<void>;
};
