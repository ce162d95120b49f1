/** What a value looks like, without the value. */

export type TypeName = 'null' | 'text' | 'integer' | 'number' | 'flag' | 'list' | 'object';

export function typeOf(value: unknown): TypeName {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'flag';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'object' : 'text';
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const TIME = /^\d{4}-\d\d-\d\d(?:([T ])\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d(:?)\d\d)?)?$/;

/** The first that fits names the text. */
const FORMATS: ReadonlyArray<readonly [name: string, pattern: RegExp]> = [
  ['empty text', /^$/],
  ['uuid', new RegExp(`^${UUID.source}$`, 'i')],
  ['digits', /^-?\d+(\.\d+)?$/],
  ['version', /^\d+\.\d+\.\d+$/],
  ['IP address', /^\d{1,3}(\.\d{1,3}){3}$/],
  ['address range', /^[\d.:a-f]+\/\d{1,3}$/i],
  ['cron schedule', /^[\d*,/-]+( [\d*,/-]+){4}$/],
  ['token', /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/],
  ['e-mail', /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  ['http address', /^http:\/\//],
  ['https address', /^https:\/\//],
  ['text with a uuid', UUID],
  ['UPPER_CASE', /^[A-Z][A-Z_]*$/],
  ['lower_case', /^[a-z][a-z_]*$/],
  ['entity.verb', /^[a-z_]+(\.[a-z_]+)+$/],
  ['host name.', /^[\w-]+(\.[\w-]+)+\.$/],
  ['host name', /^[\w-]+(\.[\w-]+)+$/],
];

/** The form of a text: a time as its pattern, anything else by a word of ours. */
export function formatOf(text: string): string {
  const time = TIME.exec(text);
  if (time) return timePattern(time);
  return FORMATS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'text';
}

function timePattern([, separator, seconds, fraction, zone, colon]: RegExpExecArray): string {
  if (separator === undefined) return 'YYYY-MM-DD';
  const clock = `hh:mm${seconds ? ':ss' : ''}${fraction ? `.${'f'.repeat(fraction.length - 1)}` : ''}`;
  const offset = zone === undefined ? '' : zone === 'Z' ? 'Z' : `+hh${colon}mm`;
  return `YYYY-MM-DD${separator}${clock}${offset}`;
}
