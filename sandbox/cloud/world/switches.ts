/**
 * What the real service does in these places is not known for certain. Each default is the likeliest
 * guess; a client should cope with every value.
 */
export type Switches = {
  /** A second operation on a busy cluster. */
  conflictStatus: 400 | 409;
  /** A wrong, missing or inactive key: plain text 401, 302 to `/?rd=<path>`, or JSON 401. */
  unauthorizedForm: 'text' | 'redirect' | 'json';
  /** An id of another organization. Unknown ids are always 404. */
  foreignStatus: 404 | 403;
  /** `crate_versions.stable`: the newest one as an object, or all of them, newest first. */
  versionsForm: 'object' | 'array';
  /** Reply to a new API key: `{key: {...}, secret, success}`, or flat. */
  apiKeyReply: 'nested' | 'flat';
  /** Operations carry their from and to values: all types, or only the three that are documented. */
  operationTargets: 'all' | 'documented';
  /** Lifetime of a cluster token. */
  jwtLifetimeSeconds: number;
  /** Who gets a cluster token. */
  jwtRole: 'org_admin' | 'any';
  /** Asking for the token of a cluster that is suspended or has no Grand Central. */
  jwtUnavailableStatus: 400 | 404;
  /** `storage_bytes` of a price request is for one node, or for all of them. */
  storagePrice: 'per_node' | 'total';
  /** Keys of the rates in `current_cost`: compute, storage and total, or the currency. */
  consumptionRates: 'parts' | 'currency';
  /** What the costs of a consumption are counted in. */
  consumptionUnit: 'dollars' | 'cents';
  /** For how many minutes of a new month the figures of the one before are still given. */
  consumptionLagMinutes: number;
  /** What a price that is asked for an organization is lower for its first three months. */
  promotionPercent: number;
  /** Sends null, or leaves a field out, wherever the real service may. */
  nulls: boolean;
  /** How far the times written into `dc` run ahead of the `Date` header (negative: behind). */
  clockSkewSeconds: number;
  /** A path that lacks its last slash: answered (so the vendor's examples), 404, or 308 to the right one. */
  unslashed: 'answered' | 'unknown' | 'redirect';
  /**
   * Fields of a body that the route does not know, read-only ones among them: passed over, as the
   * vendor's Terraform provider counts on, or refused.
   */
  unknownFields: 'ignored' | 'refused';
  /** Available products: a list, or the one object that the vendor's description shows. */
  availableProductsForm: 'array' | 'object';
  /**
   * A new password while the cluster is being created: taken at once, as the acceptance tests of a
   * Terraform provider expect, or refused like any second operation.
   */
  passwordDuringCreate: 'accepted' | 'refused';
  /** A request that breaks a rule (shrinking a disk, a name that is taken). */
  ruleViolationStatus: 400 | 403 | 409 | 422;
  /** What an organization member may see without a project role. */
  orgMember: 'reads' | 'nothing';
  /** `added` in the reply when somebody without an account is invited. */
  inviteAdded: boolean;
  /** Days until an invitation expires. */
  invitationDays: number;
  /** Scale, upgrade and the like on a suspended cluster. */
  suspendedChanges: 'refused' | 'accepted';
  /** A second scrape of the metrics within a minute: the same text again, or 429. */
  prometheusSurplus: 'cached' | 'throttled';
  /** Days after which an unused API key is deleted; 0 is never. */
  apiKeyExpiryDays: number;
  /** Audit events to a page. */
  auditPageSize: number;
  /** Minutes until a pre-signed address of a file expires. */
  fileLinkMinutes: number;
  /**
   * Hours from the end of a storage expansion until the file systems of the nodes show it; below 0:
   * not by themselves.
   */
  diskDelayHours: number;
  /**
   * A reply of the API: its length is told before it, or it comes in chunks, as behind a gateway that does
   * not wait for the whole, or zipped and in chunks, as behind one that zips.
   */
  bodies: 'whole' | 'chunked' | 'zipped';
  /** An import or export that is cancelled while it runs: stays in the history as FAILED, or goes. */
  cancelledJobs: 'failed' | 'removed';
};

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  conflictStatus: 400,
  unauthorizedForm: 'text',
  foreignStatus: 404,
  versionsForm: 'object',
  apiKeyReply: 'flat',
  operationTargets: 'all',
  jwtLifetimeSeconds: 3600,
  jwtRole: 'org_admin',
  jwtUnavailableStatus: 400,
  storagePrice: 'per_node',
  consumptionRates: 'parts',
  consumptionUnit: 'dollars',
  consumptionLagMinutes: 0,
  promotionPercent: 0,
  nulls: false,
  clockSkewSeconds: 0,
  unslashed: 'answered',
  unknownFields: 'ignored',
  availableProductsForm: 'array',
  passwordDuringCreate: 'accepted',
  ruleViolationStatus: 400,
  orgMember: 'reads',
  inviteAdded: true,
  invitationDays: 7,
  suspendedChanges: 'refused',
  prometheusSurplus: 'cached',
  apiKeyExpiryDays: 0,
  auditPageSize: 50,
  fileLinkMinutes: 60,
  diskDelayHours: 0,
  bodies: 'whole',
  cancelledJobs: 'failed',
};

/** Merges `patch` into `switches`; refuses a name or a type it does not know. */
export function setSwitches(switches: Switches, patch: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(patch)) {
    const known = Object.entries(DEFAULT_SWITCHES).find(([key]) => key === name);
    if (!known) throw new Error(`There is no switch "${name}".`);
    if (typeof value !== typeof known[1]) {
      throw new Error(`Switch "${name}" takes a ${typeof known[1]}.`);
    }
  }
  Object.assign(switches, patch);
}
