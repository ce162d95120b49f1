/** The production tree: what would be left of the repository on Zapier's side. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../command.ts';
import { ROOT } from '../paths.ts';
import { cutLockfile, type Lockfile, type Manifest } from './lockfile.ts';

type Package = Manifest & { overrides?: Record<string, string> };

const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'));
const writeJson = (path: string, value: unknown) =>
  writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

/** The package.json of the zip: everything but core is in dist/index.js already. */
function productionManifest({ name, version, dependencies, overrides = {} }: Package): Manifest {
  const core = dependencies['zapier-platform-core'];
  if (!core || !/^\d+\.\d+\.\d+$/.test(core)) {
    throw new Error('package.json must depend on an exact version of zapier-platform-core');
  }
  return {
    name,
    version,
    private: true,
    type: 'module',
    exports: './dist/index.js',
    dependencies: { 'zapier-platform-core': core },
    // Newer ones use an export condition that the CLI's bundler misses; the zip would lack a file.
    overrides: { 'get-intrinsic': overrides['get-intrinsic'] },
  };
}

/**
 * Fills the new folder `folder` with `dist`, package.json, lockfile and installed packages. The packages come through
 * `npm ci`, so that their checksums are verified; npm's cache has them from the repository's own.
 *
 * @returns the lockfile, cut down
 */
export async function stage(folder: string, dist: string): Promise<Lockfile> {
  const manifest = productionManifest(await readJson(join(ROOT, 'package.json')));
  const lock = cutLockfile(await readJson(join(ROOT, 'package-lock.json')), manifest);

  await mkdir(folder, { recursive: true });
  await cp(dist, join(folder, 'dist'), { recursive: true });
  await cp(join(ROOT, '.zapierapprc'), join(folder, '.zapierapprc'));
  await cp(join(ROOT, '.npmrc'), join(folder, '.npmrc'));
  await writeJson(join(folder, 'package.json'), manifest);
  await writeJson(join(folder, 'package-lock.json'), lock);
  // Without one, the CLI takes everything into the source zip.
  await writeFile(join(folder, '.gitignore'), 'node_modules/\nbuild/\n');

  const args = ['ci', '--omit=dev', '--omit=optional', '--ignore-scripts', '--prefer-offline'];
  await mustRun('npm', [...args, '--no-audit', '--no-fund'], { cwd: folder });
  return lock;
}
