/** Versions of CrateDB: which there are, and which a cluster can move to. */
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { isObject } from './wire.ts';

export type Version = { text: string; major: number; minor: number; hotfix: number };

/**
 * Versions, newest first. API: a channel's versions are called a list and typed as one object; both
 * are read. `complete` is false when only one version was told, for there may be more.
 */
export type Versions = { versions: Version[]; complete: boolean };

/** All versions that new clusters can have. */
export async function listStableVersions(cloud: CloudClient): Promise<Versions> {
  return readVersions(await cloud.get('/meta/cratedb-versions/'), 'stable');
}

/** The versions that a cluster can move to directly: hotfixes, and the next minor version. */
export async function listUpgrades(
  cloud: CloudClient,
  cluster: { id: string; channel: string | null },
): Promise<Versions> {
  const reply = await cloud.get(path`/clusters/${cluster.id}/available-upgrades/`);
  return readVersions(reply, cluster.channel ?? 'stable');
}

/** The numbers in a version such as `6.2.1` or `nightly-6.4.0-20260301`; null when there are none. */
export function readVersion(text: string | null): Version | null {
  const found = /(\d+)\.(\d+)\.(\d+)/.exec(text ?? '');
  if (!found || text === null) return null;
  return { text, major: Number(found[1]), minor: Number(found[2]), hotfix: Number(found[3]) };
}

/** The version that somebody wrote, as the API writes it (`v6.2.2` is `6.2.2`); null for what is none. */
export function writtenVersion(text: string): string | null {
  return /^v?(\d+\.\d+\.\d+|nightly-\S+)$/i.exec(text.trim())?.[1] ?? null;
}

/** Below 0 when `a` is older than `b`. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.hotfix - b.hotfix;
}

export function isHotfixOf(version: Version, base: Version): boolean {
  return version.major === base.major && version.minor === base.minor;
}

function readVersions(reply: unknown, channel: string): Versions {
  const channels = isObject(reply) && isObject(reply.crate_versions) ? reply.crate_versions : {};
  const told = channels[channel];
  const versions = (Array.isArray(told) ? told : [told])
    .map(readEntry)
    .filter((version) => version !== null)
    .sort((a, b) => compareVersions(b, a));
  return { versions, complete: Array.isArray(told) || versions.length === 0 };
}

/** `{major, minor, hotfix, version}`, or just the text. */
function readEntry(entry: unknown): Version | null {
  if (typeof entry === 'string') return readVersion(entry);
  if (!isObject(entry)) return null;
  if (typeof entry.version === 'string') return readVersion(entry.version);
  return readVersion(`${entry.major}.${entry.minor}.${entry.hotfix}`);
}
