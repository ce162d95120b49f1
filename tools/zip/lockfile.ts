/** The part of a package-lock.json that production needs. */

type LockedPackage = {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  optional?: boolean;
  [key: string]: unknown;
};

/** As npm writes it since version 7: packages by their folder. */
export type Lockfile = { lockfileVersion: number; packages: Record<string, LockedPackage> };

export type Manifest = {
  name: string;
  version: string;
  dependencies: Record<string, string>;
  [key: string]: unknown;
};

/** Where Node would find `name` from the package in `folder`, or undefined. */
function locate(lock: Lockfile, folder: string, name: string): string | undefined {
  for (let from = folder; ; from = from.slice(0, from.lastIndexOf('node_modules/'))) {
    const base = from === '' || from.endsWith('/') ? from : `${from}/`;
    const place = `${base}node_modules/${name}`;
    if (lock.packages[place]) return place;
    if (!from.includes('node_modules/')) return undefined;
  }
}

/**
 * Cuts a lockfile down to what `manifest` depends on, each package in the same version, with the same
 * checksum and in the same folder as before; so `npm ci` accepts the two together.
 *
 * @throws Error if the lockfile lacks a package
 */
export function cutLockfile(lock: Lockfile, manifest: Manifest): Lockfile {
  const kept = new Map<string, LockedPackage>();

  const keep = (from: string, name: string, optional: boolean) => {
    const place = locate(lock, from, name);
    const found = place === undefined ? undefined : lock.packages[place];
    if (place === undefined || found === undefined) {
      if (optional) return;
      throw new Error(`package-lock.json lacks ${name}, which ${from || 'the app'} needs`);
    }
    const before = kept.get(place);
    // Seen before, and not now found to be needed where it was optional.
    if (before && (optional || !before.optional)) return;
    const { dev: _dev, devOptional: _devOptional, peer: _peer, optional: _, ...entry } = found;
    kept.set(place, optional ? { ...entry, optional: true } : entry);
    const { dependencies = {}, optionalDependencies = {} } = found;
    for (const name of Object.keys(dependencies)) keep(place, name, optional);
    for (const name of Object.keys(optionalDependencies)) keep(place, name, true);
  };

  for (const name of Object.keys(manifest.dependencies)) keep('', name, false);
  const { name, version, dependencies } = manifest;
  return {
    ...lock,
    name,
    version,
    packages: {
      '': { name, version, dependencies },
      ...Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  } as Lockfile;
}
