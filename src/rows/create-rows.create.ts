import { defineAction } from '../kit/action.ts';
import { refuse } from '../kit/errors.ts';
import type { InputField } from '../kit/fields/read.ts';
import { integer, lines, text } from '../kit/record/static.ts';
import { counted } from '../kit/text.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { LEFT_OUT_LABEL } from './assign.ts';
import { fieldsToWrite } from './columns.ts';
import { type RowResult, writeRows } from './create-many.ts';
import { labelOfTable } from './names.ts';
import { rowsGiven } from './rows-given.ts';
import { fitting } from './sizes.ts';
import { lostReplyNote, placeOf, targetFields, targetOf } from './table.ts';

/** The line items' key; made by a function, because its fields are the table's columns. */
const LINES = 'row_items';

const failedLine = {
  row_number: integer('Row Number', 2),
  reason: text('Reason', 'number is no whole number'),
  row_json: text('Row as JSON', '{"customer":"Acme","number":"x"}'),
};

const resultLine = {
  row_number: integer('Row Number', 1),
  outcome: text('Outcome (Written, Skipped, Failed or Unknown)', 'written'),
  row_key: text('Row Key', '["Acme","17"]'),
  reason: text('Reason', ''),
};

export const createRows = defineAction({
  key: 'create_rows',
  noun: 'Row',
  label: 'Create Many Rows',
  description: 'Creates many rows in a table at once, and lists those that failed.',
  replay: 'unsafe',
  lock: null,
  inputFields: [
    ...targetFields,
    {
      key: 'rows_json',
      label: 'Rows as JSON',
      type: 'text',
      helpText:
        'Instead of or in addition to line items: a JSON list of up to 10,000 objects whose keys are column names. Null is written as null.',
    },
    {
      key: 'if_exists',
      label: 'If a Row Exists',
      choices: { fail: 'Fail', skip: 'Skip', update: 'Update' },
      default: 'fail',
      helpText: 'What happens to a row whose primary key already exists in the table.',
    },
    {
      key: 'if_rows_fail',
      label: 'If Rows Fail',
      choices: { continue: 'Continue', stop: 'Stop' },
      default: 'continue',
      helpText:
        'Continue: writes the other rows and lists those that failed. Stop: writes nothing if a value is wrong, and stops the Zap if the cluster refuses a row.',
    },
    lostReplyNote,
  ],
  made: {
    inputs: async (run) => {
      const place = await placeOf(run);
      return place ? [lineField(fieldsToWrite(place.table))] : [];
    },
    inputsAbove: 'rows_json',
  },
  record: {
    summary: summaryField('2 of 3 rows were written to doc.orders; 1 failed.'),
    total_count: integer('Rows Given', 3),
    written_count: integer('Rows Written', 2),
    skipped_count: integer('Rows Skipped', 0),
    failed_count: integer('Rows Failed', 1),
    unknown_count: integer('Rows Unknown (May Be Written)', 0),
    columns_left_out: text(LEFT_OUT_LABEL, ''),
    table: text('Table', 'doc.orders'),
    cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    cluster_name: text('Cluster Name', 'weather-prod'),
    console_url: consoleUrlOf('cluster'),
    failed_rows: lines('Failed Rows', failedLine),
    results: lines('Results', resultLine, [
      {},
      { row_number: 2, outcome: 'failed', row_key: null, reason: 'number is no whole number' },
      { row_number: 3, row_key: '["Zenith","4"]' },
    ]),
  },
  perform: async (run) => {
    const place = await targetOf(run);
    const { cluster, table } = place;
    const { rows: given, gone } = rowsGiven(table, run.madeInput[LINES], run.input.rows_json);
    const wrong = given.filter((row) => 'invalid' in row);
    const stops = run.input.if_rows_fail === 'stop';
    if (stops && wrong[0] && 'invalid' in wrong[0]) {
      throw refuse(
        `${wrong.length} of ${given.length} rows are wrong; row ${wrong[0].number}: ${wrong[0].invalid}`,
        'Nothing was written. Correct them.',
      );
    }
    const results = await writeRows(run, place, given, run.input.if_exists);
    const count = (outcome: RowResult['outcome']) =>
      results.filter((result) => result.outcome === outcome).length;
    const failed = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown');
    const summary = sentenceOf(labelOfTable(table), results.length, count);
    if (stops && failed[0]) {
      const first = `row ${failed[0].number}: ${failed[0].reason}`;
      throw refuse(`${summary.slice(0, -1)}; ${first}`, 'The others are written. Correct those.');
    }
    return {
      summary,
      total_count: results.length,
      written_count: count('written'),
      skipped_count: count('skipped'),
      failed_count: count('failed'),
      unknown_count: count('unknown'),
      columns_left_out: gone.join(', ') || null,
      table: labelOfTable(table),
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      console_url: consoleUrl('cluster'),
      failed_rows: fitting(failed.map(toFailed), 1_000),
      results: results.map(({ number, outcome, row_key, reason }) => ({
        row_number: number,
        outcome,
        row_key,
        reason,
      })),
    };
  },
});

/** One line item per row, with the columns as its fields; none of them is asked for by Zapier. */
function lineField(columns: readonly InputField[]): InputField {
  const children = columns.map(({ required: _, list, ...column }) =>
    list ? { ...column, helpText: `${column.helpText} Put commas between them.` } : column,
  );
  return { key: LINES, label: 'Rows', children };
}

function toFailed({ number, reason, source }: RowResult) {
  return { row_number: number, reason, row_json: JSON.stringify(source).slice(0, 2_000) };
}

function sentenceOf(
  table: string,
  total: number,
  count: (outcome: RowResult['outcome']) => number,
): string {
  const others = (['skipped', 'failed', 'unknown'] as const)
    .filter((outcome) => count(outcome) > 0)
    .map((outcome) => `${count(outcome)} ${outcome === 'unknown' ? 'may be written' : outcome}`);
  const rest = others.length > 0 ? `; ${others.join(', ')}` : '';
  return `${count('written')} of ${counted(total, 'row')} ${total === 1 ? 'was' : 'were'} written to ${table}${rest}.`;
}
