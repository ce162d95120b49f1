import * as z from 'zod/mini';
import { newExport } from '../jobs/new-job.ts';
import { type Call, created, noContent, ok, param, type Route, route } from '../server/call.ts';
import { notFound } from '../server/errors.ts';
import { parseBody, shortText } from '../server/validate.ts';
import { put } from '../state/state.ts';
import type { Cluster, ExportJob, Project } from '../state/types.ts';
import { needCluster, violation } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { nextId, type World, writtenDc } from '../world/world.ts';
import { jobFile } from './import-jobs.ts';
import { cancelOrForget, takeFailure } from './job-ends.ts';

const body = z.strictObject({
  source: z.strictObject({
    table: shortText,
  }),
  destination: z.strictObject({
    format: z.enum(['csv', 'json', 'parquet'], 'Not a valid choice.'),
  }),
  compression: z.optional(z.nullable(z.enum(['gzip', 'none'], 'Not a valid choice.'))),
});

/** For organization admins. */
export const exportJobRoutes: Route[] = [
  route('GET', '/clusters/:cluster/export-jobs/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'own');
    const jobs = [...call.world.state.export_job.values()];
    return ok(
      jobs
        .filter((it) => it.cluster_id === cluster.id)
        .reverse()
        .map((it) => exportJobView(call.world, it)),
    );
  }),

  route('POST', '/clusters/:cluster/export-jobs/', (call) => {
    const { world } = call;
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'own');
    const { source, destination, compression = null } = parseBody(body, call);
    if (cluster.suspended && world.switches.suspendedChanges === 'refused') {
      throw violation(world, 'The cluster is suspended.');
    }
    const of = {
      id: nextId(world, 'export job'),
      cluster_id: cluster.id,
      source,
      format: destination.format,
      compression,
      dc: writtenDc(world),
    };
    const job = newExport(of, world.clock.now().getTime(), takeFailure(cluster));
    put(world.state, 'export_job', job);
    world.jobs.add(job.id);
    tell(call, cluster, project, job, 'product.create_export_job');
    return created(exportJobView(world, job));
  }),

  route('GET', '/clusters/:cluster/export-jobs/:job/', (call) =>
    ok(exportJobView(call.world, needJob(call).job)),
  ),

  // API: cancels one that runs; takes one that has ended out of the history.
  route('DELETE', '/clusters/:cluster/export-jobs/:job/', (call) => {
    const { cluster, project, job } = needJob(call);
    cancelOrForget(call.world, 'export_job', job);
    tell(call, cluster, project, job, 'product.delete_export_job');
    return noContent();
  }),
];

/** API: without a file its id is an empty text. */
function exportJobView(world: World, job: ExportJob) {
  const { sandbox, format, file_id, ...fields } = job;
  const file = file_id === null ? { id: '' } : jobFile(world, file_id);
  return { ...fields, destination: { format, file } };
}

function needJob(call: Call) {
  const { cluster, project } = needCluster(call, param(call, 'cluster'), 'own');
  const job = call.world.state.export_job.get(param(call, 'job'));
  if (job?.cluster_id !== cluster.id) throw notFound();
  return { cluster, project, job };
}

function tell(call: Call, cluster: Cluster, project: Project, job: ExportJob, what: string): void {
  recordChange(call, {
    what,
    entityId: job.id,
    clusterId: cluster.id,
    organizations: [project.organization_id],
    detail: { table: job.source.table, format: job.format },
  });
}
