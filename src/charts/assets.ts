/** The rasterizer's program and the fonts: beside the bundle in the zip, in their packages elsewhere. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { FONTS } from './fonts.ts';

/** Where the files lie in the zip, relative to the bundle. */
export const PROGRAM = 'resvg.wasm.br';

/** The rasterizer in WebAssembly. */
export async function readProgram(): Promise<Uint8Array> {
  const packed = await beside(PROGRAM);
  if (packed) return await promisify(brotliDecompress)(packed);
  return await fromPackage('@resvg/resvg-wasm/index_bg.wasm');
}

/** The fonts, in the order of `FONTS`. */
export async function readFonts(): Promise<Uint8Array[]> {
  return await Promise.all(
    Object.values(FONTS).map(
      async (file) => (await beside(file)) ?? fromPackage(`inter-ui/web/${file}`),
    ),
  );
}

async function beside(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(new URL(file, import.meta.url));
  } catch {
    return null;
  }
}

const fromPackage = (file: string): Promise<Uint8Array> =>
  readFile(createRequire(import.meta.url).resolve(file));
