/** The axis of values, and numbers as people read them. */
import { type ScaleLinear, scaleLinear } from 'd3-scale';

/** “88.3 %”, “12,345 GiB”, “1.2M”; a few digits, enough to tell neighbours apart. */
export function valueText(value: number, unit: string): string {
  const rounded = unit === '%' && Math.abs(value) >= 1 && Math.abs(value) < 1_000;
  return withUnit(rounded ? tenths.format(value) : numberText(value), unit);
}

function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= 100_000) return compact.format(value);
  if (size >= 1_000) return whole.format(value);
  if (size >= 10 || size < NOTHING) return tenths.format(value);
  return size >= 1 ? hundredths.format(value) : digits.format(value);
}

const withUnit = (number: string, unit: string) => (unit === '' ? number : `${number} ${unit}`);

const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat('en-US', options);
const compact = format({ notation: 'compact', maximumFractionDigits: 1 });
const whole = format({ maximumFractionDigits: 0 });
const tenths = format({ maximumFractionDigits: 1 });
const hundredths = format({ maximumFractionDigits: 2 });
const digits = format({ maximumSignificantDigits: 2 });

/** Smaller values are drawn as 0. */
const NOTHING = 1e-9;

export type ValueAxis = {
  /** From values to places. */
  place: ScaleLinear<number, number>;
  ticks: { value: number; label: string }[];
};

/**
 * An axis with room for all values and for 0, so that a tenth of a percent does not look like a
 * mountain. Percentages reach to 100.
 */
export function valueAxis(
  values: Iterable<number>,
  { unit, limit, count }: { unit: string; limit: number | null; count: number },
  range: readonly [number, number],
): ValueAxis {
  let low = Math.min(0, limit ?? 0);
  let high = Math.max(unit === '%' ? 100 : 0, limit ?? 0);
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // Less than that is no difference that could be drawn.
  if (high - low < NOTHING) high = low + 1;
  const place = scaleLinear([low, high], range).nice(count);
  const ticks = place.ticks(count);
  const label = labelsOf(ticks);
  const top = ticks.at(-1);
  return {
    place,
    ticks: ticks.map((value) => ({
      value,
      label: value === top ? withUnit(label(value), unit) : label(value),
    })),
  };
}

/** As many decimals as the marks need to differ. */
function labelsOf(ticks: readonly number[]): (value: number) => string {
  const [first = 0, second = 1] = ticks;
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest >= 100_000) return (value) => (value === 0 ? '0' : compact.format(value));
  const decimals = Math.min(20, Math.max(0, -Math.floor(Math.log10(second - first) + 1e-9)));
  const each = format({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return (value) => (value === 0 ? '0' : each.format(value));
}
