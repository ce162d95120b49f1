/** Nodes that a field names. */
import { closest, noSuch } from '../../kit/choose.ts';

/**
 * The names that are meant, as the series have them: however they are written, or by the number at the end.
 * One that is not among them is an error, and not a series without points.
 *
 * @param known names of all series in the window; none where there is nothing at all
 */
export function nodesMeant(known: readonly string[], wanted: readonly string[]): string[] {
  if (known.length === 0) return [...wanted];
  return wanted.flatMap((value) => {
    const named = closest(known, value, (name) => name);
    if (named.length > 0) return named;
    const numbered = /^\d{1,4}$/.test(value)
      ? known.filter((name) => name.endsWith(`-${value}`))
      : [];
    if (numbered.length > 0) return numbered;
    throw noSuch('node', value, [...known].sort(), 'in this time window');
  });
}
