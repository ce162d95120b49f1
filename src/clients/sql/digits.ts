/** Numbers whose digits a JavaScript number does not keep, or writes otherwise. */
import { parseNumbers } from '../../base/json.ts';
import { parsed } from './parameter.ts';

/** A number as it was written. */
export class Digits {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }

  toJSON(): string {
    return this.source;
  }
}

const WRITTEN = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i;

/**
 * The number without an exponent, digit by digit: `1E-10` as `0.0000000001`. CrateDB writes a NUMERIC that is
 * small, or zero with more than six decimals, with one.
 */
export function writtenOut(number: string): string {
  const [, sign = '', whole = '', part = '', exponent] = WRITTEN.exec(number) ?? [];
  if (exponent === undefined) return number;
  const digits = whole + part;
  const point = whole.length + Number(exponent);
  const [before, after] =
    point <= 0
      ? ['0', '0'.repeat(-point) + digits]
      : [digits.slice(0, point).padEnd(point, '0'), digits.slice(point)];
  return `${sign}${before.replace(/^0+(?=\d)/, '')}${after === '' ? '' : `.${after}`}`;
}

/** What can stand in a text of JSON whose numbers are not all kept: many digits, zeros behind a dot, an exponent. */
const SUSPECT = /[\d.]{16}|\.0{5}|\de[+-]?\d/i;

/** JSON, with each number that would lose something as its digits; undefined for a text that is none. */
export function parsedExactly(json: string): unknown {
  const exactly = SUSPECT.test(json)
    ? parsed(json, (text) => parseNumbers(text, keepDigits))
    : undefined;
  return exactly === undefined ? parsed(json) : exactly;
}

const keepDigits = (value: number, source: string): unknown =>
  isLossy(value, source) ? new Digits(source) : value;

/** Every double keeps fifteen digits. */
const KEPT = 15;

function isLossy(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return true;
  const hasExponent = /e/i.test(source);
  if (!hasExponent && String(value).includes('e')) return true;
  const digits = source.replace(/e.*$/i, '').replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.length > KEPT && String(value) !== source;
}

/** What holds such numbers as JSON has it: rounded, where a fraction is. Null where a whole number would be another. */
export function rounded(value: unknown): { value: unknown } | null {
  let isExact = true;
  const plain = (inner: unknown): unknown => {
    if (inner instanceof Digits) {
      const number = Number(inner.source);
      const isWhole = Number.isInteger(number) && !/[.e]/i.test(inner.source);
      if (!Number.isFinite(number) || (isWhole && !Number.isSafeInteger(number))) isExact = false;
      return number;
    }
    if (Array.isArray(inner)) return inner.map(plain);
    if (typeof inner !== 'object' || inner === null) {
      if (typeof inner === 'number' && !isKept(inner)) isExact = false;
      return inner;
    }
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, plain(one)]));
  };
  const read = plain(value);
  return isExact ? { value: read } : null;
}

/** False for what was rounded, or grew out of all bounds, when its JSON was read. */
const isKept = (number: number): boolean =>
  Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
