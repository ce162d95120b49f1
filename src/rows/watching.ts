/** What the triggers about a table's rows share: their fields, and looking at the table they watch. */
import type { InputOf } from '../kit/fields/read.ts';
import { integer } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { conditionOf, conditionsField } from './conditions.ts';
import type { Row } from './row.ts';
import { outputsOfTable } from './row-outputs.ts';
import { targetFields, targetOf } from './table.ts';
import { rowsInWindow, sampleRows, type Window, windowOf } from './window.ts';

const [cluster, schema, table] = targetFields;

export const lookBackField = {
  key: 'look_back_hours',
  label: 'Look Back (Hours)',
  type: 'integer',
  unit: 'hours',
  min: 1,
  max: 168,
  default: '24',
  helpText: 'How many hours each poll looks back. Rows that arrive later than this never trigger.',
} as const;

/** @param time what the column with the time is called, and what is said of it */
export const watchedFields = <const Time extends { label: string; helpText: string }>(time: Time) =>
  [
    cluster,
    schema,
    table,
    {
      key: 'time_column',
      required: true,
      exact: true,
      dynamic: 'timestamp_column.id.label',
      dependsOn: ['cluster_id', 'table'],
      ...time,
    },
    conditionsField,
    lookBackField,
  ] as const;

export const watchedOutputs = { outputs: outputsOfTable };

/** Beside the row, in each of them. */
export const notGivenField = {
  older_rows_not_given: integer('Older Rows Not Given (Too Many in Look Back)', 0),
};

type Input = InputOf<ReturnType<typeof watchedFields<{ label: string; helpText: string }>>>;

export async function watched(run: Run<Input>): Promise<Window> {
  const place = await targetOf(run);
  return windowOf(run, place, conditionOf(place.table, run.input.conditions));
}

/** What a poll tells, or what a test in the editor shows. */
export async function newest<Item extends object>(
  run: Run<Input>,
  window: Window,
  toItem: (row: Row) => Item,
) {
  if (!run.isSample) return rowsInWindow(run, window, toItem);
  const rows = await sampleRows(run, window);
  return rows.map((row) => ({ ...toItem(row), older_rows_not_given: 0 }));
}
