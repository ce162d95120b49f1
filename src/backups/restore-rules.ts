/** What a restore brings, and what stands in its way. */
import type { Cluster } from '../clients/cloud/clusters.ts';
import type { Snapshot } from '../clients/cloud/snapshots.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { readNames } from '../vocabulary/names.ts';
import type { RestoreTarget } from './last-restore.ts';

/** A restore that was made counts as long as its tables are there; where nobody can tell, they are. */
export function holds(present: ReadonlySet<string> | null, wanted: readonly string[]): boolean {
  return present === null || wanted.every((table) => present.has(table));
}

/** The tables that will be there afterwards. */
export function restoredTables(
  { type, tables, sections }: RestoreTarget,
  snapshot: Snapshot,
): string[] {
  if (tables.length > 0) return tables;
  const all = type === 'tables' || type === 'all' || sections.includes('tables');
  return all ? snapshot.tables : [];
}

/** API: a backup can be restored within its organization and region only. */
export async function placeRefusal(
  run: Run<unknown>,
  cluster: Cluster,
  source: Cluster,
): Promise<Refusal | null> {
  if (source.id === cluster.id) return null;
  const names = await readNames(run, { regions: false });
  const [from, to] = [names.place(source.project_id), names.place(cluster.project_id)];
  const differs = (one: string | null, other: string | null) =>
    one !== null && other !== null && one !== other;
  if (differs(from.organization_id, to.organization_id)) {
    return refuse(
      `clusters ${nameOf(source)} and ${nameOf(cluster)} belong to different organizations`,
      'Restore into a cluster of the same organization and region.',
    );
  }
  if (differs(from.region, to.region)) {
    return refuse(
      `cluster ${nameOf(source)} is in region ${from.region}, and ${nameOf(cluster)} in ${to.region}`,
      'Restore into a cluster of the same region.',
    );
  }
  return null;
}

export function presentRefusal(
  cluster: Cluster,
  wanted: readonly string[],
  present: ReadonlySet<string> | null,
): Refusal | null {
  const inTheWay = wanted.filter((table) => present?.has(table));
  if (inTheWay.length === 0) return null;
  const some = inTheWay.slice(0, 3).join(', ');
  return refuse(
    `cluster ${nameOf(cluster)} has ${inTheWay.length === 1 ? 'table' : `${inTheWay.length} tables of these names`} already: ${some}`,
    'Choose other tables, or restore into another cluster.',
  );
}
