/**
 * What the probe asks, and which of our schemas reads the reply. Words are those that the vendor documents;
 * only such words are ever shown.
 */
import type * as z from 'zod/mini';
import { apiKeySchema } from '../../src/clients/cloud/api-keys.ts';
import { auditEventSchema } from '../../src/clients/cloud/audit-log.ts';
import { clusterSchema, tokenSchema } from '../../src/clients/cloud/clusters.ts';
import { consumptionSchema } from '../../src/clients/cloud/consumption.ts';
import { creditSchema } from '../../src/clients/cloud/credits.ts';
import { operationSchema } from '../../src/clients/cloud/operations.ts';
import { organizationSchema } from '../../src/clients/cloud/organizations.ts';
import { budgetSchema, pricingSchema } from '../../src/clients/cloud/prices.ts';
import { productSchema } from '../../src/clients/cloud/products.ts';
import { projectSchema } from '../../src/clients/cloud/projects.ts';
import { quotaSchema } from '../../src/clients/cloud/quotas.ts';
import { regionSchema } from '../../src/clients/cloud/regions.ts';
import { snapshotSchema } from '../../src/clients/cloud/snapshots.ts';
import { subscriptionSchema } from '../../src/clients/cloud/subscriptions.ts';
import {
  currentUserSchema,
  invitationSchema,
  memberSchema,
  roleSchema,
} from '../../src/clients/cloud/users.ts';

export type Endpoint = {
  /** Null where the integration has no schema of its own: the shape is shown as it is. */
  schema: (() => z.core.$ZodType) | null;
  /** The field that holds the list, where the reply is an object around one. */
  within?: string;
  /** Fields that the vendor documents and the integration does without. */
  unread?: readonly string[];
  /** By field: the words that may be shown. */
  words?: Record<string, readonly string[]>;
};

const STATES = ['REGISTERED', 'SENT', 'IN_PROGRESS', 'SUCCEEDED', 'FAILED'];
const OPERATIONS = [
  'CREATE',
  'UPGRADE',
  'SCALE',
  'SUSPEND',
  'EXPAND_STORAGE',
  'CHANGE_COMPUTE',
  'ALLOWED_CIDR_UPDATE',
  'BACKUP_SCHEDULE_UPDATE',
  'PASSWORD_UPDATE',
  'RESTORE_SNAPSHOT',
];
export const ROLES = ['org_admin', 'org_member', 'project_admin', 'project_member'];
const PROVIDERS = ['azure', 'aws', 'gcp', 'stripe', 'contract', 'cloud'];

/** Documented names of fields that may be values elsewhere in a reply, and are shown all the same. */
export const DOCUMENTED = ['stable', 'testing', 'nightly', 'compute', 'storage', 'total', 'url'];

const cluster: Endpoint = {
  schema: clusterSchema,
  unread: ['hardware_specs.disk_type', 'hardware_specs.heap_size_bytes', 'origin'],
  words: {
    'health.status': ['GREEN', 'YELLOW', 'RED', 'UNKNOWN', 'UNREACHABLE', 'SUSPENDED'],
    'health.running_operation': OPERATIONS,
    'last_async_operation.type': OPERATIONS,
    'last_async_operation.status': STATES,
    channel: ['stable', 'testing', 'nightly'],
  },
};
const subscription: Endpoint = {
  schema: subscriptionSchema,
  unread: ['promotion'],
  words: { state: ['active', 'ACTIVE', 'TERMINATING'], provider: PROVIDERS },
};
const product: Endpoint = {
  schema: productSchema,
  unread: [
    'guarantees_per_dtu',
    'scaling[].disk_space_bytes',
    'scaling[].inserts_second',
    'scaling[].queries_second',
    'scaling[].storage_bytes',
    'tags',
  ],
  words: { kind: ['cluster', 'storage'] },
};
const organization: Endpoint = {
  schema: organizationSchema,
  unread: ['plan_type'],
  words: { role_fqn: ROLES },
};
const project: Endpoint = { schema: projectSchema, unread: ['backup_location'] };
const region: Endpoint = {
  schema: regionSchema,
  words: { status: ['UP', 'DOWN', 'UNKNOWN'] },
};
const member: Endpoint = { schema: memberSchema, unread: ['picture'] };
const job: Endpoint = {
  schema: null,
  words: { status: STATES, type: ['file', 'url', 's3', 'azureblob', 'mongodb', 'dynamodb'] },
};

/** By path below `/api/v2`, in which `{...}` is filled in when it is asked. */
export const endpoints = {
  '/users/me/': {
    schema: currentUserSchema,
    unread: ['hmac', 'is_superuser', 'organization_id', 'picture'],
    words: { status: ['active'] },
  },
  '/users/me/api-keys/': { schema: apiKeySchema, unread: ['secret', 'user_id'] },
  '/roles/': { schema: roleSchema, words: { id: ROLES } },
  '/organizations/': organization,
  '/projects/': project,
  '/regions/': region,
  '/clusters/': cluster,
  '/subscriptions/': subscription,
  '/products/': product,
  '/products/clusters/price': { schema: pricingSchema },
  '/meta/': { schema: null },
  '/meta/cratedb-versions/': { schema: null },
  '/organizations/{organization}/users/': member,
  '/organizations/{organization}/invitations/': {
    schema: invitationSchema,
    words: { status: ['PENDING', 'ACCEPTED'] },
  },
  '/organizations/{organization}/auditlogs/': {
    schema: auditEventSchema,
    unread: ['actor.picture'],
  },
  '/organizations/{organization}/credits/': {
    schema: creditSchema,
    words: { status: ['ACTIVE', 'EXPIRED'] },
  },
  '/organizations/{organization}/quotas/': { schema: quotaSchema },
  '/organizations/{organization}/consumption/current-month/': { schema: consumptionSchema },
  '/organizations/{organization}/remaining-budget/': { schema: budgetSchema },
  '/organizations/{organization}/subscriptions/': subscription,
  '/organizations/{organization}/projects/': project,
  '/organizations/{organization}/clusters/': cluster,
  '/organizations/{organization}/regions/': region,
  '/organizations/{organization}/files/': {
    schema: null,
    words: { status: ['PENDING', 'UPLOADED'] },
  },
  '/organizations/{organization}/secrets/': {
    schema: null,
    words: { type: ['AWS', 'AZURE', 'MONGODB'] },
  },
  '/projects/{project}/users/': member,
  '/clusters/{cluster}/': cluster,
  '/clusters/{cluster}/operations/': {
    schema: operationSchema,
    within: 'operations',
    unread: ['entity'],
    words: { type: OPERATIONS, status: STATES },
  },
  '/clusters/{cluster}/snapshots/': { schema: snapshotSchema, unread: ['concrete_indices'] },
  '/clusters/{cluster}/available-products/': product,
  '/clusters/{cluster}/available-upgrades/': { schema: null },
  '/clusters/{cluster}/import-jobs/': job,
  '/clusters/{cluster}/export-jobs/': job,
  '/clusters/{cluster}/jwt/': { schema: tokenSchema, unread: ['refresh'] },
} as const satisfies Record<string, Endpoint>;

export type EndpointPath = keyof typeof endpoints;

/** API: every metric that is documented; nobody outside has seen what they send. */
export const METRICS = [
  'crate_query_count',
  'crate_query_duration',
  'crate_availability',
  'crate_cpu_seconds',
  'crate_memory_usage',
  'crate_disk_usage2',
  'crate_cluster_last_user_activity',
  'crate_unreplicated_tables',
] as const;
