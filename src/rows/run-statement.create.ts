import { defineAction } from '../kit/action.ts';
import { grouped } from '../kit/fields/groups.ts';
import { flag, integer, lines, text } from '../kit/record/static.ts';
import { counted } from '../kit/text.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { sampleNumbers } from './sample-rows.ts';
import { fitting } from './sizes.ts';
import { resultOutputs, resultRows, valueFields, valuesFor } from './statement.ts';
import { asked, lostReplyNote, reached, statementClusterField } from './table.ts';

const MOST_ROWS = 1_000;

export const runStatement = defineAction({
  key: 'run_statement',
  noun: 'Statement',
  label: 'Run Statement',
  description: 'Runs one SQL statement of any kind on a cluster.',
  replay: 'unsafe',
  lock: null,
  level: 'everything',
  inputFields: [
    {
      key: 'any_statement',
      label: 'Any Statement Runs',
      type: 'copy',
      helpText:
        'The statement runs as written, even if it drops a table. If it takes longer than this step, it continues in the cluster.',
    },
    statementClusterField,
    {
      key: 'statement',
      label: 'Statement',
      type: 'text',
      required: true,
      altersDynamicFields: true,
      helpText:
        'One statement. Put ? where a value belongs, and write tables with their schema, such as "doc"."orders".',
    },
    ...grouped('values', ...valueFields),
    lostReplyNote,
  ],
  made: {
    outputs: async (run) =>
      (await resultOutputs(run)).map(({ output }) => ({ ...output, key: `rows[]${output.key}` })),
  },
  record: {
    summary: summaryField('The statement changed 3 rows.'),
    row_count: integer('Rows Returned or Changed', 3),
    cut: flag('Cut (More Were Returned)', false),
    cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    cluster_name: text('Cluster Name', 'weather-prod'),
    console_url: consoleUrlOf('cluster'),
    rows: lines('Rows', { row_number: integer('Row Number', 1) }, sampleNumbers),
  },
  perform: async (run) => {
    const { statement, cluster_id } = run.input;
    const args = valuesFor(statement, run.input);
    const { cluster, sql } = await reached(run, cluster_id);
    // On a connection of its own: what it sets holds for the connection.
    const result = await asked(run, cluster, () =>
      sql.write(statement, args, { ownConnection: true }),
    );
    const all = resultRows(result).map((row, index) => ({ row_number: index + 1, ...row }));
    const rows = fitting(all, MOST_ROWS);
    // CrateDB: -1 where it cannot know, as for a DELETE of whole partitions.
    const count = result.rowCount < 0 ? null : result.rowCount;
    const verb = result.columns.length > 0 ? 'returned' : 'changed';
    return {
      summary:
        count === null
          ? 'The statement was run.'
          : `The statement ${verb} ${counted(count, 'row')}.`,
      row_count: count,
      cut: rows.length < all.length,
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      console_url: consoleUrl('cluster'),
      rows,
    };
  },
});
