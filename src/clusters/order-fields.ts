/** The fields that ask what a new cluster shall be. */
import type { InputOf } from '../kit/fields/read.ts';
import { impossibleField, previewField } from '../vocabulary/clusters/change-record.ts';
import { organizationField } from '../vocabulary/organizations.ts';

export const newClusterFields = [
  {
    key: 'costs',
    label: 'A Cluster Costs Money',
    type: 'copy',
    helpText:
      'It is billed until it is deleted. Its database password is generated and not shown: set your own in the CrateDB Cloud Console.',
  },
  {
    key: 'name',
    label: 'Cluster Name',
    required: true,
    helpText: '3 to 63 letters, digits and hyphens. It becomes part of the cluster’s URL.',
  },
  {
    ...organizationField,
    group: 'where',
    helpText: 'Leave blank if the API key’s user belongs to only one organization.',
  },
  {
    key: 'project_id',
    label: 'Project',
    group: 'where',
    dynamic: 'project.id.label',
    helpText: 'Fill in this or “Or a Region”. With a region, a new project is created there.',
  },
  {
    key: 'region',
    label: 'Or a Region',
    group: 'where',
    dynamic: 'region.id.label',
    helpText:
      'Creates a project with the cluster’s name in this region. Leave blank if you fill in a project.',
  },
  {
    key: 'plan',
    label: 'Plan',
    group: 'size',
    required: true,
    dynamic: 'product.id.label',
    helpText: 'CPUs and memory of each node. Choose a plan, or enter its name, such as cr2.',
  },
  {
    key: 'nodes',
    label: 'Number of Nodes',
    group: 'size',
    type: 'integer',
    unit: 'nodes',
    default: '1',
    min: 1,
    helpText: 'More than one needs a dedicated plan (cr1 and larger).',
  },
  {
    key: 'storage_gib_per_node',
    label: 'Storage (GiB per Node)',
    group: 'size',
    type: 'integer',
    unit: 'GiB',
    min: 1,
    helpText:
      'Leave blank for the size that comes with the plan. It can be expanded later, but never reduced.',
  },
  {
    key: 'version',
    label: 'CrateDB Version',
    group: 'size',
    dynamic: 'version.id.label',
    helpText: 'Leave blank for the newest stable version.',
  },
  {
    key: 'subscription_id',
    label: 'Subscription',
    group: 'billing',
    dynamic: 'subscription.id.label',
    helpText:
      'The subscription that pays for the cluster. Leave blank if there is only one, or for the free plan.',
  },
  impossibleField,
  previewField,
] as const;

export type OrderInput = InputOf<typeof newClusterFields>;
