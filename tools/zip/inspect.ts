/** Looks into an unpacked zip: nothing in it that should not be, and it answers. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { loadHandler } from '../../sandbox/zapier/load-app.ts';
import type { AppDefinition } from '../../sandbox/zapier/types.ts';
import { ASSETS } from './chart-assets.ts';
import type { Lockfile } from './lockfile.ts';

const OWN_FILES = ['definition.json', 'dist/index.js', 'package.json', 'zapierwrapper.js'];

/** The part that draws, which an app need not have: its code, rasterizer and fonts. */
const DRAWING = ['index.js', ...ASSETS].map((file) => `dist/charts/${file}`);

/** Only plain files of these kinds belong into a package that runs on any processor. */
const TEXT = /\.(c?js|mjs|json)$/;

/** The package folder that a file belongs to, as lockfiles name it. */
function packageOf(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

/**
 * What is wrong with the files; an empty list if nothing is.
 *
 * @param files paths inside the zip with forward slashes, and their contents
 * @param lock the lockfile of the stage: no other package may be there
 * @param places folders of this machine that nothing may name
 */
export function faultsOf(
  files: ReadonlyMap<string, string>,
  lock: Lockfile,
  places: readonly string[],
): string[] {
  const draws = DRAWING.some((file) => files.has(file));
  const mine = new Set(draws ? [...OWN_FILES, ...DRAWING] : OWN_FILES);
  const faults = [...mine].filter((file) => !files.has(file)).map((file) => `lacks ${file}`);
  // A short path such as "/root" stands in texts for other reasons as well.
  const telling = places.filter((place) => place.length > 6);
  for (const [file, content] of files) {
    const folder = packageOf(file);
    if (folder === undefined && !mine.has(file)) faults.push(`holds ${file}`);
    const locked = folder === undefined ? undefined : lock.packages[folder];
    if (folder !== undefined && (!locked || locked.optional)) faults.push(`holds ${folder}`);
    if (!TEXT.test(file) && !mine.has(file))
      faults.push(`holds ${file}, which is no JavaScript or JSON`);
    for (const place of telling) {
      if (content.includes(place)) faults.push(`${file} names this machine's ${place}`);
    }
  }
  return [...new Set(faults)];
}

/** All files below a folder. */
export async function readTree(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return new Map(
    await Promise.all(
      files.map(async (entry): Promise<[string, string]> => {
        const path = join(entry.parentPath, entry.name);
        const inside = path.slice(folder.length + 1).replaceAll(sep, '/');
        return [inside, await readFile(path, 'utf8')];
      }),
    ),
  );
}

/** Loads an unpacked zip as Zapier does and asks for its definition; it must be a valid one. */
export async function askForDefinition(folder: string): Promise<AppDefinition> {
  const handler = await loadHandler({ folder });
  try {
    const { results: errors } = await handler({ command: 'validate' });
    if (!Array.isArray(errors) || errors.length > 0) {
      throw new Error(`The app in the zip is not valid: ${JSON.stringify(errors)}`);
    }
    return (await handler({ command: 'definition' })).results as AppDefinition;
  } finally {
    await handler.close();
  }
}
