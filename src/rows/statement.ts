/** Statements that a user writes: their values, and what they give. */
import type { SqlResult } from '../clients/sql/reply.ts';
import { isQuery, placeholders, withoutEnd } from '../clients/sql/statement.ts';
import type { ColumnType } from '../clients/sql/values.ts';
import { refuse } from '../kit/errors.ts';
import { keyForName, type MadeOutput } from '../kit/fields/dynamic.ts';
import type { Run } from '../kit/run/run.ts';
import { counted } from '../kit/text.ts';
import { asked, reached } from './table.ts';

/** More values than fields are a case for a list in one of them (`= ANY(?::ARRAY(INTEGER))` of `{1,2}`). */
const PLACES = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;

const NTH = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'] as const;

/** What each value is for; the first says what a blank one is. */
const HELP = Object.fromEntries(
  PLACES.map((nth, index) => [
    nth,
    `Takes the place of the ${NTH[index]} ? in the statement.${index === 0 ? ' A blank value is null.' : ''}`,
  ]),
) as Readonly<Record<string, string>>;

/** Values for the placeholders, so that no text has to be put into the statement. */
export const valueFields = [
  value('1'),
  value('2'),
  value('3'),
  value('4'),
  value('5'),
  value('6'),
  value('7'),
  value('8'),
] as const;

function value<const Nth extends string>(nth: Nth) {
  return {
    key: `value_${nth}` as const,
    label: `Value ${nth}`,
    type: 'text',
    helpText: HELP[nth] ?? '',
    exact: true,
  } as const;
}

type Values = { [Key in `value_${(typeof PLACES)[number]}`]: string | undefined };

/** The values of a statement's placeholders, in their order; a blank one is null. */
export function valuesFor(statement: string, input: Values): (string | null)[] {
  const count = placeholders(statement);
  if (count === null) throw mixed();
  const values = PLACES.map((place) => input[`value_${place}`] ?? null);
  const filled = values.findLastIndex((one) => one !== null) + 1;
  if (count > PLACES.length) {
    throw refuse(
      `the statement has ${counted(count, 'placeholder')}`,
      `Nothing was sent. Use at most ${PLACES.length}.`,
    );
  }
  if (filled > count) {
    throw refuse(
      `the statement has ${counted(count, 'placeholder')}, and “Value ${filled}” is filled in`,
      'Nothing was sent. Put ? or $1 where a value belongs, outside of quotes.',
    );
  }
  return values.slice(0, count);
}

const mixed = () => refuse('the statement mixes ? and $1', 'Nothing was sent. Use one of the two.');

/** The columns of a result by the keys of their outputs; a name that comes again gets a number that none has. */
function keysOf(columns: readonly string[]): string[] {
  const taken = new Set(columns);
  const seen = new Set<string>();
  return columns.map((column) => {
    let name = column;
    for (let count = 2; seen.has(name); count += 1) {
      const next = `${column} ${count}`;
      if (!taken.has(next)) name = next;
    }
    taken.add(name);
    seen.add(name);
    return keyForName(name);
  });
}

/** Rows as line items: single values, exact numbers as text, what is nested as JSON. */
export function resultRows({ columns, types, rows }: SqlResult): Record<string, unknown>[] {
  const keys = keysOf(columns);
  return rows.map((row) =>
    Object.fromEntries(keys.map((key, index) => [key, simple(row[index] ?? null, types[index])])),
  );
}

const BIGINT = 10;

function simple(one: unknown, type: ColumnType | undefined): unknown {
  if (typeof one === 'object' && one !== null) return JSON.stringify(one);
  return type === BIGINT && one !== null ? String(one) : one;
}

const TYPES: Readonly<Record<number, MadeOutput['type']>> = {
  2: 'integer',
  3: 'boolean',
  6: 'number',
  7: 'number',
  8: 'integer',
  9: 'integer',
  11: 'datetime',
};

type Chosen = { cluster_id: string | undefined; statement: string | undefined };

/** The columns that a query gives, asked without reading a row. */
export async function resultOutputs(
  run: Run<Chosen>,
): Promise<{ name: string; output: MadeOutput }[]> {
  const { cluster_id: text, statement } = run.input;
  if (text === undefined || statement === undefined || !isQuery(statement)) return [];
  const count = placeholders(statement);
  if (count === null) throw mixed();
  const { cluster, sql } = await reached(run, text);
  const nulls = Array.from({ length: count }, () => null);
  const { columns, types } = await asked(run, cluster, () =>
    sql.read(`SELECT * FROM (${withoutEnd(statement)}) AS result LIMIT 0`, nulls),
  );
  const keys = keysOf(columns);
  return columns.map((name, index) => {
    const type = types[index];
    const output = {
      key: keys[index] ?? keyForName(name),
      label: name,
      type: (typeof type === 'number' && TYPES[type]) || ('string' as const),
    };
    return { name, output };
  });
}
