import type { Region } from '../clients/cloud/regions.ts';
import { flag, type RecordOf, text, time } from '../kit/record/static.ts';
import { consoleUrl, consoleUrlOf } from '../vocabulary/console.ts';

/** The fields of a region, but for its id. */
export const regionRecord = {
  region: text('Region', 'aks1.westeurope.azure'),
  region_name: text('Region Name', 'West Europe (Azure)'),
  status: text('Status', 'UP'),
  deprecated: flag('Deprecated', false),
  edge: flag('Edge Region', false),
  console_url: consoleUrlOf('region'),
  last_seen: time('Last Seen', '2026-03-02T08:59:42.983Z'),
};

export function toRegionRecord(region: Region): RecordOf<typeof regionRecord> {
  return {
    region: region.name,
    region_name: region.description,
    status: region.status,
    deprecated: region.deprecated,
    edge: region.is_edge_region,
    console_url: consoleUrl('region'),
    last_seen: region.last_seen,
  };
}
