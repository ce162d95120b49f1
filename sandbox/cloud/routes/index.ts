import type { Route } from '../server/call.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { auditLogRoutes } from './audit-logs.ts';
import { billingRoutes } from './billing.ts';
import { clusterChangeRoutes } from './cluster-changes.ts';
import { clusterCreateRoutes } from './cluster-create.ts';
import { clusterTokenRoutes } from './cluster-token.ts';
import { clusterRoutes } from './clusters.ts';
import { exportJobRoutes } from './export-jobs.ts';
import { fileRoutes } from './files.ts';
import { importJobRoutes } from './import-jobs.ts';
import { integrationRoutes } from './integrations.ts';
import { invoiceRoutes } from './invoices.ts';
import { metaRoutes } from './meta.ts';
import { metricRoutes } from './metrics.ts';
import { operationRoutes } from './operations.ts';
import { organizationUserRoutes } from './organization-users.ts';
import { organizationRoutes } from './organizations.ts';
import { productRoutes } from './products.ts';
import { projectRoutes } from './projects.ts';
import { regionRoutes } from './regions.ts';
import { secretRoutes } from './secrets.ts';
import { snapshotRoutes } from './snapshots.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { userRoutes } from './users.ts';

/** Everything the sandbox knows of the API, one file per resource. */
export function apiRoutes(): Route[] {
  return [
    ...clusterRoutes,
    ...clusterChangeRoutes,
    ...clusterTokenRoutes,
    ...operationRoutes,
    ...productRoutes,
    ...apiKeyRoutes,
    ...auditLogRoutes,
    ...billingRoutes,
    ...exportJobRoutes,
    ...fileRoutes,
    ...importJobRoutes,
    ...integrationRoutes,
    ...invoiceRoutes,
    ...secretRoutes,
    ...clusterCreateRoutes,
    ...metricRoutes,
    ...organizationUserRoutes,
    ...organizationRoutes,
    ...projectRoutes,
    ...regionRoutes,
    ...snapshotRoutes,
    ...subscriptionRoutes,
    ...userRoutes,
    ...metaRoutes,
  ];
}
