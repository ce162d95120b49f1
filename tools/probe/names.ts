/**
 * Which words of a reply may stand in the report. Only names of fields do, and an object can be keyed by
 * data (`{"<node name>": [...]}`), so a key is shown only when it cannot be a value.
 */
import { formatOf } from './formats.ts';

/** Plain identifiers of a length that people give to fields. */
const FIELD = /^[a-z][a-z0-9]{0,24}(_[a-z0-9]{1,24}){0,6}$/i;

const PART_OF_AN_ID = /(?=[a-f]*\d)[0-9a-f]{8}|\d{5}/i;

export type Names = {
  /** The name of a field, or its form in angle brackets. */
  field(key: string): string;
};

/**
 * @param replies everything that was received: no text in it is shown as a name
 * @param documented except these
 */
export function createNames(
  replies: readonly unknown[],
  documented: readonly string[] = [],
): Names {
  const values = new Set<string>();
  for (const reply of replies) collect(reply, values);
  // A value that is more than one plain word is not shown as a part of a name either.
  const telling = [...values].filter((value) => value.length >= 4 && /[\d_]/.test(value));
  return {
    field(key) {
      const plain = normal(key);
      const isName =
        FIELD.test(key) &&
        !PART_OF_AN_ID.test(key) &&
        !values.has(plain) &&
        !telling.some((value) => plain.includes(value));
      return isName || documented.includes(key) ? key : `<${formatOf(key)}>`;
    },
  };
}

/**
 * For replies that may be keyed by anything, tables of users among them: only words that say how a series
 * is written down are shown.
 */
export const seriesNames: Names = {
  field: (key) => (SERIES.has(key) ? key : `<${formatOf(key)}>`),
};

const SERIES = new Set(
  `avg average current data end errors interval label labels last max message metric metrics min name node
  nodes points query result results resultType series start status step sum time timestamp timestamps total
  ts type unit units used value values`.split(/\s+/),
);

const normal = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(normal(value));
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, into);
  }
}

/** A word is shown only if it is one of `known`; how many others there were is told. */
export function knownWords(values: readonly unknown[], known: readonly string[]): string[] {
  const words = new Set(values.filter((value) => typeof value === 'string' && value !== ''));
  const shown = known.filter((word) => words.delete(word));
  return words.size === 0 ? shown : [...shown, `${words.size} other`];
}

/** Kinds of values that no report may hold. */
const PRIVATE: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ['an id', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}/i],
  ['an e-mail', /[\w.+-]+@[\w-]+\.\w/],
  ['a token', /eyJ[\w-]{8}/],
  ['a host', /[\w-]+\.(cratedb\.(net|cloud)|amazonaws\.com|windows\.net)/],
  ['an address', /https?:\/\//],
];

/**
 * The last look before a report leaves: whatever went wrong above, it is not printed with one of these in it.
 *
 * @param secrets texts that must not be in it as they are
 * @throws Error that names the kind and not the value
 */
export function mustBeRedacted(report: string, secrets: readonly string[]): void {
  const found = PRIVATE.filter(([, pattern]) => pattern.test(report)).map(([what]) => what);
  if (secrets.some((secret) => secret !== '' && report.includes(secret))) found.push('a secret');
  if (found.length > 0)
    throw new Error(`The report is withheld: it would hold ${found.join(', ')}.`);
}
