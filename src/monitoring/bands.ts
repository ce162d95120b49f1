/** How bad an alert about storage is: the limit, then the marks at which CrateDB itself reacts. */
import { reachedAt, type Watermarks } from '../clients/sql/watermarks.ts';
import { round } from '../kit/units.ts';
import type { Severity } from '../vocabulary/alerts.ts';

/** In the order in which they get worse. */
export const BANDS = ['limit', 'low', 'high', 'flood_stage'] as const;
export type Band = (typeof BANDS)[number];

export const BAND_WORDS: Record<Band, string> = {
  limit: 'Limit',
  low: 'Low Watermark (No New Shards)',
  high: 'High Watermark (Shards Are Moved Away)',
  flood_stage: 'Flood Stage (Tables Become Read-Only)',
};

export const SEVERITIES: Record<Band, Severity> = {
  limit: 'warning',
  low: 'warning',
  high: 'error',
  flood_stage: 'critical',
};

/** The used percent at which each band begins on a disk of so many bytes. */
export function startsOf(limit: number, marks: Watermarks, diskSize: number) {
  const at = (mark: Watermarks['low']) => round(reachedAt(mark, diskSize), 1);
  return { limit, low: at(marks.low), high: at(marks.high), flood_stage: at(marks.floodStage) };
}

/** The worst band reached above the limit; the limit itself otherwise. */
export function bandOf(percent: number, starts: Readonly<Record<Band, number>>): Band {
  return (
    BANDS.findLast((band) => starts[band] > starts.limit && percent >= starts[band]) ?? 'limit'
  );
}
