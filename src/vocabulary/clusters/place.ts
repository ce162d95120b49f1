/** Where a cluster is, by id and name, and where people look at it: what every step about one gives beside it. */
import type { RecordOf } from '../../kit/record/static.ts';
import { adminUiUrl, adminUiUrlField, consoleUrl, consoleUrlOf } from '../console.ts';
import { type Names, placeRecord } from '../names.ts';

export const clusterPlaceRecord = {
  ...placeRecord,
  admin_ui_url: adminUiUrlField,
  console_url: consoleUrlOf('cluster'),
};

/** @param cluster the API's `project_id` and `url` of it */
export function toClusterPlace(
  names: Names,
  cluster: { project_id: string | null; url: string | null },
): RecordOf<typeof clusterPlaceRecord> {
  return {
    ...names.place(cluster.project_id),
    admin_ui_url: adminUiUrl(cluster.url),
    console_url: consoleUrl('cluster'),
  };
}
