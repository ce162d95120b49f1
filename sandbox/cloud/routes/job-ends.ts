import type { Cluster, ExportJob, ImportJob } from '../state/types.ts';
import { type World, writtenNow } from '../world/world.ts';

/** How the next operation or job of the cluster is to fail; null for not at all. */
export function takeFailure(cluster: Cluster): string | null {
  const fail = cluster.sandbox.fail_next;
  cluster.sandbox.fail_next = null;
  return fail;
}

/** Cancels a job that runs; one that has ended goes out of the history. */
export function cancelOrForget(
  world: World,
  kind: 'import_job' | 'export_job',
  job: ImportJob | ExportJob,
): void {
  const ran = world.jobs.delete(job.id);
  delete job.sandbox;
  if (!ran || world.switches.cancelledJobs === 'removed') {
    world.state[kind].delete(job.id);
    return;
  }
  job.status = 'FAILED';
  job.progress.message = 'The job was cancelled.';
  job.dc.modified = writtenNow(world);
}
