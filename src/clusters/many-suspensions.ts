import { flag, integer, lines, text } from '../kit/record/static.ts';
import { previewField } from '../vocabulary/clusters/change-record.ts';
import { projectField } from '../vocabulary/clusters/choose.ts';
import { clusterHead, otherCluster } from '../vocabulary/clusters/record.ts';
import { consoleUrlOf } from '../vocabulary/console.ts';
import { organizationField } from '../vocabulary/organizations.ts';
import { summaryField } from '../vocabulary/summary.ts';

export const manyFields = (verb: 'suspend' | 'resume') =>
  [
    {
      ...organizationField,
      group: 'where',
      helpText: 'Leave blank for all organizations.',
    },
    { ...projectField, group: 'where' },
    {
      key: 'plan',
      group: 'which',
      label: 'Plan',
      dynamic: 'product.id.label',
      helpText: 'For example cr1. Leave blank for all plans.',
    },
    {
      key: 'name_contains',
      group: 'which',
      label: 'Name Contains',
      helpText: 'A part of the cluster name; case does not matter. Leave blank for all names.',
    },
    {
      key: 'cluster_ids',
      group: 'which',
      label: 'Clusters',
      list: true,
      dynamic: 'cluster.id.label',
      helpText:
        verb === 'suspend'
          ? 'Names or IDs of clusters. Leave blank to choose by project, plan or name.'
          : 'Names or IDs of clusters. Map “Done: Cluster IDs” of “Suspend Many Clusters” here to resume only those that it suspended. Leave blank to choose by project, plan or name.',
    },
    {
      key: 'leave_out',
      group: 'which',
      label: 'Leave Out',
      list: true,
      dynamic: 'cluster.id.label',
      helpText: `Names or IDs of clusters that this step must never ${verb}.`,
    },
    previewField,
  ] as const;

export const manySuspensionsRecord = (verb: 'suspend' | 'resume') => ({
  summary: summaryField(
    verb === 'suspend'
      ? 'Suspending 2 clusters; 1 skipped, 0 not reached.'
      : 'Resuming 2 clusters; 1 skipped, 0 not reached.',
  ),
  preview: flag('Preview Only', false),
  changed: flag('Changed', true),
  all_reached: flag('All Were Reached', true),
  done_count: integer('Done', 2),
  skipped_count: integer('Skipped', 1),
  not_reached_count: integer('Not Reached', 0),
  target_cluster_ids: text(
    'Target Cluster IDs',
    `${clusterHead.cluster_id.example}, ${otherCluster.cluster_id}`,
  ),
  console_url: consoleUrlOf('cluster'),
  done_cluster_ids: text(
    'Done: Cluster IDs',
    `${clusterHead.cluster_id.example}, ${otherCluster.cluster_id}`,
  ),
  clusters: lines(
    'Clusters',
    {
      ...clusterHead,
      project_name: text('Project Name', 'weather'),
      outcome: text('Outcome', 'Done'),
      reason: text('Reason', ''),
      operation_id: text('Operation ID', '5b1f0c3e-3d33-4c4a-8c9c-000000000004'),
    },
    [
      {},
      { ...otherCluster, operation_id: '5b1f0c3e-3d33-4c4a-8c9c-000000000016' },
      {
        cluster_id: 'e1e38d92-0000-48f1-8a70-000000000017',
        cluster_name: 'weather-archive',
        outcome: 'Skipped',
        reason: `It is ${verb === 'suspend' ? 'suspended' : 'running'} already.`,
        operation_id: '',
      },
    ],
  ),
});
