/** Changing or deleting the rows that a condition is true of: looked at first, then one by one by their keys. */

import { type RowOutcome, reasonOf, writeEach } from '../clients/sql/bulk.ts';
import { quotedTable } from '../clients/sql/identifiers.ts';
import { refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { flag, integer, lines, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { counted } from '../kit/text.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { toKeyParameters } from './assign.ts';
import { type Compared, conditionsField } from './conditions.ts';
import { labelOfTable } from './names.ts';
import { refresh } from './read.ts';
import { keyCondition, keyReader, keySelection } from './row-key.ts';
import { sampleKeys } from './sample-rows.ts';
import { fitting } from './sizes.ts';
import { asked, type TablePlace, targetFields } from './table.ts';

/** How many at most, and whether they are only looked at. */
export const limitFields = [
  {
    key: 'most_rows',
    group: 'safety',
    label: 'Maximum Number of Rows',
    type: 'integer',
    min: 1,
    max: 10_000,
    default: '100',
    helpText: 'If more rows than this match the conditions, nothing changes.',
  },
  {
    key: 'preview',
    group: 'safety',
    label: 'Preview Only',
    type: 'boolean',
    default: 'false',
    helpText: 'Changes nothing, and lists the rows that would be affected.',
  },
] as const;

/** Which rows. */
export const rowsFields = [...targetFields, { ...conditionsField, required: true }] as const;

/** What both steps give. `done` names the count of what was changed. */
export const changeRecord = (done: string) => ({
  summary: summaryField(`3 rows of doc.orders were ${done}.`),
  changed: flag('Changed', true),
  would_change: flag('Would Change', true),
  preview: flag('Preview Only', false),
  matched_count: integer('Rows Found', 3),
  changed_count: integer('Rows Changed', 3),
  unchanged_count: integer('Rows Changed by Others Meanwhile', 0),
  failed_count: integer('Rows Failed or Unknown', 0),
  table: text('Table', 'doc.orders'),
  cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
  cluster_name: text('Cluster Name', 'weather-prod'),
  console_url: consoleUrlOf('cluster'),
  rows: lines(
    'Rows',
    {
      row_key: text('Row Key', '["Acme","17"]'),
      outcome: text('Outcome (Found, Changed, Unchanged, Failed or Unknown)', 'changed'),
      reason: text('Reason', ''),
    },
    sampleKeys,
  ),
});

type Input = Pick<InputOf<typeof limitFields>, 'most_rows' | 'preview'>;

/**
 * @param done what became of the rows, as in "3 rows were updated"
 * @param start the statement up to its condition, with its parameters
 */
export async function changeRows(
  run: Run<Input>,
  place: TablePlace,
  condition: Compared,
  done: string,
  start: { sql: string; args: unknown[] },
) {
  const { cluster, sql, table } = place;
  const keys = await keysWhere(run, place, condition);
  const { most_rows: most, preview } = run.input;
  if (keys.length > most) {
    throw refuse(
      `the conditions match more than ${counted(most, 'row')} of ${labelOfTable(table)}`,
      'Nothing was changed. Narrow them, or raise “Maximum Number of Rows”.',
    );
  }
  const { sql: isRow, argsOf } = keyCondition(table);
  const outcomes = preview
    ? []
    : await asked(run, cluster, () =>
        writeEach(sql, {
          statement: `${start.sql} WHERE ${isRow} AND ${condition.sql}`,
          rows: keys.map((key) => [
            ...start.args,
            ...argsOf(toKeyParameters(table, key)),
            ...condition.args,
          ]),
          remainingMs: () => run.deadline.remainingMs(),
        }),
      );
  const textOf = keyReader(table);
  const lines = keys.map((key, index) => ({
    row_key: textOf(key),
    ...told(preview ? null : outcomes[index]),
  }));
  const count = (...of: string[]) => lines.filter(({ outcome }) => of.includes(outcome)).length;
  const changed = count('changed');
  return {
    summary: preview
      ? `Preview, nothing is changed: ${counted(keys.length, 'row')} of ${labelOfTable(table)} would be ${done}.`
      : `${counted(changed, 'row')} of ${labelOfTable(table)} ${changed === 1 ? 'was' : 'were'} ${done}.`,
    changed: changed > 0,
    would_change: preview ? keys.length > 0 : changed > 0,
    preview,
    matched_count: keys.length,
    changed_count: changed,
    unchanged_count: count('unchanged'),
    failed_count: count('failed', 'unknown'),
    table: labelOfTable(table),
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    console_url: consoleUrl('cluster'),
    rows: fitting(lines, 10_000),
  };
}

function told(outcome: RowOutcome | null | undefined): { outcome: string; reason: string | null } {
  switch (outcome?.kind) {
    case undefined:
      return { outcome: 'found', reason: null };
    case 'done':
      return outcome.count > 0
        ? { outcome: 'changed', reason: null }
        : { outcome: 'unchanged', reason: 'it is gone, or the conditions are not true any more' };
    case 'unknown':
      return { outcome: 'unknown', reason: 'the reply was lost; it may be changed' };
    default:
      return { outcome: 'failed', reason: reasonOf(outcome) };
  }
}

/**
 * The keys of the rows, one more than may be changed. Rows that were just written are seen by their whole key at
 * once and by anything else after a refresh.
 */
async function keysWhere(
  run: Run<Input>,
  place: TablePlace,
  condition: Compared,
): Promise<unknown[][]> {
  const { cluster, sql, table } = place;
  return asked(run, cluster, async () => {
    if (!condition.isKey) await refresh(place);
    const { rows } = await sql.read(
      `SELECT ${keySelection(table).join(', ')} FROM ${quotedTable(table)} WHERE ${condition.sql} LIMIT ?`,
      [...condition.args, run.input.most_rows + 1],
    );
    return rows;
  });
}
