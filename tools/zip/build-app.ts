import { cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import type { AppDefinition } from '../../sandbox/zapier/types.ts';
import { runZapierCli } from '../command.ts';
import { ROOT } from '../paths.ts';
import { BROUGHT_ALONG } from '../supply-chain/manifest.ts';
import { bundle } from './bundle.ts';
import { askForDefinition, faultsOf, readTree } from './inspect.ts';
import type { Lockfile } from './lockfile.ts';
import { stage } from './stage.ts';
import { unzip } from './unzip.ts';

export type BuiltApp = {
  /** Absolute paths: what is uploaded, and the same unpacked. */
  zip: string;
  folder: string;
  bytes: number;
  definition: AppDefinition;
};

type BuildOptions = {
  /** The file whose default export is the app, relative to the repository. */
  entry: string;
  /** Where the results go, absolute: build.zip, source.zip, and app/, the zip unpacked. */
  folder: string;
  /** What may be in the bundle: beginnings of paths relative to the repository. */
  mayHold: readonly string[];
  progress?: (what: string) => void;
};

/** Builds the zip that Zapier takes, with Zapier's own CLI, and looks into it. */
export async function buildApp(options: BuildOptions): Promise<BuiltApp> {
  const { folder, progress = () => {} } = options;
  // Not inside the repository: the CLI's bundler would find its node_modules and take from them.
  const work = await mkdtemp(join(tmpdir(), 'zip-'));
  try {
    progress('Bundling the app into one file');
    await bundleOnly(options, join(work, 'dist/index.js'));
    progress('Staging the production tree');
    const staged = join(work, 'stage');
    const lock = await stage(staged, join(work, 'dist'));
    progress("Zipping it with Zapier's CLI");
    await zipStage(staged, folder);
    progress('Looking into the zip');
    return await inspect(folder, lock, [ROOT, homedir(), work]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Bundles the app and refuses whatever is neither its own code nor one of its libraries. */
async function bundleOnly({ entry, mayHold }: BuildOptions, outfile: string): Promise<void> {
  const { files, apart } = await bundle({ entry, outfile });
  const strangers = [...files, ...apart].filter(
    (file) => !mayHold.some((start) => file.startsWith(start)),
  );
  if (strangers.length > 0) throw new Error(`The app must not import ${strangers.join(', ')}`);
}

async function zipStage(staged: string, folder: string): Promise<void> {
  const args = ['build', '--skip-dep-install', '--skip-validation'];
  const { code, stdout, stderr } = await runZapierCli(args, { cwd: staged });
  if (code !== 0) throw new Error(`zapier-platform build ended with ${code}:\n${stdout}${stderr}`);
  await mkdir(folder, { recursive: true });
  for (const name of ['build.zip', 'source.zip']) {
    await cp(join(staged, 'build', name), join(folder, name));
  }
}

async function inspect(folder: string, lock: Lockfile, places: string[]): Promise<BuiltApp> {
  const zip = join(folder, 'build.zip');
  const unpacked = join(folder, 'app');
  await unzip(zip, unpacked);
  const faults = faultsOf(await readTree(unpacked), lock, places);
  if (faults.length > 0) throw new Error(`The zip is not as it should be: it ${faults.join('; ')}`);
  const definition = await askForDefinition(unpacked);
  const { size: bytes } = await stat(zip);
  return { zip, folder: unpacked, bytes, definition };
}

/** The app itself: its source, and the libraries among its dependencies. */
export async function buildOurApp(progress?: (what: string) => void): Promise<BuiltApp> {
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(BROUGHT_ALONG)];
  const libraries = names.map((name) => `node_modules/${name}/`);
  return await buildApp({
    entry: 'index.ts',
    folder: join(ROOT, 'build'),
    mayHold: ['index.ts', 'src/', ...libraries],
    ...(progress ? { progress } : {}),
  });
}

/** A path as one would type it from the repository. */
export const shown = (path: string): string =>
  path.startsWith(ROOT + sep) ? path.slice(ROOT.length + 1) : path;
