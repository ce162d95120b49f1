/** What the drawing part needs beside its code: the rasterizer, packed, and the fonts. */
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { PROGRAM } from '../../src/charts/assets.ts';
import { FONTS } from '../../src/charts/fonts.ts';
import { ROOT } from '../paths.ts';

/** Packages that go into the zip as they are, and not through the bundler. */
export const ASSET_PACKAGES = ['node_modules/@resvg/resvg-wasm', 'node_modules/inter-ui'];

/** Names of the files, as they lie beside the drawing part. */
export const ASSETS: readonly string[] = [PROGRAM, ...Object.values(FONTS)];

export async function writeAssets(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const program = join(ROOT, 'node_modules/@resvg/resvg-wasm/index_bg.wasm');
  await writeFile(join(folder, PROGRAM), await packed(program));
  for (const font of Object.values(FONTS)) {
    await cp(join(ROOT, 'node_modules/inter-ui/web', font), join(folder, font));
  }
}

/** Packing takes seconds, so it is kept from one build to the next beside what is packed. */
async function packed(file: string): Promise<Uint8Array> {
  const kept = `${file}.br`;
  try {
    return await readFile(kept);
  } catch {
    const bytes = await readFile(file);
    const smallest = await promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    // Another build may read it at this moment.
    await writeFile(`${kept}.${process.pid}`, smallest);
    await rename(`${kept}.${process.pid}`, kept);
    return smallest;
  }
}
