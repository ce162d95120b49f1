import type { ExportJob, ImportJob, JobStep } from '../state/types.ts';
import type { World } from '../world/world.ts';
import { writeExport } from './export.ts';
import { readImport, writeImport } from './import.ts';

/**
 * Takes every running import and export as far as the clock has come. Reading files and writing rows
 * takes real time; who asks meanwhile waits for it.
 */
export function settleJobs(world: World): Promise<void> {
  if (world.jobs.size === 0) return world.jobWork;
  world.jobWork = world.jobWork.then(() => settleDue(world));
  return world.jobWork;
}

async function settleDue(world: World): Promise<void> {
  const now = world.clock.now().getTime();
  for (const id of world.jobs) {
    const job = world.state.import_job.get(id) ?? world.state.export_job.get(id);
    if (!job?.sandbox) world.jobs.delete(id);
    else await settleJob(world, job, now);
  }
}

async function settleJob(world: World, job: ImportJob | ExportJob, now: number): Promise<void> {
  while (job.sandbox) {
    const [step] = job.sandbox.steps;
    if (!step || step.at > now) return;
    job.sandbox.steps.shift();
    const failed = await carryOut(world, job, step).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    // Cancelled meanwhile.
    if (!job.sandbox) return;
    job.status = failed === undefined ? step.status : 'FAILED';
    job.progress.message = failed ?? step.message;
    if ('files' in job && failed === undefined) showShare(job, step);
    if (job.status === 'SUCCEEDED' || job.status === 'FAILED') {
      delete job.sandbox;
      world.jobs.delete(job.id);
    }
  }
}

async function carryOut(world: World, job: ImportJob | ExportJob, { work }: JobStep) {
  if (!('files' in job)) {
    if (work === 'write') await writeExport(world, job);
  } else if (work === 'read') await readImport(world, job);
  else if (work === 'write') await writeImport(world, job);
  return undefined;
}

/** What is written while it is in progress is not counted, but told from the time that has passed. */
function showShare(job: ImportJob, { status, share }: JobStep): void {
  if (status !== 'IN_PROGRESS') return;
  const percent = Math.round(share * 100);
  job.progress.percent = percent;
  job.progress.records = Math.floor(job.progress.total_records * share);
  for (const file of job.files) {
    file.percent = percent;
    file.records = Math.floor(file.total_records * share);
  }
}

/** When the last of them will end (milliseconds); undefined when none runs. */
export function lastJobEnd(world: World): number | undefined {
  const ends = [...world.jobs].map((id) => {
    const job = world.state.import_job.get(id) ?? world.state.export_job.get(id);
    return job?.sandbox?.steps.at(-1)?.at ?? 0;
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}
