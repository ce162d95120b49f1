import type { CloudClient } from './client.ts';
import { path } from './client.ts';

/**
 * API: the documented ids. What an answer looks like is documented nowhere: an object whose keys depend on
 * the metric.
 */
export const CLOUD_METRICS = [
  'crate_query_count',
  'crate_query_duration',
  'crate_availability',
  'crate_cpu_seconds',
  'crate_memory_usage',
  'crate_disk_usage2',
  'crate_cluster_last_user_activity',
  'crate_unreplicated_tables',
] as const;

export type CloudMetric = (typeof CLOUD_METRICS)[number];

/** The answer as it is; null when there are no data (204). Times are ISO 8601. */
export async function getMetric(
  cloud: CloudClient,
  clusterId: string,
  metric: CloudMetric,
  { start, end }: { start: string; end: string },
): Promise<unknown> {
  const seconds = (at: string) => at.replace(/\.\d+Z$/, 'Z');
  const reply = await cloud.get(path`/clusters/${clusterId}/metrics/${metric}/`, {
    start: seconds(start),
    end: seconds(end),
  });
  return reply ?? null;
}
