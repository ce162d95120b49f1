/** Merging an IP allowlist. API: a change replaces the whole list, and an empty list lets everybody in. */
import type { AllowedRange } from '../clients/cloud/cluster-changes.ts';
import { refuse } from '../kit/errors.ts';
import { covers, type IpRange, readRange, tryRange } from '../vocabulary/ip-ranges.ts';

export type AllowlistChange = {
  action: 'add' | 'remove' | 'replace';
  ranges: readonly string[];
  description: string | undefined;
};

/** The list as it shall be. What was there stays as it was written, unless it is replaced or removed. */
export function mergeAllowlist(
  before: readonly AllowedRange[],
  { action, ranges, description }: AllowlistChange,
): AllowedRange[] {
  const named = distinct(ranges.map(readRange));
  if (named.length === 0 && action !== 'replace') {
    throw refuse('no range is given', 'Fill in “IP Ranges”.');
  }
  const fresh = (range: IpRange): AllowedRange => ({
    cidr: range.text,
    description: description ?? null,
  });
  switch (action) {
    case 'replace':
      refuseOverlaps(named, []);
      return named.map((range) => before.find((entry) => isSame(entry, range)) ?? fresh(range));
    case 'remove':
      refuseHoles(named, before);
      return before.filter((entry) => !named.some((range) => isSame(entry, range)));
    case 'add': {
      const added = named.filter((range) => !before.some((entry) => isSame(entry, range)));
      refuseOverlaps(added, before);
      return [...before, ...added.map(fresh)];
    }
  }
}

/** True when a list holds the same ranges, in whatever order and form. */
export function isSameList(one: readonly AllowedRange[], other: readonly AllowedRange[]): boolean {
  const texts = (list: readonly AllowedRange[]) =>
    [...new Set(list.map(({ cidr }) => tryRange(cidr)?.text ?? cidr))].sort().join(' ');
  return texts(one) === texts(other);
}

export function inRanges(list: readonly AllowedRange[]): string {
  return list.length === 0 ? 'everybody' : list.map(({ cidr }) => cidr).join(', ');
}

function isSame(entry: AllowedRange, range: IpRange): boolean {
  return tryRange(entry.cidr)?.text === range.text;
}

function distinct(ranges: readonly IpRange[]): IpRange[] {
  return ranges.filter(
    (range, index) => ranges.findIndex((other) => other.text === range.text) === index,
  );
}

/** New ranges that lie within others, or hold others, say something else than they seem to. */
function refuseOverlaps(added: readonly IpRange[], before: readonly AllowedRange[]): void {
  const known = before.flatMap(({ cidr }) => tryRange(cidr) ?? []);
  for (const range of added) {
    for (const other of [...known, ...added.filter((one) => one !== range)]) {
      if (covers(other, range)) {
        throw refuse(`${range.text} lies within ${other.text}`, `Leave ${range.text} out.`);
      }
      if (covers(range, other)) {
        throw refuse(
          `${range.text} covers ${other.text}, which is on the list by itself`,
          `Remove ${other.text} first, or leave ${range.text} out.`,
        );
      }
    }
  }
}

/** A range cannot be taken out of the middle of a larger one. */
function refuseHoles(removed: readonly IpRange[], before: readonly AllowedRange[]): void {
  for (const range of removed) {
    if (before.some((entry) => isSame(entry, range))) continue;
    for (const { cidr } of before) {
      const entry = tryRange(cidr);
      if (!entry || !covers(entry, range)) continue;
      throw refuse(
        `${range.text} is not on the list by itself but within ${cidr}`,
        `Remove ${cidr}, and add what should stay of it.`,
      );
    }
  }
}
