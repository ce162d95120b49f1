import { isQuery, placeholders } from '../clients/sql/statement.ts';
import { refuse } from '../kit/errors.ts';
import { keyForName } from '../kit/fields/dynamic.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { windowStart } from '../kit/identity.ts';
import { integer, primaryText, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { keyText } from './row-key.ts';
import { fitting, toldRows } from './sizes.ts';
import { resultOutputs, resultRows } from './statement.ts';
import { asked, reached, statementClusterField } from './table.ts';
import { lookBackField } from './watching.ts';
import { MOST_KEYS, MOST_ROWS, SAMPLES } from './window.ts';

const inputFields = [
  statementClusterField,
  {
    key: 'statement',
    label: 'Query',
    type: 'text',
    required: true,
    altersDynamicFields: true,
    helpText:
      'A SELECT that gives the newest rows first. $1 is the start of Look Back, as in WHERE created >= $1; without it the cluster reads all of the table at every poll, at your cost.',
  },
  {
    key: 'identity_columns',
    label: 'Columns That Identify a Row',
    required: true,
    list: true,
    helpText:
      'Names of columns in the query result. Each new combination of their values triggers once.',
  },
  lookBackField,
] as const;

type Input = InputOf<typeof inputFields>;

export const newRowFromQuery = defineTrigger({
  key: 'new_row_from_query',
  noun: 'Row',
  label: 'New Row From Query',
  description: 'Triggers when an SQL query returns a row that it did not return before.',
  kind: 'new',
  whole: true,
  inputFields,
  made: {
    outputs: async (run) => (await resultOutputs(run)).map(({ output }) => output),
  },
  record: {
    row_key: primaryText('Row Key', '["Acme","17"]'),
    summary: summaryField('New row of the query: customer Acme, number 17.'),
    cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    cluster_name: text('Cluster Name', 'weather-prod'),
    console_url: consoleUrlOf('cluster'),
    older_rows_not_given: integer('Rows Not Given (Too Many in Result)', 0),
  },
  seed: async (run) => {
    const { found } = await rowsOf(run);
    return fitting(
      found.map(({ key }) => ({ row_key: key })),
      MOST_KEYS,
    );
  },
  perform: async (run) => {
    const { cluster, found } = await rowsOf(run);
    const all = found.map(({ key, row }) => ({
      row_key: key,
      summary: summaryOf(run.input.identity_columns, row),
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      console_url: consoleUrl('cluster'),
      ...row,
    }));
    return run.isSample
      ? toldRows(all, SAMPLES, () => 0)
      : toldRows(all, MOST_ROWS, (given) => all.length - given);
  },
});

/** The rows that the query gives now, each with its key. */
async function rowsOf(run: Run<Input>) {
  const { cluster_id, statement, identity_columns: names, look_back_hours: hours } = run.input;
  const count = placeholders(statement);
  if (!isQuery(statement)) {
    throw refuse('the query does not begin with SELECT, WITH or VALUES', 'Correct it.');
  }
  if (count === null || count > 1) {
    throw refuse('the query has other placeholders than $1', 'Only $1 is filled in: Look Back.');
  }
  const { cluster, sql } = await reached(run, cluster_id);
  const start = windowStart(run.now(), hours / 24).toISOString();
  const result = await asked(run, cluster, () => sql.read(statement, count === 1 ? [start] : []));
  const missing = names.find((name) => !result.columns.includes(name));
  if (missing !== undefined) {
    throw refuse(
      `the result has no column “${missing.slice(0, 40)}”`,
      `It has: ${result.columns.slice(0, 6).join(', ')}.`,
    );
  }
  const found = resultRows(result).map((row) => {
    return { key: keyText(names.map((name) => row[keyForName(name)])), row };
  });
  return { cluster, found };
}

function summaryOf(names: readonly string[], row: Readonly<Record<string, unknown>>): string {
  const told = names.map((name) => `${name} ${String(row[keyForName(name)]).slice(0, 60)}`);
  return `New row of the query: ${told.join(', ')}.`;
}
