import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import {
  dublinCore,
  freeForm,
  id,
  isObject,
  nested,
  newest,
  readArray,
  readMany,
  wireText,
} from './wire.ts';

/**
 * API: `ClusterAsyncOperation`. `non_sensitive_data` is documented for SCALE, UPGRADE and
 * ALLOWED_CIDR_UPDATE; for the others it may be empty.
 */
export const operationSchema = lazily(() =>
  z.object({
    id: id(),
    type: wireText(),
    status: wireText(),
    entity_id: wireText(),
    feedback_data: nested({ message: wireText() }),
    non_sensitive_data: freeForm(),
    dc: dublinCore(),
  }),
);

export type Operation = z.infer<ReturnType<typeof operationSchema>>;

/** Operations of one cluster, newest first and each once, however they are listed. `start` is an ISO time. */
export async function listOperations(
  cloud: CloudClient,
  clusterId: string,
  query: { start?: string; type?: string; limit?: number } = {},
): Promise<Operation[]> {
  const reply = await cloud.get(path`/clusters/${clusterId}/operations/`, {
    ...query,
    // API: seconds are the finest the filter documents.
    ...(query.start ? { start: query.start.replace(/\.\d+Z$/, 'Z') } : {}),
  });
  const list = isObject(reply) ? reply.operations : reply;
  const noun = 'an operation';
  return readMany(operationSchema(), noun, newest(readArray(noun, list), Number.POSITIVE_INFINITY));
}
