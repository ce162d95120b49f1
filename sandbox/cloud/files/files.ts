import { put } from '../state/state.ts';
import type { StoredFile } from '../state/types.ts';
import { DAY } from '../world/times.ts';
import { nextId, type World, writtenDc, writtenNow } from '../world/world.ts';
import { presignedUrl } from './presigned.ts';

/** API: files are kept so long, whether uploaded or exported. */
const KEPT = 3 * DAY;
/** API: so many uploaded files at once; one more takes the oldest away. */
const MOST_UPLOADS = 5;

/** A file without its bytes: the place for an upload. */
export function newFile(
  world: World,
  of: { organizationId: string; name: string; size: number | null; exported: boolean },
): StoredFile {
  const file = put(world.state, 'file', {
    id: nextId(world, 'file'),
    organization_id: of.organizationId,
    name: of.name,
    status: 'PENDING',
    file_size: of.size,
    dc: writtenDc(world),
    content: null,
    exported: of.exported,
  });
  if (!of.exported) {
    const uploads = [...world.state.file.values()].filter(
      (it) => it.organization_id === of.organizationId && !it.exported,
    );
    for (const it of uploads.slice(0, -MOST_UPLOADS)) world.state.file.delete(it.id);
  }
  return file;
}

/** What came over a pre-signed address; nobody is named there, so the log names nobody. */
export function storeContent(world: World, file: StoredFile, content: Buffer): void {
  file.content = content;
  file.file_size = content.length;
  file.status = 'UPLOADED';
  file.dc.modified = writtenNow(world);
  if (file.exported) return;
  world.log.changes.push({
    at: world.clock.now().toISOString(),
    method: 'PUT',
    path: `/storage/${file.id}`,
    actor: '',
    what: 'file.upload',
    entity_id: file.id,
    detail: { file_size: content.length },
  });
}

/** Lets go of the files that are past their time; `now` in milliseconds. */
export function settleFiles(world: World, now: number): void {
  for (const [id, file] of world.state.file) {
    if (Date.parse(file.dc.created) + KEPT <= now) world.state.file.delete(id);
  }
}

/** API: the addresses are signed anew at each reading. */
export function fileView(world: World, stored: StoredFile) {
  const { content, exported, ...file } = stored;
  return {
    ...file,
    download_url: content ? presignedUrl(world, 'GET', stored) : null,
    upload_url: presignedUrl(world, 'PUT', stored),
  };
}
