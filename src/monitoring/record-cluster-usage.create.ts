import { defineAction } from '../kit/action.ts';
import { grouped } from '../kit/fields/groups.ts';
import { flag, integer, lines, type RecordOf, text, time } from '../kit/record/static.ts';
import { counted } from '../kit/text.ts';
import { chosenCluster, clusterField } from '../vocabulary/clusters/choose.ts';
import { clusterHead, otherCluster } from '../vocabulary/clusters/record.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { type Row, readTable, tableField, tableWord } from './history/table.ts';
import { dropOlder, rowsOf, slotOf, writeRows } from './history/write.ts';
import {
  type Counted,
  manyClustersFields,
  measureAll,
  unmeasuredSample,
  wantedClusters,
} from './many-clusters.ts';

const clusterLine = {
  ...clusterHead,
  recorded: flag('Recorded', true),
  nodes: integer('Nodes', 3),
  reason: text('Reason It Was Not Recorded', ''),
  message: text('Reason in Words', ''),
};

/** Kept for making the table and writing into it. */
const WRITING_MS = 6_000;

export const recordClusterUsage = defineAction({
  key: 'record_cluster_usage',
  noun: 'Usage Record',
  label: 'Record Cluster Usage',
  description:
    'Measures clusters and writes a row for each node and time slot into a table of one of your clusters.',
  replay: 'safe',
  lock: null,
  inputFields: [
    {
      ...clusterField,
      key: 'history_cluster_id',
      label: 'Cluster to Write To',
      required: true,
      helpText:
        'Choose a cluster, or enter its exact name or ID. The table is created in this cluster if it does not exist.',
    },
    tableField,
    {
      key: 'slot_minutes',
      label: 'Time Slot',
      choices: { 5: '5 Minutes', 15: '15 Minutes', 60: '1 Hour' },
      default: '15',
      helpText:
        'One row is written per node and time slot; running the step again within the same slot changes nothing. Choose the interval of the Zap’s schedule.',
    },
    {
      key: 'keep_months',
      label: 'Months to Keep',
      type: 'integer',
      min: 1,
      max: 120,
      helpText: 'Rows of older months are removed from the table. Leave blank to keep all rows.',
    },
    ...grouped('which', ...manyClustersFields),
  ],
  record: {
    id: text('ID', 'doc.cluster_usage:2026-03-02T09:00:00.000Z'),
    summary: summaryField(
      'Recorded 3 nodes of 1 cluster at 09:00 UTC; 1 cluster was not recorded.',
    ),
    changed: flag('Changed', true),
    written_count: integer('Rows Written', 3),
    existing_count: integer('Rows That Existed Already', 0),
    recorded_count: integer('Clusters Recorded', 1),
    unrecorded_count: integer('Clusters Not Recorded', 1),
    months_dropped: flag('Old Months Dropped', false),
    history_cluster_id: text('Cluster Written To (ID)', 'e1e38d92-0000-48f1-8a70-000000000003'),
    history_cluster_name: text('Cluster Written To', 'weather-prod'),
    history_table: text('History Table', 'doc.cluster_usage'),
    console_url: consoleUrlOf('cluster'),
    slot_at: time('Time Slot', '2026-03-02T09:00:00.000Z'),
    clusters: lines('Clusters', clusterLine, [
      {},
      {
        ...otherCluster,
        recorded: false,
        nodes: null,
        reason: 'suspended',
        message: unmeasuredSample.message,
      },
    ]),
  },
  perform: async (run) => {
    const { history_cluster_id, history_table, slot_minutes, keep_months } = run.input;
    const table = readTable(history_table);
    const target = await chosenCluster(run, history_cluster_id);
    const clusters = await wantedClusters(run, run.input);
    const at = run.now();
    const slot = slotOf(at, Number(slot_minutes));
    const counted = await measureAll(run, clusters, { withShards: true, keepMs: WRITING_MS });
    const rows = counted.flatMap(({ measured }): Row[] =>
      measured ? rowsOf(measured, slot, at) : [],
    );
    const isNew = await writeRows(run, target, table, rows);
    const dropped =
      keep_months === undefined ? false : await dropOlder(run, target, table, keep_months);
    const written = isNew.filter(Boolean).length;
    const lines = counted.map(toLine);
    const recorded = lines.filter((line) => line.recorded).length;
    const name = tableWord(table);
    return {
      id: `${name}:${slot.toISOString()}`,
      summary: summaryOf(rows.length, recorded, lines.length - recorded, slot),
      changed: written > 0 || dropped,
      written_count: written,
      existing_count: rows.length - written,
      recorded_count: recorded,
      unrecorded_count: lines.length - recorded,
      months_dropped: dropped,
      history_cluster_id: target.id,
      history_cluster_name: target.name,
      history_table: name,
      console_url: consoleUrl('cluster'),
      slot_at: slot.toISOString(),
      clusters: lines,
    };
  },
});

function toLine({ cluster, measured, reason, message }: Counted): RecordOf<typeof clusterLine> {
  return {
    cluster_id: cluster.id,
    cluster_name: cluster.name,
    recorded: measured !== null,
    nodes: measured?.usage.length ?? null,
    reason,
    message,
  };
}

function summaryOf(rows: number, recorded: number, not: number, slot: Date): string {
  const left =
    not === 0 ? '' : `; ${counted(not, 'cluster')} ${not === 1 ? 'was' : 'were'} not recorded`;
  return `Recorded ${counted(rows, 'node')} of ${counted(recorded, 'cluster')} at ${slot.toISOString().slice(11, 16)} UTC${left}.`;
}
