import * as z from 'zod/mini';
import { fileView, newFile } from '../files/files.ts';
import { LARGEST_FILE } from '../files/storage-route.ts';
import { type Call, created, noContent, ok, param, type Route, route } from '../server/call.ts';
import { notFound } from '../server/errors.ts';
import { parseBody, shortText } from '../server/validate.ts';
import type { StoredFile } from '../state/types.ts';
import { needOrgAdmin, violation } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';

/** Files of an organization, for its admins. */
export const fileRoutes: Route[] = [
  route('GET', '/organizations/:organization/files/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const files = [...call.world.state.file.values()].filter((it) => it.organization_id === id);
    return ok(files.map((it) => fileView(call.world, it)));
  }),

  // API: makes the place for a file; the bytes are then sent to `upload_url`.
  route('POST', '/organizations/:organization/files/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const schema = z.strictObject({
      name: shortText,
      file_size: z.optional(z.int().check(z.minimum(1, 'Must be greater than or equal to 1.'))),
    });
    const { name, file_size } = parseBody(schema, call);
    if ((file_size ?? 0) > LARGEST_FILE) {
      throw violation(call.world, 'The file is too large.', 'file_size');
    }
    const of = { organizationId: id, name, size: file_size ?? null, exported: false };
    const file = newFile(call.world, of);
    tell(call, file, 'file.create', { name });
    return created(fileView(call.world, file));
  }),

  route('GET', '/organizations/:organization/files/:file/', (call) =>
    ok(fileView(call.world, needFile(call))),
  ),

  route('DELETE', '/organizations/:organization/files/:file/', (call) => {
    const file = needFile(call);
    call.world.state.file.delete(file.id);
    tell(call, file, 'file.delete', { name: file.name });
    return noContent();
  }),
];

function needFile(call: Call): StoredFile {
  const { id } = needOrgAdmin(call, param(call, 'organization'));
  const file = call.world.state.file.get(param(call, 'file'));
  if (file?.organization_id !== id) throw notFound();
  return file;
}

function tell(call: Call, file: StoredFile, what: string, detail: Record<string, unknown>): void {
  const organizations = [file.organization_id];
  recordChange(call, { what, entityId: file.id, organizations, detail });
}
