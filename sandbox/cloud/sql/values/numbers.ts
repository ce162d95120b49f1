/** Numbers as Java writes and reads them. */

/** Java's Double.toString: `1.0E20`, `1.0E-7`, `100.0`. */
export function doubleText(value: number): string {
  return javaText(value, (it) => it.toString());
}

/** Java's Float.toString: the shortest digits that tell this real from its neighbours. */
export function realText(value: number): string {
  return javaText(value, (it) => {
    for (let digits = 1; digits < 10; digits++) {
      const text = it.toPrecision(digits);
      if (Math.fround(Number(text)) === it) return String(Number(text));
    }
    return it.toString();
  });
}

function javaText(value: number, shortest: (value: number) => string): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const sign = value < 0 ? '-' : '';
  const [mantissa = '0', power = '0'] = shortest(Math.abs(value)).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  // All digits without leading zeros, and where the point stands behind the first of them.
  const all = `${whole}${fraction}`;
  const leading = all.length - all.replace(/^0+/, '').length;
  const digits = all.slice(leading).replace(/0+$/, '') || '0';
  const exponent = whole.length - 1 - leading + Number(power);
  if (exponent >= -3 && exponent < 7) {
    if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
    const padded = digits.padEnd(exponent + 1, '0');
    return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || '0'}`;
  }
  return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
}

/** Java's Double.parseDouble; undefined for what it does not take. */
export function parseDouble(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^[+-]?(NaN|Infinity)$/.test(trimmed)) return Number(trimmed.replace('+', ''));
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(trimmed)) return undefined;
  return Number(trimmed.replace(/[dDfF]$/, ''));
}

/** Java's Long.parseLong, without its range. */
export function parseWhole(text: string): bigint | undefined {
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
}

export const MAX_LONG = 2n ** 63n - 1n;
export const MIN_LONG = -(2n ** 63n);

/** A Java cast of a double to long: towards zero, held within its range. */
export function toLong(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return MAX_LONG;
  if (value <= -(2 ** 63)) return MIN_LONG;
  return BigInt(Math.trunc(value));
}
