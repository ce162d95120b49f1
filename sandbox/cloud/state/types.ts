/*
 * What the sandbox remembers. Names are those of the API; fields that the API never sends
 * stand under `sandbox`, or are said to be internal.
 */

import type { Cluster, Operation, Snapshot } from './cluster-types.ts';
import type { DublinCore } from './dublin-core.ts';
import type { ExportJob, ImportJob } from './job-types.ts';

export type {
  BackupPeriod,
  Cluster,
  ClusterChange,
  DiskUsage,
  HardwareSpecs,
  NodeUsage,
  Operation,
  OperationStep,
  Snapshot,
  SqlBehaviour,
  Watermarks,
} from './cluster-types.ts';
export type { DublinCore } from './dublin-core.ts';
export type {
  ExportJob,
  FileFeedback,
  ImportJob,
  ImportSource,
  JobStep,
  ReadFile,
  TableColumn,
} from './job-types.ts';

export type OrgRole = 'org_admin' | 'org_member';
export type ProjectRole = 'project_admin' | 'project_member';
export type OrgRoleEntry = { organization_id: string; role_fqn: OrgRole };
type ProjectRoleEntry = { project_id: string; role_fqn: ProjectRole };

export type Organization = {
  id: string;
  name: string;
  email: string | null;
  notifications_enabled: boolean;
  plan_type: number;
  dc: DublinCore;
};

export type Project = {
  id: string;
  name: string;
  organization_id: string;
  region: string;
  backup_location: object | null;
  dc: DublinCore;
};

export type Region = {
  name: string;
  description: string;
  deprecated: boolean;
  is_edge_region: boolean;
  status: 'UP' | 'DOWN' | 'UNKNOWN';
  upgrade_available: boolean;
  last_seen: string | null;
  organization_id: string | null;
  dc: DublinCore | null;
};

export type User = {
  uid: string;
  email: string;
  name: string;
  username: string;
  idp: string;
  picture: string | null;
  status: string;
  hmac: string;
  is_superuser: boolean;
  organization_roles: OrgRoleEntry[];
  project_roles: ProjectRoleEntry[];
  /** Internal: an address that waits for its confirmation. */
  pending_email?: { email: string; token: string };
};

export type ApiKey = {
  key: string;
  /** Internal after creation: never listed. */
  secret: string;
  active: boolean;
  user_id: string;
  last_used: string | null;
  dc: DublinCore;
};

export type Invitation = {
  uid: string;
  email: string;
  status: 'PENDING' | 'ACCEPTED';
  expiration_date: string;
  organization_roles: OrgRoleEntry[];
};

export type Subscription = {
  id: string;
  name: string;
  provider: string;
  state: string;
  active: boolean;
  provisioned: boolean;
  organization_id: string | null;
  billing_model: string | null;
  offer: string | null;
  offer_id: string | null;
  plan: string | null;
  plan_id: string | null;
  promotion: object | null;
  purchaser: string | null;
  reference: string | null;
  subscription_id: string | null;
  subscription_provider: string | null;
  dc: DublinCore;
};

type Card = {
  id: string;
  brand: string;
  country: string;
  default: boolean;
  exp_month: number;
  exp_year: number;
  last4: string;
};

/** `organization_id` is internal. */
type PaymentMethod = {
  organization_id: string;
  type: string;
  is_available: boolean;
  is_setup: boolean;
  subscription_id: string | null;
  card: Card | null;
};

/** `organization_id` is internal. */
export type Credit = {
  id: string;
  organization_id: string;
  original_amount: number;
  remaining_amount: number;
  start_date: string;
  expiration_date: string;
  comment: string | null;
  status: 'ACTIVE' | 'EXPIRED';
};

/** `organization_id` is internal. A null `current_value` is counted from the state. */
export type Quota = {
  organization_id: string;
  code: string;
  current_value: number | null;
  quota: number;
};

/** `organization_id` is internal. */
type AuditEvent = {
  id: string;
  organization_id: string;
  action: string;
  actor: {
    id: string | null;
    email: string | null;
    name: string | null;
    username: string | null;
    picture: string | null;
  };
  context: Record<string, unknown>;
  created: string;
};

type Customer = {
  organization_id: string;
  name: string;
  email: string;
  phone: string;
  address: {
    city: string;
    country: string;
    line1: string;
    line2: string | null;
    postal_code: string;
  };
  tax: { tax_id: string | null; tax_id_type: string | null };
};

export type Secret = {
  id: string;
  /** Internal. */
  organization_id: string;
  name: string;
  type: string;
  description: string;
  dc: DublinCore | null;
  /** Internal: what the object store says to it; null lets it in. */
  refusal: string | null;
};

export type StoredFile = {
  id: string;
  organization_id: string;
  name: string;
  status: 'PENDING' | 'UPLOADED';
  file_size: number | null;
  dc: DublinCore;
  /** Internal: the bytes; null until they are uploaded. */
  content: Buffer | null;
  /** Internal: whether an export made it. */
  exported: boolean;
};

export type ScaleOption = {
  value: number;
  nodes: number;
  dtus: number;
  description: string;
  price_per_minute: number;
  storage_bytes: number | null;
  disk_space_bytes: number | null;
  inserts_second: number | null;
  queries_second: number | null;
};

export type Product = {
  kind: 'cluster' | 'storage';
  name: string;
  tier: string;
  label: string;
  description: string;
  scale_summary: string;
  deprecated: boolean;
  region: string;
  offer: string;
  plan: string;
  price_per_dtu_minute: number | null;
  scaling: ScaleOption[];
  specs: {
    cpu_cores: number | null;
    ram_bytes: number | null;
    storage_bytes: number | null;
    storage_minimum_bytes: number | null;
    storage_maximum_bytes: number | null;
  };
  guarantees_per_dtu: object | null;
  tags: string[];
};

type Flag = { name: string; is_active: boolean };

/** One collection per kind, each in the order of creation, by the kind's own key. */
export type Entities = {
  organization: Organization;
  project: Project;
  region: Region;
  user: User;
  api_key: ApiKey;
  invitation: Invitation;
  cluster: Cluster;
  operation: Operation;
  snapshot: Snapshot;
  import_job: ImportJob;
  export_job: ExportJob;
  subscription: Subscription;
  payment_method: PaymentMethod;
  credit: Credit;
  quota: Quota;
  audit_event: AuditEvent;
  customer: Customer;
  secret: Secret;
  file: StoredFile;
  product: Product;
  feature: Flag;
};

export type Kind = keyof Entities;

export type State = { [K in Kind]: Map<string, Entities[K]> };
