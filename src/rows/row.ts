/** A row as a step gives it: what is known of every row, and a value for each column. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import type { Table } from '../clients/sql/columns.ts';
import { quotedPath } from '../clients/sql/identifiers.ts';
import type { SqlResult } from '../clients/sql/reply.ts';
import { primaryText, text } from '../kit/record/static.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { cellWriter, readColumns, topColumns } from './cells.ts';
import { keyOfColumn, labelOfColumn, labelOfTable } from './names.ts';
import { hasKey, rowKeyReader } from './row-key.ts';

export const rowRecord = {
  row_key: primaryText('Row Key', '["Acme","17"]'),
  summary: summaryField('Row of doc.orders: customer Acme, number 17, status paid, total 79.96.'),
  table: text('Table', 'doc.orders'),
  cluster_id: text('Cluster ID', 'e1e38d92-0000-48f1-8a70-000000000003'),
  cluster_name: text('Cluster Name', 'weather-prod'),
  console_url: consoleUrlOf('cluster'),
};

export type Row = {
  row_key: string;
  summary: string;
  table: string;
  cluster_id: string;
  cluster_name: string | null;
  console_url: string;
} & Record<string, unknown>;

export type Line = { row_key: string } & Record<string, unknown>;

/** What a row is read with: all its columns, and its own id where it has no key. */
export function selectionOf(table: Table): string {
  const columns = readColumns(table).map(({ path }) => quotedPath(path));
  return hasKey(table) ? columns.join(', ') : ['_id', ...columns].join(', ');
}

const firstPlace = (table: Table) => (hasKey(table) ? 0 : 1);

/** The rows that were read with `selectionOf`. */
export function toRows(cluster: Cluster, table: Table, { rows }: SqlResult): Row[] {
  const keyOf = rowKeyReader(table);
  const write = cellWriter(table, firstPlace(table), 'row');
  const summaryOf = summaryMaker(table);
  const label = labelOfTable(table);
  const url = consoleUrl('cluster');
  return rows.map((values) => {
    const row: Row = {
      row_key: keyOf(values),
      summary: '',
      table: label,
      cluster_id: cluster.id,
      cluster_name: cluster.name,
      console_url: url,
    };
    write(row, values);
    row.summary = summaryOf(row);
    return row;
  });
}

/** The same as line items: a row's key and its columns, lists as JSON. */
export function toLines(table: Table, { rows }: SqlResult): Line[] {
  const keyOf = rowKeyReader(table);
  const write = cellWriter(table, firstPlace(table), 'line');
  return rows.map((values) => {
    const line: Line = { row_key: keyOf(values) };
    write(line, values);
    return line;
  });
}

/** Columns that fit into a sentence. */
const IN_SUMMARY = 4;
const CHARACTERS_OF_VALUE = 60;

function summaryMaker(table: Table) {
  const named = topColumns(table).map((column) => [labelOfColumn(column), keyOfColumn(column)]);
  const start = `Row of ${labelOfTable(table)}: `;
  return (fields: Readonly<Record<string, unknown>>): string => {
    let told = '';
    let count = 0;
    for (const [name, key = ''] of named) {
      const value = fields[key];
      if (value === null || typeof value === 'object') continue;
      told += `${count === 0 ? '' : ', '}${name} ${inSentence(value)}`;
      count += 1;
      if (count === IN_SUMMARY) break;
    }
    return `${start}${told || 'no values'}.`;
  };
}

function inSentence(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  // Enough to look at, so that blanks that become one leave some; megabytes are not searched.
  const start = value.slice(0, CHARACTERS_OF_VALUE * 4);
  return start.replace(/\s+/g, ' ').slice(0, CHARACTERS_OF_VALUE);
}
