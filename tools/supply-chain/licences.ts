/** Licences of what ends up on Zapier's side, beside our own Apache-2.0. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import type { Contents } from './contents.ts';
import { type Lock, nameOf } from './lockfile.ts';

/**
 * They ask for their notice to be kept, and for nothing that Apache-2.0 forbids. MPL-2.0 asks that its own
 * files stay open, and OFL-1.1 that the font is not sold by itself; both are shipped unchanged.
 */
const COMPATIBLE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'OFL-1.1',
  'Unlicense',
]);

/** Packages whose package.json does not say it in the usual way, read by a person. */
const READ_BY_HAND: Readonly<Record<string, { says: string; reason: string }>> = {
  'zapier-platform-core': {
    says: 'SEE LICENSE IN LICENSE',
    reason:
      "Zapier's Platform Agreement; Zapier's own code on Zapier's own machines, not part of this repository",
  },
  'zapier-platform-schema': {
    says: 'SEE LICENSE IN LICENSE',
    reason: "Zapier's Platform Agreement, as above",
  },
  'json-metaschema': {
    says: 'Public Domain',
    reason: 'given up by its author; nothing is asked for',
  },
  'urlsafe-base64': {
    says: '',
    reason: 'MIT, as its README says; its package.json is silent',
  },
};

export type Licensed = {
  place: string;
  name: string;
  version: string;
  licence: string;
  where: 'bundle' | 'beside it';
  /** Null where the package brings none. */
  text: string | null;
};

/** @throws Error if a package is not installed */
export async function licencesOf({ bundled, staged }: Contents): Promise<Licensed[]> {
  const all = [
    ...bundled.map((place) => ({ place, where: 'bundle' as const })),
    ...staged.map((place) => ({ place, where: 'beside it' as const })),
  ];
  const read = await Promise.all(all.map(({ place, where }) => licenceOf(place, where)));
  return read.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function licenceOf(place: string, where: Licensed['where']): Promise<Licensed> {
  const folder = join(ROOT, place);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const licence = typeof license === 'string' ? license : (license?.type ?? '');
  // "v1.3.0" is a version to npm as well.
  const number = String(version).replace(/^v/, '');
  return {
    place,
    name: nameOf(place),
    version: number,
    licence,
    where,
    text: await notice(folder),
  };
}

/** The licence's own file, or else that section of the readme. */
async function notice(folder: string): Promise<string | null> {
  const files = (await readdir(folder)).sort();
  const read = async (name: RegExp) => {
    const file = files.find((it) => name.test(it));
    return file
      ? (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n').trim()
      : null;
  };
  const text = await read(/^(un)?licen[cs]e/i);
  if (text !== null) return text;
  const section = /^#+ *licen[cs]e\s*\n([^#]*)/im.exec((await read(/^readme/i)) ?? '')?.[1]?.trim();
  return section === undefined || section === '' ? null : section;
}

/** SPDX: every part of an AND must do, one part of an OR. No nesting beyond brackets around the whole. */
export function isCompatible(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(plain)) return false;
  return plain
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((one) => COMPATIBLE.has(one.trim())));
}

export function licenceFaults(packages: readonly Licensed[], lock: Lock): string[] {
  const faults = packages.flatMap(({ name, licence, where }) => {
    const known = READ_BY_HAND[name];
    if (isCompatible(licence)) return known ? [`${name} needs no exception any more`] : [];
    if (where === 'bundle') return [`${name} is bundled under ${licence || 'no licence'}`];
    return known?.says === licence ? [] : [`${name} is under ${licence || 'no licence'}`];
  });
  const installed = packages.filter(
    ({ place, version }) => lock.packages[place]?.version !== version,
  );
  return [...faults, ...installed.map(({ name }) => `${name} is installed in another version`)];
}

/** The file THIRD_PARTY_LICENSES: who made what, and the notices to keep. */
export function listing(packages: readonly Licensed[]): string {
  const section = (where: Licensed['where'], title: string) => [
    `${title}\n${'='.repeat(title.length)}`,
    ...packages.filter((it) => it.where === where).map(entry),
  ];
  return `${[
    'What the zip for Zapier holds beside our own code. Written by `npm run supply-chain -- --write`.',
    ...section('bundle', 'In the bundle'),
    ...section('beside it', 'Beside the bundle: Zapier’s runtime and what it needs'),
  ].join('\n\n')}\n`;
}

function entry({ name, version, licence, text }: Licensed): string {
  const reason = READ_BY_HAND[name]?.reason;
  const head = `${name} ${version}: ${licence || 'none named'}${reason ? ` (${reason})` : ''}`;
  return `${head}\n${'-'.repeat(head.length)}${text === null ? '' : `\n\n${text}`}`;
}
