import { CrateError, parseError } from '../errors.ts';

const SYSTEM_COLUMNS = [
  '_id',
  '_version',
  '_score',
  '_uid',
  '_doc',
  '_raw',
  '_seq_no',
  '_primary_term',
  '_tombstone',
  '_fetchid',
  '_docid',
  '_source',
  '_field_names',
];

const READ_ONLY_SCHEMAS = ['sys', 'information_schema', 'pg_catalog'];

/** Java's order of the set is part of the text. */
const FORBIDDEN = '[?, >, |, ,, /, \\,  , ", <, *]';

const invalidRelation = (name: string, why: string): CrateError =>
  new CrateError(4002, 'InvalidRelationName', `Relation name '${name}' is invalid. ${why}`);

/** Throws for a schema and a table that cannot be made. `doc` is not named in its tables' names. */
export function checkRelationName(schema: string, name: string): void {
  const shown = schema === 'doc' ? name : `${schema}.${name}`;
  if (schema === '' || schema.includes('.')) {
    throw new CrateError(4002, 'InvalidSchemaNameException', `schema name "${schema}" is invalid.`);
  }
  if (name === '') throw invalidRelation(`${schema}.${name}`, 'Name cannot be empty');
  if (name.includes('.')) throw invalidRelation(`${schema}.${name}`, "Name can't contain '.'");
  if (READ_ONLY_SCHEMAS.includes(schema)) {
    throw parseError(`Cannot create relation in read-only schema: ${schema}`);
  }
  if (/^_all$/i.test(schema) || /^_all$/i.test(name)) {
    throw parseError('"_all" cannot be used as schema or table name');
  }
  if (/[ ?>|,/\\"<*]/.test(shown)) {
    throw invalidRelation(shown, `Must not contain the following characters ${FORBIDDEN}`);
  }
  if (shown.includes('#')) throw invalidRelation(shown, "Must not contain '#'");
  if (/^[-+]/.test(shown)) throw invalidRelation(shown, "Must not start with '-', or '+'");
  if (Buffer.byteLength(shown) > 255) {
    throw invalidRelation(shown, `Index name is too long, (${Buffer.byteLength(shown)} > 255)`);
  }
}

const invalidColumn = (name: string, why: string): CrateError =>
  new CrateError(4008, 'InvalidColumnNameException', `"${name}" ${why}`);

export function checkColumnPath([name = '', ...keys]: string[]): void {
  for (const part of [name, ...keys]) {
    if (part.includes('.')) throw invalidColumn(part, 'contains a dot');
    if (part.includes('[')) {
      throw invalidColumn(
        part,
        'conflicts with subscript pattern, square brackets are not allowed',
      );
    }
    if (/[\t\n\r]/.test(part)) throw invalidColumn(part, 'contains illegal whitespace character');
  }
  if (SYSTEM_COLUMNS.includes(name)) throw invalidColumn(name, 'conflicts with system column');
}

export const isSystemColumn = (name: string): boolean => SYSTEM_COLUMNS.includes(name);

const PLAIN = /^[a-z_][a-z0-9_]*$/;
/** Words that a name in CrateDB's own texts needs quotes for. */
const RESERVED = new Set(
  'add all alter and any array as asc between by called case cast column constraint costs create cross current_date current_role current_schema current_time current_timestamp current_user default delete deny desc describe directory distinct drop else end escape except exists extract false first for from full function grant group having if in index inner input insert intersect into is join last left like limit match natural not null nulls object off offset on or order outer persistent recursive reset returns revoke right select session_user set some stratify string substring table then transient true try_cast unbounded union update user using values view when where with'.split(
    ' ',
  ),
);

export const quoteIfNeeded = (name: string): string =>
  PLAIN.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** Names that are near enough to be meant: at most two letters differ, and not too much of the whole. */
export function similarNames(name: string, names: string[]): string[] {
  const scored = names
    .map((it) => ({ name: it, score: likeness(name.toLowerCase(), it.toLowerCase()) }))
    .filter(({ score, name: it }) => score > 0.7 && it !== name);
  return scored
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
    .map((it) => it.name);
}

const likeness = (a: string, b: string): number =>
  1 - distance(a, b) / Math.min(a.length, b.length);

function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min((row[j - 1] ?? 0) + 1, (before[j] ?? 0) + 1, (before[j - 1] ?? 0) + same));
    }
    before = row;
  }
  return before[b.length] ?? 0;
}
