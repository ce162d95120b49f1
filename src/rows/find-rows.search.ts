import { grouped } from '../kit/fields/groups.ts';
import { flag, integer, lines, text } from '../kit/record/static.ts';
import { defineSearch } from '../kit/search.ts';
import { counted } from '../kit/text.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { conditionOf, conditionsField } from './conditions.ts';
import { labelOfTable } from './names.ts';
import { orderFields, orderOf } from './order.ts';
import { manyRowsWhere } from './read.ts';
import { toLines } from './row.ts';
import { lineOutputs } from './row-outputs.ts';
import { sampleKeys } from './sample-rows.ts';
import { fittingRows } from './sizes.ts';
import { placeOf, sourceFields, sourceOf } from './table.ts';

export const findRows = defineSearch({
  key: 'find_rows',
  noun: 'Row',
  label: 'Find Many Rows',
  description: 'Finds the rows of a table that match the conditions, as line items.',
  inputFields: [
    ...sourceFields,
    conditionsField,
    ...grouped('size', ...orderFields),
    {
      key: 'most_rows',
      group: 'size',
      label: 'Maximum Number of Rows',
      type: 'integer',
      min: 1,
      max: 10_000,
      default: '100',
      helpText: '1 to 10,000 rows, at most 5 MB. “Cut” is true when more rows were found.',
    },
  ],
  made: {
    outputs: async (run) => {
      const place = await placeOf(run);
      return place ? lineOutputs(place.table) : [];
    },
  },
  record: {
    summary: summaryField('3 rows of doc.orders were found.'),
    count: integer('Number of Rows', 3),
    cut: flag('Cut (More Were Found)', false),
    table: text('Table', 'doc.orders'),
    cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
    cluster_name: text('Cluster Name', 'weather-prod'),
    console_url: consoleUrlOf('cluster'),
    rows: lines('Rows', { row_key: text('Row Key', '["Acme","17"]') }, sampleKeys),
  },
  perform: async (run) => {
    const place = await sourceOf(run);
    const { cluster, table } = place;
    const condition = conditionOf(table, run.input.conditions);
    const found = await manyRowsWhere(run, place, condition, {
      order: orderOf(table, run.input),
      limit: run.input.most_rows + 1,
      isKey: condition.isKey,
    });
    if (found.rows.length === 0) return [];
    const all = toLines(table, found);
    const rows = fittingRows(all, run.input.most_rows);
    const cut = rows.length < all.length;
    return [
      {
        summary: cut
          ? `More than ${counted(rows.length, 'row')} of ${labelOfTable(table)} match; the first ${rows.length} are here.`
          : `${counted(rows.length, 'row')} of ${labelOfTable(table)} ${rows.length === 1 ? 'was' : 'were'} found.`,
        count: rows.length,
        cut,
        table: labelOfTable(table),
        cluster_id: cluster.id,
        cluster_name: cluster.name,
        console_url: consoleUrl('cluster'),
        rows,
      },
    ];
  },
});
