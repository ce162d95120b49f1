import * as z from 'zod/mini';
import { fileView } from '../files/files.ts';
import { newImport } from '../jobs/new-job.ts';
import { unquoted } from '../jobs/table.ts';
import {
  type Call,
  created,
  noContent,
  ok,
  param,
  query,
  type Route,
  route,
} from '../server/call.ts';
import { badRequest, notFound } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import { put } from '../state/state.ts';
import type { Cluster, ImportJob, ImportSource, Project } from '../state/types.ts';
import { needCluster, violation } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { nextId, type World, writtenDc } from '../world/world.ts';
import { cancelOrForget, takeFailure } from './job-ends.ts';

const text = z.string().check(z.minLength(1, 'Shorter than minimum length 1.'));

const sources = {
  url: z.strictObject({ url: text }),
  file: z.strictObject({ id: text }),
  s3: z.strictObject({
    bucket: text,
    file_path: text,
    secret_id: text,
    endpoint: z.optional(text),
  }),
  azureblob: z.strictObject({ container_name: text, blob_name: text, secret_id: text }),
};

const body = z.strictObject({
  type: z.enum(['url', 'file', 's3', 'azureblob'], 'Not a valid choice.'),
  format: z.enum(['csv', 'json', 'parquet'], 'Not a valid choice.'),
  compression: z.optional(z.nullable(z.enum(['gzip', 'none'], 'Not a valid choice.'))),
  destination: z.strictObject({
    table: text,
    create_table: z.optional(z.boolean()),
    table_definition: z.optional(
      z.nullable(
        z.array(
          z.strictObject({ name: text, type: text, extra: z.optional(z.nullable(z.string())) }),
        ),
      ),
    ),
  }),
  // API: the vendor's command line tool sends transformations as `{"select": "..."}`.
  schema: z.optional(z.nullable(z.looseObject({}))),
  url: z.optional(sources.url),
  file: z.optional(sources.file),
  s3: z.optional(sources.s3),
  azureblob: z.optional(sources.azureblob),
});

export const importJobRoutes: Route[] = [
  route('GET', '/clusters/:cluster/import-jobs/', (call) => {
    const { cluster } = needCluster(call, param(call, 'cluster'), 'see');
    const jobs = [...call.world.state.import_job.values()];
    return ok(
      jobs
        .filter((it) => it.cluster_id === cluster.id)
        .reverse()
        .map((it) => importJobView(call.world, it)),
    );
  }),

  route('POST', '/clusters/:cluster/import-jobs/', (call) => {
    const { world } = call;
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'manage');
    const wanted = parseBody(body, call);
    const source = readSource(wanted);
    checkSource(call, project, source);
    if (cluster.suspended && world.switches.suspendedChanges === 'refused') {
      throw violation(world, 'The cluster is suspended.');
    }
    const { table, create_table = true, table_definition = null } = wanted.destination;
    const job = put(
      world.state,
      'import_job',
      newImport(
        {
          id: nextId(world, 'import job'),
          cluster_id: cluster.id,
          source,
          format: wanted.format,
          compression: wanted.compression ?? 'none',
          destination: { table: unquoted(table), create_table },
          table,
          table_definition,
          schema: { type: wanted.format, ...wanted.schema },
          dc: writtenDc(world),
        },
        world.clock.now().getTime(),
        takeFailure(cluster),
      ),
    );
    world.jobs.add(job.id);
    tell(call, cluster, project, job, 'product.create_import_job');
    return created(importJobView(world, job));
  }),

  route('GET', '/clusters/:cluster/import-jobs/:job/', (call) =>
    ok(importJobView(call.world, needJob(call, 'see').job)),
  ),

  // API: cancels one that runs; takes one that has ended out of the history.
  route('DELETE', '/clusters/:cluster/import-jobs/:job/', (call) => {
    const { cluster, project, job } = needJob(call, 'manage');
    cancelOrForget(call.world, 'import_job', job);
    tell(call, cluster, project, job, 'product.delete_import_job');
    return noContent();
  }),

  // API: pages the files; `limit` is a number or ALL.
  route('GET', '/clusters/:cluster/import-jobs/:job/progress/', (call) => {
    const { job } = needJob(call, 'see');
    const { details, message, ...progress } = job.progress;
    const offset = wholeNumber(call, 'offset') ?? 0;
    const all = query(call, 'limit')?.toUpperCase() === 'ALL';
    const end = all ? undefined : offset + (wholeNumber(call, 'limit') ?? 100);
    const files = job.files.slice(offset, end);
    return ok({ job_id: job.id, message, details, progress: { ...progress, files } });
  }),
];

/** The one source that `type` speaks of. */
function readSource(wanted: z.output<typeof body>): ImportSource {
  const { type, url, file, s3, azureblob } = wanted;
  if (type === 'url' && url) return { type, url };
  if (type === 'file' && file) return { type, file };
  if (type === 's3' && s3) return { type, s3 };
  if (type === 'azureblob' && azureblob) return { type, azureblob };
  throw badRequest({ [type]: ['Missing data for required field.'] });
}

/** File and secret have to be of the cluster's organization. */
function checkSource(call: Call, { organization_id }: Project, source: ImportSource): void {
  const { state } = call.world;
  if (source.type === 'url') return;
  if (source.type === 'file') {
    if (state.file.get(source.file.id)?.organization_id === organization_id) return;
    throw violation(call.world, 'There is no such file in the organization.', 'file');
  }
  const { secret_id } = source.type === 's3' ? source.s3 : source.azureblob;
  const secret = state.secret.get(secret_id);
  const type = source.type === 's3' ? 'AWS' : 'AZURE';
  if (secret?.organization_id === organization_id && secret.type === type) return;
  throw violation(call.world, `There is no such ${type} secret in the organization.`, 'secret_id');
}

function importJobView(world: World, job: ImportJob) {
  const { source, files, sandbox, table, table_definition, ...fields } = job;
  const file = source.type === 'file' ? jobFile(world, source.file.id) : null;
  return { ...fields, ...source, file };
}

/** API: a job tells the whole file; of one that is gone only the id is left. */
export function jobFile(world: World, id: string) {
  const file = world.state.file.get(id);
  if (!file) return { id };
  const { organization_id, dc, ...fields } = fileView(world, file);
  return fields;
}

function needJob(call: Call, right: 'see' | 'manage') {
  const { cluster, project } = needCluster(call, param(call, 'cluster'), right);
  const job = call.world.state.import_job.get(param(call, 'job'));
  if (job?.cluster_id !== cluster.id) throw notFound();
  return { cluster, project, job };
}

function wholeNumber(call: Call, name: string): number | undefined {
  const value = query(call, name);
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw badRequest({ [name]: ['Not a valid integer.'] });
  return Number(value);
}

function tell(call: Call, cluster: Cluster, project: Project, job: ImportJob, what: string): void {
  recordChange(call, {
    what,
    entityId: job.id,
    clusterId: cluster.id,
    organizations: [project.organization_id],
    detail: { type: job.source.type, table: job.destination.table },
  });
}
