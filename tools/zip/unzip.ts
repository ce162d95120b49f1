import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// The CLI's own, with which it tests its zips.
const decompress = require('zapier-platform-cli/src/utils/decompress') as (
  zip: string,
  folder: string,
) => Promise<unknown>;

/** Unpacks a zip into a folder that then holds nothing else. */
export async function unzip(zip: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await decompress(zip, folder);
}
