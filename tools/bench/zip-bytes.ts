import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Bench } from './bench.ts';
import { type Measure, measure } from './pairs.ts';

/**
 * The size of what is uploaded, without the part that draws, which no other step loads. It is the same at
 * every build, so there is one pair.
 */
export async function zipBytes({ app, empty }: Bench): Promise<Measure[]> {
  const bytes = app.bytes - (await packed(join(app.folder, 'dist/charts')));
  return [measure('zip_bytes', 'bytes', [[bytes, empty.bytes]], { of: 'ratio', most: 1.3 })];
}

/** What files take in a zip. */
async function packed(folder: string): Promise<number> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => readFile(join(folder, name))),
  );
  return files.reduce((sum, file) => sum + deflateRawSync(file).length, 0);
}
