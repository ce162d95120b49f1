/** Keys of rows that are not written yet, where the database calculates a part of the key from other columns. */
import { isSteady, namesIn } from '../clients/sql/calculation.ts';
import type { SqlClient } from '../clients/sql/client.ts';
import type { Column, Table } from '../clients/sql/columns.ts';
import { quoted } from '../clients/sql/identifiers.ts';
import { toParameter } from '../clients/sql/parameters.ts';
import { isComparable } from '../clients/sql/types.ts';
import { partAt } from './cells.ts';

/** A row's values by its top columns, as parameters. */
type Values = ReadonlyMap<string, unknown>;

export const isCalculated = ({ calculation }: Column): boolean => calculation !== null;

/** The columns that the calculation of a column uses. */
export function usedBy({ columns }: Table, { calculation }: Column): Column[] {
  const used = new Set(namesIn(calculation ?? '').map((path) => JSON.stringify(path)));
  return columns.filter(({ path }) => used.has(JSON.stringify(path)));
}

/** The columns that any calculated part of the key is made of. */
export function usedByKey(table: Table): Column[] {
  return [...new Set(table.primaryKey.flatMap((column) => usedBy(table, column)))];
}

/**
 * True for a column of the key whose value can be known before the row is written. CrateDB does not tell how many
 * digits a NUMERIC keeps or how long a BIT is, and casts no text to an array.
 */
export function isForeseeable(table: Table, column: Column): boolean {
  const { calculation } = column;
  if (calculation === null) return true;
  const used = usedBy(table, column);
  return used.length > 0 && isSteady(calculation) && [column, ...used].every(isCastFromText);
}

const isCastFromText = ({ type, inList }: Column) =>
  isComparable(type) && !inList && !['numeric', 'bit'].includes(type.scalar);

/**
 * The keys of new rows as parameters, in the key's order; null where one cannot be known. What the database calculates
 * it is asked for, all rows by one statement, and without the table.
 */
export async function keysOf(
  sql: SqlClient,
  table: Table,
  rows: readonly Values[],
): Promise<(unknown[] | null)[]> {
  const { primaryKey } = table;
  const made = primaryKey.filter(isCalculated);
  if (primaryKey.length === 0 || !made.every((column) => isForeseeable(table, column))) {
    return rows.map(() => null);
  }
  const calculated = made.length > 0 ? await calculate(sql, table, made, rows) : [];
  return rows.map((row, index) => {
    const key = primaryKey.map((column) =>
      isCalculated(column)
        ? parameterOf(column, calculated[index]?.[made.indexOf(column)])
        : givenFor(row, column),
    );
    return key.some((value) => value === null || value === undefined) ? null : key;
  });
}

const givenFor = (row: Values, { path }: Column) => partAt(row.get(path[0] ?? ''), path, 1);

function parameterOf({ type }: Column, value: unknown): unknown {
  const parameter = toParameter(type, value);
  return 'value' in parameter ? parameter.value : null;
}

/** The values of calculated columns for each row; none where a column that they use is left to its default. */
async function calculate(
  sql: SqlClient,
  table: Table,
  made: readonly Column[],
  rows: readonly Values[],
): Promise<(unknown[] | undefined)[]> {
  const used = [...new Set(made.flatMap((column) => usedBy(table, column)))];
  const isKnown = (row: Values) =>
    used.every((column) => column.defaultTo === null || row.has(column.path[0] ?? ''));
  const known = rows.filter(isKnown);
  if (known.length === 0) return [];
  const lists = used.map((column) => known.map((row) => asText(givenFor(row, column))));
  const { rows: found } = await sql.read(calculationOf(made, used), lists);
  const places = new Map(known.map((row, index) => [row, index]));
  return rows.map((row) => found[places.get(row) ?? -1]);
}

const asText = (value: unknown) =>
  value === null || value === undefined || typeof value === 'object' ? null : String(value);

/**
 * ```sql
 * SELECT CAST((date_trunc('month', ts)) AS timestamp without time zone)
 * FROM (SELECT CAST("1" AS timestamp with time zone) AS "ts" FROM unnest(CAST(? AS ARRAY(TEXT))) AS t ("1")) AS given
 * ```
 * CrateDB, measured: the rows come in the order of the lists.
 */
function calculationOf(made: readonly Column[], used: readonly Column[]): string {
  const results = made.map(
    ({ calculation, typeName }) => `CAST((${calculation}) AS ${castName(typeName)})`,
  );
  const names = used.map((_, index) => quoted(String(index + 1)));
  const values = used.map(({ path, typeName }, index) => ({
    path,
    sql: `CAST(${names[index]} AS ${castName(typeName)})`,
  }));
  const tops = [...new Set(used.map(({ path }) => path[0] ?? ''))];
  const columns = tops.map((top) => `${nested(values, [top])} AS ${quoted(top)}`);
  const lists = used.map(() => 'CAST(? AS ARRAY(TEXT))').join(', ');
  return `SELECT ${results.join(', ')} FROM (SELECT ${columns.join(', ')}
    FROM unnest(${lists}) AS t (${names.join(', ')})) AS given`;
}

/** A value, or the object that holds it: `{"p" = {"x" = CAST(…)}}`. */
function nested(values: readonly { path: string[]; sql: string }[], at: readonly string[]): string {
  const inside = values.filter(({ path }) => at.every((part, index) => part === path[index]));
  const value = inside.find(({ path }) => path.length === at.length);
  if (value) return value.sql;
  const keys = [...new Set(inside.map(({ path }) => path[at.length] ?? ''))];
  return `{${keys.map((key) => `${quoted(key)} = ${nested(values, [...at, key])}`).join(', ')}}`;
}

/** CrateDB calls a text with a length `text(5)`, and takes that for no type. */
const castName = (typeName: string) => typeName.replace(/^text\(.*/, 'text');
