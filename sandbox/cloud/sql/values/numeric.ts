/** Decimal arithmetic as Java's BigDecimal does it: the scale of a result follows from those it was made of. */
import { Numeric } from './value.ts';

const tenTo = (power: number): bigint => 10n ** BigInt(power);

export function parseNumeric(text: string): Numeric | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`);
  const unscaled = sign === '-' ? -digits : digits;
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? new Numeric(unscaled * tenTo(-scale), 0) : new Numeric(unscaled, scale);
}

export function numericText({ unscaled, scale }: Numeric): string {
  if (scale === 0) return unscaled.toString();
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** As Java's BigDecimal says it: what is small, or zero with many decimals, has an exponent. */
export function numericJavaText(value: Numeric): string {
  const { unscaled, scale } = value;
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  const exponent = digits.length - 1 - scale;
  if (exponent >= -6) return numericText(value);
  const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${unscaled < 0n ? '-' : ''}${digits[0]}${rest}E${exponent}`;
}

export const numericToNumber = (value: Numeric): number => Number(numericText(value));

/** Division of whole numbers, rounded half up (away from zero). */
function divideRounded(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  const rest = a % b;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  if (twice < (b < 0n ? -b : b)) return quotient;
  return a < 0n === b < 0n ? quotient + 1n : quotient - 1n;
}

export function withScale(value: Numeric, scale: number): Numeric {
  if (value.scale === scale) return value;
  if (value.scale < scale) {
    return new Numeric(value.unscaled * tenTo(scale - value.scale), scale);
  }
  return new Numeric(divideRounded(value.unscaled, tenTo(value.scale - scale)), scale);
}

/** How many digits it has, without leading zeros. */
export function digitsOf({ unscaled }: Numeric): number {
  return (unscaled < 0n ? -unscaled : unscaled).toString().length;
}

export function withPrecision(value: Numeric, precision: number): Numeric {
  const extra = digitsOf(value) - precision;
  if (extra <= 0) return value;
  const scale = value.scale - extra;
  if (scale >= 0) return withScale(value, scale);
  const unscaled = divideRounded(value.unscaled, tenTo(extra)) * tenTo(-scale);
  return new Numeric(unscaled, 0);
}

export function truncated({ unscaled, scale }: Numeric): bigint {
  return unscaled / tenTo(scale);
}

function aligned(a: Numeric, b: Numeric): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [withScale(a, scale).unscaled, withScale(b, scale).unscaled, scale];
}

export function compareNumeric(a: Numeric, b: Numeric): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function addNumeric(a: Numeric, b: Numeric): Numeric {
  const [x, y, scale] = aligned(a, b);
  return new Numeric(x + y, scale);
}

export const subtractNumeric = (a: Numeric, b: Numeric): Numeric =>
  addNumeric(a, new Numeric(-b.unscaled, b.scale));

export const multiplyNumeric = (a: Numeric, b: Numeric): Numeric =>
  new Numeric(a.unscaled * b.unscaled, a.scale + b.scale);

/** Java's MathContext.DECIMAL128: 34 digits, trailing zeros taken off down to the preferred scale. */
export function divideNumeric(a: Numeric, b: Numeric): Numeric {
  const shift = 34 + digitsOf(b);
  const raw = new Numeric(divideRounded(a.unscaled * tenTo(shift), b.unscaled), a.scale + shift);
  const positive =
    raw.scale < b.scale ? withScale(raw, b.scale) : new Numeric(raw.unscaled, raw.scale - b.scale);
  let cut = withPrecision(positive, 34);
  const preferred = Math.max(0, a.scale - b.scale);
  while (cut.scale > preferred && cut.unscaled % 10n === 0n) {
    cut = new Numeric(cut.unscaled / 10n, cut.scale - 1);
  }
  return cut;
}

export function remainderNumeric(a: Numeric, b: Numeric): Numeric {
  const [x, y, scale] = aligned(a, b);
  return new Numeric(x % y, scale);
}

export const numericOf = (value: bigint | number): Numeric =>
  typeof value === 'bigint'
    ? new Numeric(value, 0)
    : (parseNumeric(String(value)) ?? new Numeric(0n, 0));
