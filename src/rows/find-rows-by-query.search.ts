import { onlyReads } from '../clients/sql/statement.ts';
import { refuse } from '../kit/errors.ts';
import { grouped } from '../kit/fields/groups.ts';
import { flag, integer, lines, text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { counted } from '../kit/text.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { sampleNumbers } from './sample-rows.ts';
import { fittingRows } from './sizes.ts';
import { resultOutputs, resultRows, valueFields, valuesFor } from './statement.ts';
import { asked, reached, statementClusterField } from './table.ts';

export const findRowsByQuery = defineSearch({
  key: 'find_rows_by_query',
  noun: 'Row',
  label: 'Find Rows by Query',
  description: 'Finds the rows that an SQL query returns, as line items.',
  inputFields: [
    statementClusterField,
    {
      key: 'statement',
      label: 'Query',
      type: 'text',
      required: true,
      altersDynamicFields: true,
      helpText:
        'Begins with SELECT, WITH, VALUES, SHOW or EXPLAIN. Put ? where a value belongs, name columns with AS, and write tables with their schema.',
    },
    ...grouped('values', ...valueFields),
    {
      key: 'most_rows',
      group: 'size',
      label: 'Maximum Number of Rows',
      type: 'integer',
      min: 1,
      max: 10_000,
      default: '1000',
      helpText:
        '1 to 10,000 rows, at most 5 MB. A LIMIT in the query reduces the load on the cluster.',
    },
  ],
  made: {
    outputs: async (run) =>
      (await resultOutputs(run)).map(({ output }) => ({ ...output, key: `rows[]${output.key}` })),
  },
  record: {
    summary: summaryField('The query gave 3 rows.'),
    count: integer('Number of Rows', 3),
    cut: flag('Cut (More Were Found)', false),
    cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    cluster_name: text('Cluster Name', 'weather-prod'),
    console_url: consoleUrlOf('cluster'),
    rows: lines('Rows', { row_number: integer('Row Number', 1) }, sampleNumbers),
  },
  perform: async (run) => {
    const { statement, cluster_id, most_rows } = run.input;
    if (!onlyReads(statement)) {
      throw refuse(
        'the statement does not begin with SELECT, WITH, VALUES, SHOW or EXPLAIN',
        'Nothing was sent. Use “Run Statement” for what writes.',
      );
    }
    const args = valuesFor(statement, run.input);
    const { cluster, sql } = await reached(run, cluster_id);
    const result = await asked(run, cluster, () => sql.read(statement, args));
    if (result.rows.length === 0) return [];
    const all = resultRows(result).map((row, index) => ({ row_number: index + 1, ...row }));
    const rows = fittingRows(all, most_rows);
    const cut = rows.length < all.length;
    return [
      {
        summary: `The query gave ${counted(all.length, 'row')}${cut ? `, of which ${rows.length} are here` : ''}.`,
        count: rows.length,
        cut,
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        console_url: consoleUrl('cluster'),
        rows,
      },
    ];
  },
});
