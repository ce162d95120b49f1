import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import { bundle } from '../zip/bundle.ts';

/**
 * A folder with the bundled app for Zapier's CLI to run in. The CLI reads `.env` of the folder it runs
 * in over everything else, and the repository's may point at a real account.
 */
export async function openWorkspace(): Promise<{ folder: string; close(): Promise<void> }> {
  await mkdir(join(ROOT, 'build'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, 'build/invoke-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const { name, version, dependencies } = JSON.parse(
      await readFile(join(ROOT, 'package.json'), 'utf8'),
    );
    const manifest = { name, version, type: 'module', exports: './dist/index.js', dependencies };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await bundle({ entry: 'index.ts', outfile: join(folder, 'dist/index.js') });
    return { folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}
