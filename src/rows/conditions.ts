/** Conditions that a user puts together: a column, a comparison, a value, all joined by "and". */
import { type Column, isTop, type Table } from '../clients/sql/columns.ts';
import { parsedExactly } from '../clients/sql/digits.ts';
import { containing, quotedPath } from '../clients/sql/identifiers.ts';
import { toParameter } from '../clients/sql/parameters.ts';
import { isComparable, isRanked } from '../clients/sql/types.ts';
import { refuse } from '../kit/errors.ts';
import { itemsOf } from '../kit/fields/list.ts';
import { chosenColumn, soughtType } from './columns.ts';
import { labelOfColumn } from './names.ts';
import type { Condition } from './read.ts';
import { equality, isWholeKey } from './row-key.ts';

const COMPARISONS = {
  equals: 'Is',
  differs: 'Is Not',
  less: 'Is Less Than',
  at_most: 'Is at Most',
  greater: 'Is Greater Than',
  at_least: 'Is at Least',
  contains: 'Contains',
  starts: 'Starts With',
  one_of: 'Is One Of',
  is_null: 'Is Null',
  not_null: 'Is Not Null',
} as const;

const OPERATORS = {
  differs: '<>',
  less: '<',
  at_most: '<=',
  greater: '>',
  at_least: '>=',
} as const;

export const conditionsField = {
  key: 'conditions',
  label: 'Conditions',
  children: [
    {
      key: 'column',
      label: 'Column',
      required: true,
      exact: true,
      dynamic: 'column.id.label',
      dependsOn: ['cluster_id', 'table'],
      helpText: 'Each line is a condition, and a row must match all of them.',
    },
    {
      key: 'comparison',
      label: 'Comparison',
      choices: COMPARISONS,
      default: 'equals',
      helpText: 'How the column compares with the value. In texts, upper and lower case matter.',
    },
    {
      key: 'value',
      label: 'Value',
      exact: true,
      helpText:
        'Leave blank for “Is Null” and “Is Not Null”; separate several with commas for “Is One Of”. A row must match all conditions; a null value matches only “Is Null”.',
    },
  ],
} as const;

type Line = {
  column: string;
  comparison: keyof typeof COMPARISONS;
  value: string | undefined;
};

export type Compared = Condition & {
  /** It is the whole key, so that rows are seen by it that were just written. */
  isKey: boolean;
};

/** The condition in SQL; every value is a parameter. */
export function conditionOf(table: Table, lines: readonly Line[]): Compared {
  const isFit = (column: Column) => (isComparable(column.type) || isTop(column)) && !column.inList;
  const parts = lines.map((line) => {
    const column = chosenColumn(table, line.column, isFit, 'column to compare named');
    return { column, line, ...partOf(table, column, line) };
  });
  const compared = (comparison: Line['comparison']) =>
    parts.flatMap(({ column, line }) => (line.comparison === comparison ? [column] : []));
  return {
    sql: parts.map(({ sql }) => sql).join(' AND '),
    args: parts.flatMap(({ args }) => args),
    isKey: isWholeKey(table, compared('equals'), compared('differs')),
  };
}

function partOf(table: Table, column: Column, line: Line): Condition {
  const name = quotedPath(column.path);
  const { comparison } = line;
  if (comparison === 'is_null') return { sql: `${name} IS NULL`, args: [] };
  if (comparison === 'not_null') return { sql: `${name} IS NOT NULL`, args: [] };
  if (!isComparable(column.type)) {
    throw refuse(
      `“${labelOfColumn(column)}” (${column.typeName}) can only be null or not null`,
      'Choose another comparison or column.',
    );
  }
  const value = line.value ?? '';
  if (value === '') {
    throw refuse(
      `the condition on “${labelOfColumn(column)}” has no value`,
      'Nothing was done. Fill it in, or use “Is Null”.',
    );
  }
  if (comparison === 'one_of') {
    return { sql: equality(table, name, 'any'), args: [valuesOf(column, value)] };
  }
  if (RANKING.includes(comparison) && !isRanked(column.type)) {
    throw refuse(
      `of “${labelOfColumn(column)}” (${column.typeName}) no value is less than another`,
      'Nothing was done. Use “Is”, “Is Not” or “Is One Of”.',
    );
  }
  if (comparison === 'contains' || comparison === 'starts') {
    if (column.type.scalar !== 'text') {
      throw refuse(`“${labelOfColumn(column)}” is no text`, 'Choose another comparison.');
    }
    const pattern = containing(value);
    return { sql: `${name} LIKE ?`, args: [comparison === 'starts' ? pattern.slice(1) : pattern] };
  }
  const sql =
    comparison === 'equals' ? equality(table, name) : `${name} ${OPERATORS[comparison]} ?`;
  return { sql, args: [parameterOf(column, value)] };
}

const RANKING: readonly string[] = ['less', 'at_most', 'greater', 'at_least'];

/** Of a JSON list each item as it is; of a text with commas what stands between them, and nothing where nothing does. */
function valuesOf(column: Column, value: string): unknown[] {
  const list = parsedExactly(value);
  if (Array.isArray(list)) return list.map((item) => parameterOf(column, item));
  const items = itemsOf(value).map(trimmedText);
  const given = items.filter((item) => item !== '');
  if (given.length > 0) return given.map((item) => parameterOf(column, item));
  throw refuse(
    `the condition on “${labelOfColumn(column)}” has no value`,
    'Nothing was done. Fill it in.',
  );
}

const trimmedText = (item: unknown) => (typeof item === 'string' ? item.trim() : item);

function parameterOf(column: Column, value: unknown): unknown {
  const parameter = toParameter(soughtType(column), value);
  if ('value' in parameter) return parameter.value;
  throw refuse(
    `the value for “${labelOfColumn(column)}” ${parameter.invalid}`,
    'Nothing was done. Correct the condition.',
  );
}
