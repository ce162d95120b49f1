/** At which fullness of a disk CrateDB itself reacts, as the cluster has it set. */
import type { SqlClient } from './client.ts';

/** Used percent of a disk (0 to 100), or bytes that are left on it. */
export type Watermark = { percent: number } | { freeBytes: number };

export type Watermarks = {
  /** From here on a node is given no new shards. */
  low: Watermark;
  /** From here on its shards are moved away. */
  high: Watermark;
  /** From here on tables with a shard there are read-only. */
  floodStage: Watermark;
};

/** CrateDB: the documented defaults. */
export const DEFAULT_WATERMARKS: Watermarks = {
  low: { percent: 85 },
  high: { percent: 90 },
  floodStage: { percent: 95 },
};

const WATERMARKS = `SELECT settings['cluster']['routing']['allocation']['disk']['watermark']['low'],
  settings['cluster']['routing']['allocation']['disk']['watermark']['high'],
  settings['cluster']['routing']['allocation']['disk']['watermark']['flood_stage'] FROM sys.cluster`;

/** A setting that cannot be read counts as its default. */
export async function readWatermarks(sql: Pick<SqlClient, 'read'>): Promise<Watermarks> {
  const { rows } = await sql.read(WATERMARKS);
  const [low, high, flood] = rows[0] ?? [];
  return {
    low: readWatermark(low) ?? DEFAULT_WATERMARKS.low,
    high: readWatermark(high) ?? DEFAULT_WATERMARKS.high,
    floodStage: readWatermark(flood) ?? DEFAULT_WATERMARKS.floodStage,
  };
}

/** The used percent at which a watermark is reached on a disk of so many bytes. */
export function reachedAt(mark: Watermark, diskSize: number): number {
  if ('percent' in mark) return mark.percent;
  return Math.max(0, (1 - mark.freeBytes / diskSize) * 100);
}

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
  pb: 1024 ** 5,
};

/** CrateDB: `85%`, the ratio `0.85`, or what must be left, such as `100gb`. */
export function readWatermark(value: unknown): Watermark | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(%|[kmgtp]?b)?\s*$/i.exec(String(value ?? ''));
  if (!found) return null;
  const amount = Number(found[1]);
  const unit = found[2]?.toLowerCase();
  if (unit === '%') return amount <= 100 ? { percent: amount } : null;
  if (unit === undefined) return amount <= 1 ? { percent: amount * 100 } : null;
  return { freeBytes: amount * (UNITS[unit] ?? 1) };
}
