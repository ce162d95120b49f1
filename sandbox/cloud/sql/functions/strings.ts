import { createHash, randomBytes } from 'node:crypto';
import { quoteIfNeeded } from '../catalog/names.ts';
import { parseError } from '../errors.ts';
import { searchPattern } from '../expressions/patterns.ts';
import { asText } from '../values/cast.ts';
import { arrayOf, BOOLEAN, INTEGER, OBJECT, TEXT } from '../values/type.ts';
import { makeObject, type Value } from '../values/value.ts';
import { asNumber, asString, type Functions, scalar } from './function.ts';

const textOf = (value: Value): string => (value === null ? '' : asText(value));

/** Positions count from 1; one before the beginning takes from the length. */
function substring(text: string, from: number, length?: number): string {
  const characters = [...text];
  const start = from - 1;
  const end = length === undefined ? characters.length : start + length;
  return characters.slice(Math.max(0, start), Math.max(0, end)).join('');
}

function pad(text: string, length: number, fill: string, left: boolean): string {
  if (length <= 0) return '';
  if (text.length >= length) return text.slice(0, length);
  if (fill === '') return text;
  return left ? text.padStart(length, fill) : text.padEnd(length, fill);
}

function trim(text: string, characters: string, mode: string): string {
  let [start, end] = [0, text.length];
  const set = new Set(characters);
  if (mode !== 'TRAILING') while (start < end && set.has(text[start] ?? '')) start++;
  if (mode !== 'LEADING') while (end > start && set.has(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

const digest =
  (algorithm: string) =>
  ([text]: Value[]): Value =>
    createHash(algorithm).update(asString(text)).digest('hex');

/** The alphabet of Elasticsearch's time-based ids: 15 bytes in base64, safe for addresses. */
const textUuid = (): string => randomBytes(15).toString('base64url');

function encode(bytes: Buffer, format: string): string {
  if (format === 'base64') return bytes.toString('base64');
  if (format === 'hex') return bytes.toString('hex');
  throw parseError(`Encoding format '${format}' is not supported`);
}

function decode(text: string, format: string): Buffer {
  if (format === 'base64') return Buffer.from(text, 'base64');
  if (format === 'hex') return Buffer.from(text.replace(/^\\x/, ''), 'hex');
  throw parseError(`Encoding format '${format}' is not supported`);
}

/** `%s`, `%d`, `%05.2f` and the like, as Java's String.format does the common ones. */
function format(pattern: string, values: Value[]): string {
  let next = 0;
  return pattern.replace(
    /%(\d+\$)?([-+0,( #]*)(\d+)?(?:\.(\d+))?([sdfxXeobcn%])/g,
    (_, position?: string, flags = '', width?: string, precision?: string, kind?: string) => {
      if (kind === '%') return '%';
      if (kind === 'n') return '\n';
      const index = position === undefined ? next++ : Number.parseInt(position, 10) - 1;
      const value = values[index] ?? null;
      let text = formatted(value, kind ?? 's', precision);
      if (flags.includes(',')) text = text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
      if (flags.includes('+') && !text.startsWith('-')) text = `+${text}`;
      if (width === undefined) return text;
      if (flags.includes('-')) return text.padEnd(Number(width));
      return text.padStart(Number(width), flags.includes('0') ? '0' : ' ');
    },
  );
}

function formatted(value: Value, kind: string, precision: string | undefined): string {
  if (value === null) return 'null';
  if (kind === 'f') return asNumber(value).toFixed(Number(precision ?? 6));
  if (kind === 'e') return asNumber(value).toExponential(Number(precision ?? 6));
  if (kind === 'x') return BigInt(asNumber(value)).toString(16);
  if (kind === 'X') return BigInt(asNumber(value)).toString(16).toUpperCase();
  if (kind === 'o') return BigInt(asNumber(value)).toString(8);
  const text = typeof value === 'boolean' ? String(value) : asText(value);
  return kind === 's' && precision !== undefined ? text.slice(0, Number(precision)) : text;
}

function translate(text: string, from: string, to: string): string {
  const [sources, targets] = [[...from], [...to]];
  return [...text]
    .map((character) => {
      const at = sources.indexOf(character);
      return at < 0 ? character : (targets[at] ?? '');
    })
    .join('');
}

function replaceByPattern([text, pattern, replacement, flags]: Value[]): Value {
  const all = asString(flags).includes('g');
  const found = searchPattern(asString(pattern), asString(flags));
  const once = all ? found : new RegExp(found.source, found.flags.replace('g', ''));
  // Groups are $1 in Java as in JavaScript, and \1 in Postgres.
  return asString(text).replace(once, asString(replacement).replace(/\\(\d)/g, '$$$1'));
}

function parseUri(text: string, url: boolean): Value {
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch {
    throw parseError(`unable to parse ${url ? 'url' : 'uri'} ${text}`);
  }
  const or = (part: string): Value => (part === '' ? null : part);
  const common: Array<[string, Value]> = [
    ['scheme', parsed.protocol.slice(0, -1)],
    ['userinfo', or([parsed.username, parsed.password].filter(Boolean).join(':'))],
    ['hostname', or(parsed.hostname)],
    ['port', parsed.port === '' ? null : BigInt(parsed.port)],
    ['path', or(parsed.pathname)],
    ['query', or(parsed.search.slice(1))],
    ['fragment', or(parsed.hash.slice(1))],
  ];
  if (!url) return makeObject(common);
  const parameters = makeObject();
  for (const [key, value] of parsed.searchParams) {
    const known = parameters[key];
    parameters[key] = Array.isArray(known) ? [...known, value] : [value];
  }
  return makeObject([...common, ['parameters', parsed.search === '' ? null : parameters]]);
}

const oneText = (run: (text: string) => Value, returns = TEXT) =>
  scalar([TEXT], returns, ([text]) => run(asString(text)));

const concat = scalar(['any'], TEXT, (values) => values.map(textOf).join(''), {
  variadic: true,
  nulls: true,
});

const SUBSTRING = [
  scalar([TEXT, INTEGER], TEXT, ([text, from]) => substring(asString(text), asNumber(from))),
  scalar([TEXT, INTEGER, INTEGER], TEXT, ([text, from, length]) =>
    substring(asString(text), asNumber(from), asNumber(length)),
  ),
  scalar([TEXT, TEXT], TEXT, ([text, pattern]) => {
    const match = new RegExp(searchPattern(asString(pattern), '').source, 'u').exec(asString(text));
    return match ? (match[1] ?? match[0]) : null;
  }),
];

export const STRINGS: Functions = {
  upper: [oneText((text) => text.toUpperCase())],
  lower: [oneText((text) => text.toLowerCase())],
  initcap: [
    oneText((text) =>
      text
        .toLowerCase()
        .replace(
          /(^|[^\p{L}\p{N}])(\p{L})/gu,
          (_, before, letter) => before + letter.toUpperCase(),
        ),
    ),
  ],
  reverse: [oneText((text) => [...text].reverse().join(''))],
  char_length: [oneText((text) => BigInt([...text].length), INTEGER)],
  character_length: [oneText((text) => BigInt([...text].length), INTEGER)],
  length: [oneText((text) => BigInt([...text].length), INTEGER)],
  octet_length: [oneText((text) => BigInt(Buffer.byteLength(text)), INTEGER)],
  bit_length: [oneText((text) => BigInt(Buffer.byteLength(text) * 8), INTEGER)],
  ascii: [oneText((text) => BigInt(text.codePointAt(0) ?? 0), INTEGER)],
  chr: [scalar([INTEGER], TEXT, ([code]) => String.fromCodePoint(asNumber(code)))],
  md5: [oneText((text) => digest('md5')([text]))],
  sha1: [oneText((text) => digest('sha1')([text]))],
  quote_ident: [oneText(quoteIfNeeded)],
  concat: [
    scalar(
      ['array(E)', 'array(E)'],
      (types) => types[0] ?? TEXT,
      ([a, b]) => [...((a as Value[] | null) ?? []), ...((b as Value[] | null) ?? [])],
      { nulls: true },
    ),
    scalar(
      [OBJECT, OBJECT],
      (types) => types[0] ?? OBJECT,
      ([a, b]) =>
        makeObject([...Object.entries(a ?? {}), ...Object.entries(b ?? {})] as Array<
          [string, Value]
        >),
      { nulls: true },
    ),
    concat,
  ],
  concat_ws: [
    scalar(
      [TEXT, 'any'],
      TEXT,
      ([separator, ...values]) =>
        separator === null || separator === undefined
          ? null
          : values
              .filter((it) => it !== null)
              .map(textOf)
              .join(asString(separator)),
      { variadic: true, nulls: true },
    ),
  ],
  substr: SUBSTRING,
  substring: SUBSTRING,
  left: [
    scalar([TEXT, INTEGER], TEXT, ([text, length]) => {
      const characters = [...asString(text)];
      const count = asNumber(length);
      return characters
        .slice(0, count < 0 ? Math.max(0, characters.length + count) : count)
        .join('');
    }),
  ],
  right: [
    scalar([TEXT, INTEGER], TEXT, ([text, length]) => {
      const characters = [...asString(text)];
      const count = asNumber(length);
      return characters.slice(count < 0 ? -count : Math.max(0, characters.length - count)).join('');
    }),
  ],
  lpad: [
    scalar([TEXT, INTEGER], TEXT, ([text, length]) =>
      pad(asString(text), asNumber(length), ' ', true),
    ),
    scalar([TEXT, INTEGER, TEXT], TEXT, ([text, length, fill]) =>
      pad(asString(text), asNumber(length), asString(fill), true),
    ),
  ],
  rpad: [
    scalar([TEXT, INTEGER], TEXT, ([text, length]) =>
      pad(asString(text), asNumber(length), ' ', false),
    ),
    scalar([TEXT, INTEGER, TEXT], TEXT, ([text, length, fill]) =>
      pad(asString(text), asNumber(length), asString(fill), false),
    ),
  ],
  trim: [
    oneText((text) => trim(text, ' ', 'BOTH')),
    scalar([TEXT, TEXT], TEXT, ([text, characters]) =>
      trim(asString(text), asString(characters), 'BOTH'),
    ),
    scalar([TEXT, TEXT, TEXT], TEXT, ([text, characters, mode]) =>
      trim(asString(text), asString(characters), asString(mode)),
    ),
  ],
  ltrim: [
    oneText((text) => trim(text, ' ', 'LEADING')),
    scalar([TEXT, TEXT], TEXT, ([text, characters]) =>
      trim(asString(text), asString(characters), 'LEADING'),
    ),
  ],
  rtrim: [
    oneText((text) => trim(text, ' ', 'TRAILING')),
    scalar([TEXT, TEXT], TEXT, ([text, characters]) =>
      trim(asString(text), asString(characters), 'TRAILING'),
    ),
  ],
  btrim: [
    oneText((text) => trim(text, ' ', 'BOTH')),
    scalar([TEXT, TEXT], TEXT, ([text, characters]) =>
      trim(asString(text), asString(characters), 'BOTH'),
    ),
  ],
  replace: [
    scalar([TEXT, TEXT, TEXT], TEXT, ([text, from, to]) =>
      from === '' ? asString(text) : asString(text).split(asString(from)).join(asString(to)),
    ),
  ],
  translate: [
    scalar([TEXT, TEXT, TEXT], TEXT, ([text, from, to]) =>
      translate(asString(text), asString(from), asString(to)),
    ),
  ],
  repeat: [
    scalar([TEXT, INTEGER], TEXT, ([text, count]) =>
      asString(text).repeat(Math.max(0, asNumber(count))),
    ),
  ],
  strpos: [
    scalar([TEXT, TEXT], INTEGER, ([text, part]) =>
      BigInt(asString(text).indexOf(asString(part)) + 1),
    ),
  ],
  position: [
    scalar([TEXT, TEXT], INTEGER, ([part, text]) =>
      BigInt(asString(text).indexOf(asString(part)) + 1),
    ),
  ],
  starts_with: [
    scalar([TEXT, TEXT], BOOLEAN, ([text, part]) => asString(text).startsWith(asString(part))),
  ],
  split_part: [
    scalar([TEXT, TEXT, INTEGER], TEXT, ([text, separator, index]) => {
      const at = asNumber(index);
      if (at < 1) throw parseError('index in split_part must be greater than zero');
      return asString(text).split(asString(separator))[at - 1] ?? '';
    }),
  ],
  string_to_array: [
    scalar(
      [TEXT, TEXT],
      arrayOf(TEXT),
      ([text, separator]) =>
        text === null || text === undefined
          ? null
          : splitText(asString(text), separator ?? null, null),
      { nulls: true },
    ),
    scalar(
      [TEXT, TEXT, TEXT],
      arrayOf(TEXT),
      ([text, separator, none]) =>
        text === null || text === undefined
          ? null
          : splitText(asString(text), separator ?? null, none ?? null),
      {
        nulls: true,
      },
    ),
  ],
  encode: [
    scalar([TEXT, TEXT], TEXT, ([text, kind]) =>
      encode(Buffer.from(asString(text)), asString(kind)),
    ),
  ],
  decode: [
    // As Postgres prints bytes.
    scalar(
      [TEXT, TEXT],
      TEXT,
      ([text, kind]) => `\\x${decode(asString(text), asString(kind)).toString('hex')}`,
    ),
  ],
  format: [
    scalar(
      [TEXT, 'any'],
      TEXT,
      ([pattern, ...values]) => (pattern === null ? null : format(asString(pattern), values)),
      { variadic: true, nulls: true },
    ),
  ],
  regexp_replace: [
    scalar([TEXT, TEXT, TEXT], TEXT, replaceByPattern),
    scalar([TEXT, TEXT, TEXT, TEXT], TEXT, replaceByPattern),
  ],
  regexp_count: [
    scalar([TEXT, TEXT], INTEGER, ([text, pattern]) =>
      BigInt([...asString(text).matchAll(searchPattern(asString(pattern), ''))].length),
    ),
  ],
  regexp_instr: [
    scalar([TEXT, TEXT], INTEGER, ([text, pattern]) => {
      const match = new RegExp(searchPattern(asString(pattern), '').source, 'u').exec(
        asString(text),
      );
      return BigInt((match?.index ?? -1) + 1);
    }),
  ],
  gen_random_text_uuid: [scalar([], TEXT, () => textUuid(), { volatile: true })],
  parse_uri: [scalar([TEXT], OBJECT, ([text]) => parseUri(asString(text), false))],
  parse_url: [scalar([TEXT], OBJECT, ([text]) => parseUri(asString(text), true))],
};

function splitText(text: string, separator: Value, none: Value): Value[] {
  if (text === '') return [];
  const parts =
    separator === null ? [...text] : separator === '' ? [text] : text.split(asString(separator));
  return parts.map((part) => (none !== null && part === none ? null : part));
}
