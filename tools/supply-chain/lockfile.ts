/** What package-lock.json must hold, so that everybody everywhere gets the same packages. */
import type { Manifest } from './manifest.ts';

export type Locked = {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  inBundle?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
  os?: string[];
  cpu?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
};

export type Lock = { lockfileVersion: number; packages: Record<string, Locked> };

export const nameOf = (place: string): string =>
  place.slice(place.lastIndexOf('node_modules/') + 13);

/** Addresses tie an installation to one registry; checksums tie it to one content. */
export function originFaults({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([place, { resolved, integrity, link, inBundle }]) => {
    if (place === '') return [];
    const faults: string[] = [];
    if (resolved !== undefined) faults.push(`${nameOf(place)} names the place it came from`);
    const isChecked = /^sha512-/.test(integrity ?? '') || link === true || inBundle === true;
    if (!isChecked) faults.push(`${nameOf(place)} has no checksum`);
    return faults;
  });
}

/** Where the lockfile has another version than package.json asks for. */
export function driftFaults({ packages }: Lock, manifest: Manifest): string[] {
  const root = packages[''] ?? {};
  return (['dependencies', 'devDependencies', 'optionalDependencies'] as const).flatMap((part) =>
    Object.entries(manifest[part] ?? {}).flatMap(([name, version]) => {
      const locked = packages[`node_modules/${name}`]?.version;
      const asked = root[part]?.[name];
      return locked === version && asked === version
        ? []
        : [`${name} is ${version} in package.json and ${locked ?? 'missing'} in the lockfile`];
    }),
  );
}

/** Packages that are programs in disguise: one optional package for each platform. */
const PROGRAMS = ['esbuild', '@swc/core', 'unrs-resolver', '@biomejs/biome', 'typescript'];

const PLATFORMS: ReadonlyArray<readonly [os: string, cpu: string]> = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['darwin', 'x64'],
  ['darwin', 'arm64'],
  ['win32', 'x64'],
];

/**
 * Optional packages of other platforms that the lockfile lacks. npm forgets them when it writes a lockfile
 * beside installed packages, and then nobody on another platform can install.
 */
export function platformFaults({ packages }: Lock, programs = PROGRAMS): string[] {
  const faults: string[] = [];
  for (const [place, { optionalDependencies = {} }] of Object.entries(packages)) {
    if (place === '') continue;
    const found = Object.keys(optionalDependencies).map((name) => {
      const there = resolved(packages, place, name);
      if (!there) faults.push(`${nameOf(place)} lacks its optional ${name}`);
      return there;
    });
    if (!programs.includes(nameOf(place))) continue;
    for (const [os, cpu] of PLATFORMS) {
      const fits = (it?: Locked) => it?.os?.includes(os) && it.cpu?.includes(cpu);
      if (!found.some(fits)) faults.push(`${nameOf(place)} has nothing for ${os} ${cpu}`);
    }
  }
  const absent = programs.filter((name) => !packages[`node_modules/${name}`]);
  return [...faults, ...absent.map((name) => `${name} is not in the lockfile`)];
}

/** As Node resolves: inside the package, then beside it and beside each that holds it. */
function resolved(packages: Lock['packages'], from: string, name: string): Locked | undefined {
  const holders = [from];
  for (let at = from; at.includes('/node_modules/'); ) {
    at = at.slice(0, at.lastIndexOf('/node_modules/'));
    holders.push(at);
  }
  const places = [
    ...holders.map((holder) => `${holder}/node_modules/${name}`),
    `node_modules/${name}`,
  ];
  return places.map((place) => packages[place]).find((found) => found !== undefined);
}
