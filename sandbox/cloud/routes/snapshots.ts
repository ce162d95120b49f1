import * as z from 'zod/mini';
import { listSnapshots } from '../clusters/snapshots.ts';
import { refuseIfBusy, startOperation } from '../operations/operations.ts';
import { restorePlan } from '../operations/plans.ts';
import { type Call, ok, param, type Route, route } from '../server/call.ts';
import { badRequest } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import type { Cluster } from '../state/types.ts';
import { needCluster, violation } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { timeWindow } from './operations.ts';

const sections = ['tables', 'views', 'users', 'privileges', 'analyzers', 'udfs'] as const;

export const snapshotRoutes: Route[] = [
  // API: newest first, and never more than two weeks back from the newest in range.
  route('GET', '/clusters/:cluster/snapshots/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'see');
    const now = call.world.clock.now().getTime();
    return ok(listSnapshots(call.world.state, cluster, { now, ...timeWindow(call) }));
  }),

  route('POST', '/clusters/:cluster/snapshots/restore/', (call) => {
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'manage');
    const schema = z.strictObject({
      repository: z.string(),
      snapshot: z.string(),
      type: z.optional(z.enum(['tables', 'all', 'metadata', 'sections'], 'Not a valid choice.')),
      tables: z.optional(z.array(z.string())),
      sections: z.optional(z.array(z.enum(sections, 'Not a valid choice.'))),
      source_cluster_id: z.optional(z.string()),
    });
    const body = parseBody(schema, call.body);
    const type = body.type ?? 'tables';
    if (body.tables && type !== 'tables') {
      throw badRequest({ tables: ['Only allowed with type "tables".'] });
    }
    if (body.sections && type !== 'sections') {
      throw badRequest({ sections: ['Only allowed with type "sections".'] });
    }
    const source = body.source_cluster_id
      ? needCluster(call, body.source_cluster_id, 'see')
      : { cluster, project };
    if (
      source.project.organization_id !== project.organization_id ||
      source.project.region !== project.region
    ) {
      throw violation(
        call.world,
        'The clusters must be in the same organization and region.',
        'source_cluster_id',
      );
    }
    refuseIfBusy(call.world, cluster);
    if (cluster.suspended && call.world.switches.suspendedChanges === 'refused') {
      throw violation(call.world, 'The cluster is suspended.');
    }

    const found = findSnapshot(call, source.cluster, body.repository, body.snapshot);
    // API: a snapshot or table that is not there is told by the operation, not by the reply.
    const bringsTables =
      type === 'tables' || type === 'all' || (body.sections ?? []).includes('tables');
    const restored = bringsTables ? (body.tables ?? found?.tables ?? []) : [];
    const present = restored.find((it) => cluster.sandbox.tables.includes(it));
    const unknownTable = body.tables?.find((it) => !found?.tables.includes(it));
    if (!found) {
      cluster.sandbox.fail_next ??= `Snapshot ${body.snapshot} not found in the repository.`;
    } else if (unknownTable !== undefined) {
      cluster.sandbox.fail_next ??= `Table ${unknownTable} not found in the snapshot.`;
    } else if (present !== undefined) {
      // API: a table of the same name is never overwritten.
      cluster.sandbox.fail_next ??= `Relation '${present}' already exists.`;
    }
    const operation = startOperation(
      call.world,
      cluster,
      restorePlan(
        {
          repository: body.repository,
          snapshot: body.snapshot,
          type,
          source_cluster_id: source.cluster.id,
        },
        restored,
      ),
    );
    recordChange(call, {
      what: 'product.restore_snapshot',
      entityId: cluster.id,
      clusterId: cluster.id,
      organizations: [project.organization_id],
      detail: { operation_id: operation.id, snapshot: body.snapshot, type },
    });
    const tables = body.tables ?? found?.tables ?? [];
    return ok({
      cluster_id: source.cluster.id,
      concrete_indices: tables.map((it) => it.replace(/^doc\./, '')),
      created: found?.created ?? null,
      dc: found?.dc ?? null,
      project_id: source.project.id,
      repository: body.repository,
      snapshot: body.snapshot,
      tables,
    });
  }),
];

/** Also one that is older than what a list shows. */
function findSnapshot(call: Call, cluster: Cluster, repository: string, name: string) {
  const now = call.world.clock.now().getTime();
  const at = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(name);
  const end = at
    ? Date.parse(`${at[1]}-${at[2]}-${at[3]}T${at[4]}:${at[5]}:${at[6]}Z`) + 999
    : undefined;
  const window = { now, start: undefined, end };
  return [
    ...listSnapshots(call.world.state, cluster, window),
    ...call.world.state.snapshot.values(),
  ].find(
    (it) => it.cluster_id === cluster.id && it.repository === repository && it.snapshot === name,
  );
}
