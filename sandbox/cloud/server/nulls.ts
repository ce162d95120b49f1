/** Fields that the service may send as null although its description does not say so. */
const NULLABLE = new Set([
  'allow_custom_storage',
  'backup_schedule',
  'card',
  'comment',
  'compression',
  'context',
  'create_table_sql',
  'dc',
  'description',
  'details',
  'email',
  'expiration_date',
  'external_ip',
  'failed_records',
  'feedback_data',
  'file',
  'fqdn',
  'gc_available',
  'guarantees_per_dtu',
  'hardware_specs',
  'health',
  'hmac',
  'idp',
  'ip_whitelist',
  'last_async_operation',
  'last_seen',
  'last_used',
  'name',
  'non_sensitive_data',
  'num_nodes',
  'offer',
  'organization_roles',
  'percent',
  'picture',
  'plan',
  'product_tier',
  'project_count',
  'project_roles',
  'promotion',
  'promotion_price',
  'purchaser',
  'reference',
  'region',
  'role_fqn',
  'scaling',
  'schema',
  'specs',
  'start_date',
  'state',
  'subscription_id',
  'subscription_provider',
  'tags',
  'tax',
  'total_records',
  'url',
  'username',
]);

/** Fields that older entries may lack altogether. */
const LEFT_OUT = new Set(['allow_suspend', 'deletion_protected', 'origin', 'upgrade_available']);

/** A reply in which everything that may be null is null; what a thing is known by stays. */
export function nulled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nulled);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  // Without id, a name is what the thing is known by.
  const named = !('id' in value || 'uid' in value);
  return Object.fromEntries(
    entries
      .filter(([key]) => !LEFT_OUT.has(key))
      .map(([key, inner]) => {
        const kept = !NULLABLE.has(key) || (key === 'name' && named);
        return [key, kept ? nulled(inner) : null];
      }),
  );
}
