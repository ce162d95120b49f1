/**
 * Numbers that people, forms and agents write. A field of Zapier's own number types cannot be used for
 * them: Zapier would make 1 of “1,024” and 0 of “n/a” before a step sees either.
 */
import { visible } from '../text.ts';

/** What the number of a field counts, and what may be written beside it. */
const WORDS = {
  GiB: ['gib', 'gib per node', 'gib/node'],
  '%': ['%', 'percent', 'pct'],
  USD: ['$', 'us$', 'usd', 'dollar', 'dollars', 'us dollars'],
  days: ['d', 'day', 'days'],
  hours: ['h', 'hr', 'hrs', 'hour', 'hours'],
  minutes: ['min', 'mins', 'minute', 'minutes'],
  nodes: ['node', 'nodes'],
  shards: ['shard', 'shards', 'shards per node'],
} as const satisfies Record<string, readonly string[]>;

export type Unit = keyof typeof WORDS;

/** Of money alone the sign stands in front as well. */
const PREFIX = /^([+-]?)(?:us\$|usd|\$) ?/;

const FORMS = {
  /** `1024`, `64.125`, `.5`: one dot is always decimal. */
  plain: /^\d+(\.\d*)?$|^\.\d+$/,
  /** `1,024`, `1,024.5`: commas in groups of three are thousands. */
  commas: /^[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/,
  /** `1.024,5`: with both, the last one is decimal if it occurs once. */
  dots: /^[1-9]\d{0,2}(\.\d{3})+,\d+$/,
};

/** The number that a text says, or null for one that says none, or none without doubt. */
export function readAmount(text: string, unit?: Unit): number | null {
  const written = visible(text).toLowerCase().replace('−', '-');
  const bare = unit === 'USD' ? written.replace(PREFIX, '$1') : written;
  const [, sign = '', digits = '', word = ''] = /^([+-]?)([\d.,]+)(?: ?(\D.*))?$/.exec(bare) ?? [];
  if (word !== '' && !(unit && (WORDS[unit] as readonly string[]).includes(word))) return null;
  const plain = inDigits(digits);
  if (plain === null) return null;
  const number = Number(`${sign}${plain}`);
  return Number.isFinite(number) ? number : null;
}

/** The digits with a dot for decimals and nothing between thousands. */
function inDigits(digits: string): string | null {
  if (FORMS.plain.test(digits)) return digits;
  if (FORMS.commas.test(digits)) return digits.replaceAll(',', '');
  if (FORMS.dots.test(digits)) return digits.replaceAll('.', '').replace(',', '.');
  return null;
}
