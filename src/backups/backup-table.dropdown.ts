import { byLabel, defineDropdown } from '../kit/dropdown.ts';
import { refuse } from '../kit/errors.ts';
import { chosenCluster } from '../vocabulary/clusters/choose.ts';
import { chosenBackup } from './backups-of.ts';

/** The tables that the chosen backup holds, or the newest one. */
export const backupTableDropdown = defineDropdown({
  key: 'backup_table',
  noun: 'Table',
  label: 'Tables of a Backup',
  example: { id: 'doc.nyc_taxi', label: 'doc.nyc_taxi' },
  list: async (run) => {
    const clusterText = run.input.source_cluster_id ?? run.input.cluster_id;
    if (clusterText === undefined) throw refuse('no cluster is chosen', 'Choose one first.');
    const cluster = await chosenCluster(run, clusterText);
    const { tables } = await chosenBackup(run, cluster, run.input.backup_id);
    return byLabel(tables.map((table) => ({ id: table, label: table })));
  },
});
