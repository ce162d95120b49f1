/** Units people use, from units the API uses. Null stays null. */

export const GIB = 1024 ** 3;

/** Bytes to GiB, with at most two decimals. */
export function toGib(bytes: number | null): number | null {
  return bytes === null ? null : round(bytes / GIB, 2);
}

/** Whole GiB that hold at least so many bytes. */
export function gibFor(bytes: number): number {
  return Math.ceil(bytes / GIB);
}

/** Part of a whole in percent with one decimal, or null when either is unknown. */
export function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : round((part / whole) * 100, 1);
}

export function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}

/** The largest of the known values, or null when none is known. */
export function maxOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length ? Math.max(...known) : null;
}

/** Sum of the values, or null when any is unknown: a sum with a hole would be a lie. */
export function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

/** Whole seconds between two ISO times, or null when either is unknown. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1_000));
}
