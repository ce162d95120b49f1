import type { Watermarks } from '../state/types.ts';
import type { Disk } from './disks.ts';

const UNITS: Record<string, number> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30, tb: 2 ** 40 };

/**
 * Whether a disk has passed a watermark. CrateDB takes a share that is used at most (`85%`, `0.85`), or
 * bytes that are to stay free (`100gb`); what it cannot read is never passed here.
 */
export function isPast(disk: Pick<Disk, 'size' | 'used'>, watermark: string): boolean {
  const text = watermark.trim().toLowerCase();
  const percent = /^([\d.]+)%$/.exec(text)?.[1];
  if (percent !== undefined) return disk.used * 100 >= Number(percent) * disk.size;
  const [, amount, unit] = /^([\d.]+)([kmgt]?b)$/.exec(text) ?? [];
  if (unit !== undefined) return disk.size - disk.used <= Number(amount) * (UNITS[unit] ?? 1);
  const share = Number(text);
  return text !== '' && share >= 0 && disk.used >= share * disk.size;
}

/** Which watermarks the fullest disk of a node has passed. */
export function passed(disks: Disk[], watermarks: Watermarks): Record<keyof Watermarks, boolean> {
  const past = (name: keyof Watermarks) => disks.some((disk) => isPast(disk, watermarks[name]));
  return { low: past('low'), high: past('high'), flood_stage: past('flood_stage') };
}
