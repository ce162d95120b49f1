import * as z from 'zod/mini';
import { listSnapshots } from '../clusters/snapshots.ts';
import { refuseIfBusy, startOperation } from '../operations/operations.ts';
import { restorePlan } from '../operations/plans.ts';
import { type Call, ok, param, type Route, route } from '../server/call.ts';
import { badRequest } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import type { Cluster, Project, Snapshot } from '../state/types.ts';
import { needCluster, violation } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { timeWindow } from './operations.ts';

const sections = ['tables', 'views', 'users', 'privileges', 'analyzers', 'udfs'] as const;

/** API: 1 to 512 characters, as of every name; control characters have no place in one. */
const name = z
  .string()
  .check(
    z.minLength(1, 'Length must be between 1 and 512.'),
    z.maxLength(512, 'Length must be between 1 and 512.'),
    z.regex(/^\P{Cc}*$/u, 'Not a valid name.'),
  );

export const snapshotRoutes: Route[] = [
  // API: newest first, and never more than two weeks back from the newest in range.
  route('GET', '/clusters/:cluster/snapshots/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'see');
    const now = call.world.clock.now().getTime();
    return ok(listSnapshots(call.world.state, cluster, { now, ...timeWindow(call) }));
  }),

  route('POST', '/clusters/:cluster/snapshots/restore/', (call) => {
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'manage');
    const body = restoreBody(call);
    const source = body.source_cluster_id
      ? needCluster(call, body.source_cluster_id, 'see')
      : { cluster, project };
    refuseRestore(call, { cluster, project }, source);
    const found = findSnapshot(call, source.cluster, body.repository, body.snapshot);
    const restored = bringsTables(body) ? (body.tables ?? found?.tables ?? []) : [];
    // API: a snapshot or table that is not there is told by the operation, not by the reply.
    cluster.sandbox.fail_next ??= restoreFailure(cluster, body, found, restored);
    const { repository, snapshot, type } = body;
    const told = { repository, snapshot, type, source_cluster_id: source.cluster.id };
    const operation = startOperation(call.world, cluster, restorePlan(told, restored));
    recordChange(call, {
      what: 'product.restore_snapshot',
      entityId: cluster.id,
      clusterId: cluster.id,
      organizations: [project.organization_id],
      detail: { operation_id: operation.id, snapshot, type },
    });
    const tables = body.tables ?? found?.tables ?? [];
    return ok({
      cluster_id: source.cluster.id,
      concrete_indices: tables.map((it) => it.replace(/^doc\./, '')),
      created: found?.created ?? null,
      dc: found?.dc ?? null,
      project_id: source.project.id,
      repository,
      snapshot,
      tables,
    });
  }),
];

type Located = { cluster: Cluster; project: Project };
type RestoreBody = ReturnType<typeof restoreBody>;

function restoreBody(call: Call) {
  const schema = z.strictObject({
    repository: name,
    snapshot: name,
    type: z.optional(z.enum(['tables', 'all', 'metadata', 'sections'], 'Not a valid choice.')),
    tables: z.optional(z.array(z.string())),
    sections: z.optional(z.array(z.enum(sections, 'Not a valid choice.'))),
    source_cluster_id: z.optional(z.string()),
  });
  const body = parseBody(schema, call);
  const type = body.type ?? 'tables';
  if (body.tables && type !== 'tables') {
    throw badRequest({ tables: ['Only allowed with type "tables".'] });
  }
  if (body.sections && type !== 'sections') {
    throw badRequest({ sections: ['Only allowed with type "sections".'] });
  }
  return { ...body, type };
}

function refuseRestore(call: Call, target: Located, source: Located): void {
  const { project } = target;
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
  refuseIfBusy(call.world, target.cluster);
  if (target.cluster.suspended && call.world.switches.suspendedChanges === 'refused') {
    throw violation(call.world, 'The cluster is suspended.');
  }
}

function bringsTables({ type, sections: chosen = [] }: RestoreBody): boolean {
  return type === 'tables' || type === 'all' || chosen.includes('tables');
}

/** Why the operation will fail; null if nothing is known against it. */
function restoreFailure(
  cluster: Cluster,
  body: RestoreBody,
  found: Snapshot | undefined,
  restored: string[],
): string | null {
  if (!found) return `Snapshot ${body.snapshot} not found in the repository.`;
  const unknown = body.tables?.find((it) => !found.tables.includes(it));
  if (unknown !== undefined) return `Table ${unknown} not found in the snapshot.`;
  // API: a table of the same name is never overwritten.
  const present = restored.find((it) => cluster.sandbox.tables.includes(it));
  return present === undefined ? null : `Relation '${present}' already exists.`;
}

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
