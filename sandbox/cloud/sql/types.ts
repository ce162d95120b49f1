/** A node as `sys.nodes` shows it: sizes in bytes, CPU in percent, `shards` as counted in `sys.shards`. */
export type SqlNode = {
  name: string;
  diskSize: number;
  diskUsed: number;
  cpuPercent: number;
  heapUsed: number;
  heapMax: number;
  load1: number;
  processors: number;
  shards: number;
};

/** What the SQL side has to know of a cluster; given anew at each call, so it may change between calls. */
export type SqlCluster = {
  id: string;
  name: string;
  version: string;
  user: string;
  gcAvailable: boolean;
  nodes: SqlNode[];
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
  handle(cluster: SqlCluster, request: SqlRequest, ctx: SqlContext): Promise<SqlReply>;
  close(): Promise<void>;
};
