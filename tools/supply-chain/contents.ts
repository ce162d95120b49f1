/** What ends up on Zapier's side: libraries in the bundle, and packages beside it. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundle } from '../zip/bundle.ts';
import { ASSET_PACKAGES } from '../zip/chart-assets.ts';
import { cutLockfile, type Lockfile } from '../zip/lockfile.ts';
import type { Lock } from './lockfile.ts';
import type { Manifest } from './manifest.ts';

/** Folders below the repository, `node_modules/zod`. */
export type Contents = { bundled: string[]; staged: string[] };

/** Bundles the app to see what goes in; the packages beside it are those that core needs. */
export async function contentsOf(manifest: Manifest, lock: Lock): Promise<Contents> {
  const work = await mkdtemp(join(tmpdir(), 'supply-chain-'));
  try {
    const outfile = join(work, 'index.js');
    const { files, apart } = await bundle({ entry: 'index.ts', outfile });
    const assets = apart.length > 0 ? ASSET_PACKAGES.map((place) => `${place}/`) : [];
    return {
      bundled: packagesOf([...files, ...apart, ...assets]),
      staged: stagedPackages(manifest, lock),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

export function packagesOf(files: readonly string[]): string[] {
  const folders = files.flatMap(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

function stagedPackages({ name, version, dependencies }: Manifest, lock: Lock): string[] {
  const core = dependencies['zapier-platform-core'] ?? '';
  const app = { name, version, dependencies: { 'zapier-platform-core': core } };
  const { packages } = cutLockfile(lock as Lockfile, app);
  return Object.keys(packages).filter((place) => place !== '' && !packages[place]?.optional);
}

const NATIVE = /\.(node|so|dll|dylib|exe|a|o|wasm)$|(^|\/)binding\.gyp$|(^|\/)prebuilds\//i;

/** Packages that build or bring machine code. */
export function nativeFaults({ bundled, staged }: Contents, { packages }: Lock): string[] {
  return [...bundled, ...staged].flatMap((place) => {
    const { hasInstallScript, os, cpu } = packages[place] ?? {};
    return hasInstallScript || os || cpu ? [`${place} is not plain JavaScript`] : [];
  });
}

/**
 * What is wrong with an unpacked zip: native modules, and packages that are not accounted for.
 *
 * @returns null if there is no such folder
 */
export async function zipFaults(folder: string, { staged }: Contents): Promise<string[] | null> {
  if (!existsSync(folder)) return null;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const strangers = packagesOf(files).filter((place) => !staged.includes(place));
  return [
    ...files.filter((file) => NATIVE.test(file)).map((file) => `the zip holds ${file}`),
    ...strangers.map((place) => `the zip holds ${place}, which core does not need`),
  ];
}
