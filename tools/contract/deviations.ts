import type { Finding } from './check.ts';
import { NULL_FIELDS, NULL_FIELDS_ON_REQUEST } from './null-fields.ts';

/**
 * Where the document is known to be wrong or old, or where nobody outside knows and the sandbox has made
 * a choice. Every entry must be met by a run: one that is not has outlived its reason.
 */
export type Deviation = {
  side: Finding['side'];
  problem: string;
  /** Fields (`Cluster.health.status`), parameters, or operations with a status (`* 401` is any's). */
  what: readonly string[];
  /** The one value that is excused; any, if left out. */
  value?: string;
  because: string;
};

/** `GET /clusters/{cluster_id}/ 404` for each path, written in full. */
const all = (method: string, status: number | string, ...paths: string[]) =>
  paths.map((path) => `${method} /api/v2${path} ${status}`);

export const deviations: readonly Deviation[] = [
  {
    side: 'request',
    problem: 'unknown parameter',
    what: ['?limit', '?type'].flatMap((parameter) =>
      all('GET', parameter, '/clusters/{cluster_id}/operations/'),
    ),
    because: 'Newer than the document: the vendor’s own command line tool sends it.',
  },
  {
    side: 'reply',
    problem: 'enum',
    what: ['Cluster.health.running_operation'],
    value: '',
    because: 'The description of the field says "an empty string if there is no operation".',
  },
  {
    side: 'reply',
    problem: 'null',
    what: NULL_FIELDS,
    because:
      'The service sends null far beyond what the document says; these are so in the seed of the sandbox.',
  },
  {
    side: 'reply',
    problem: 'null on request',
    what: NULL_FIELDS_ON_REQUEST,
    because: 'The sandbox’s switch "nulls": what a client must be ready for beyond the seen.',
  },
  {
    side: 'reply',
    problem: 'format',
    what: ['Region.last_seen', 'Credit.start_date', 'Credit.expiration_date'],
    because: 'The service sends these times without a zone, which the document’s format forbids.',
  },
  {
    side: 'reply',
    problem: 'pattern',
    what: ['CurrentUser', 'OrganizationUser', 'ProjectUser', 'User'].flatMap((name) => [
      `${name}.username`,
      `${name}.picture`,
    ]),
    because:
      'The pattern allows no @, dot or slash, but the documented sample of a user has an e-mail as user name, and a picture is an address.',
  },
  {
    side: 'reply',
    problem: 'type',
    what: ['Product'],
    because:
      'Available products: the text says a list, the type says one product. A switch decides.',
  },
  {
    side: 'reply',
    problem: 'type',
    what: ['CrateDBChannels.stable', 'CrateDBChannels.testing', 'CrateDBChannels.nightly'],
    because: 'Versions: the text says a list, the type says one version. A switch decides.',
  },
  {
    side: 'reply',
    problem: 'type',
    what: ['NewApiKeyResponseSchema.key'],
    because: 'The vendor’s own tool reads the reply to a new API key flat. A switch decides.',
  },
  {
    side: 'reply',
    problem: 'unknown field',
    what: ['active', 'dc', 'last_used', 'user_id'].map((key) => `NewApiKeyResponseSchema.${key}`),
    because: 'The same: the flat form has the fields of the key itself.',
  },
  {
    side: 'reply',
    problem: 'media type',
    what: ['* 401'],
    because: 'A server in front of the API answers wrong keys in plain text.',
  },
  {
    side: 'reply',
    problem: 'status',
    what: ['* 302'],
    because: 'Another form of the same: a redirect to the login page. A switch decides.',
  },
  {
    side: 'reply',
    problem: 'media type',
    what: all('GET', 200, '/organizations/{organization_id}/metrics/prometheus/'),
    because: 'The document has plain/text, which is no media type; Prometheus’ own is text/plain.',
  },
  {
    side: 'reply',
    problem: 'status',
    what: ['* 409', '* 422', '* 429'],
    because:
      'No status is documented for a busy cluster, a broken rule or too many requests. Switches decide.',
  },
  {
    side: 'reply',
    problem: 'status',
    what: [
      ...all('DELETE', 400, '/clusters/{cluster_id}/', '/projects/{project_id}/'),
      ...all('GET', 400, '/clusters/{cluster_id}/jwt/', '/products/clusters/price'),
      ...all('PATCH', 400, '/subscriptions/{subscription_id}/assign-org/'),
      ...all('PATCH', 400, '/users/me/api-keys/{api_key}/'),
      ...all(
        'POST',
        400,
        '/organizations/{organization_id}/users/',
        '/projects/{project_id}/users/',
      ),
    ],
    because:
      'Something must be said to a request that cannot be carried out; 400 is what the document has elsewhere.',
  },
  {
    side: 'reply',
    problem: 'status',
    what: [
      ...all(
        'GET',
        403,
        '/aws/subscriptions/{subscription_id}/',
        '/azure/subscriptions/{subscription_id}/',
        '/gcp/subscriptions/{subscription_id}/',
        '/stripe/subscriptions/{subscription_id}/',
        '/subscriptions/{subscription_id}/',
        '/clusters/{cluster_id}/export-jobs/',
        '/organizations/{organization_id}/consumption/current-month/',
        '/organizations/{organization_id}/files/',
        '/organizations/{organization_id}/invitations/',
        '/organizations/{organization_id}/payment-methods/',
        '/organizations/{organization_id}/quotas/',
        '/organizations/{organization_id}/secrets/',
        '/organizations/{organization_id}/users/',
        '/users/',
      ),
      ...all(
        'POST',
        403,
        '/organizations/{organization_id}/users/',
        '/projects/{project_id}/users/',
      ),
    ],
    because: 'These are for admins only, by the vendor’s own words, yet no 403 is documented.',
  },
  {
    side: 'reply',
    problem: 'status',
    what: [
      ...all(
        'GET',
        404,
        '/clusters/{cluster_id}/export-jobs/',
        '/clusters/{cluster_id}/import-jobs/',
        '/clusters/{cluster_id}/import-jobs/{import_job_id}/progress/',
        '/organizations/{organization_id}/clusters/',
        '/organizations/{organization_id}/consumption/current-month/',
        '/organizations/{organization_id}/credits/',
        '/organizations/{organization_id}/payment-methods/',
        '/organizations/{organization_id}/quotas/',
        '/organizations/{organization_id}/regions/',
        '/organizations/{organization_id}/secrets/',
        '/organizations/{organization_id}/subscriptions/',
        '/projects/{project_id}/clusters/',
      ),
      ...all('DELETE', 404, '/users/me/api-keys/{api_key}/'),
      ...all('PATCH', 404, '/users/me/api-keys/{api_key}/'),
    ],
    because: 'An id that does not exist must be answered with something, yet no 404 is documented.',
  },
];
