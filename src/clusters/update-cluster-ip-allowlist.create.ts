import { type AllowedRange, putIpAllowlist } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { isObject } from '../clients/cloud/wire.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { flag, lines, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { type ClusterChange, changeCluster } from '../vocabulary/clusters/change.ts';
import { clusterChangeRecord, safetyFields } from '../vocabulary/clusters/change-record.ts';
import { oneClusterField } from '../vocabulary/clusters/choose.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { isEverybody, tryRange } from '../vocabulary/ip-ranges.ts';
import { inRanges, isSameList, mergeAllowlist } from './ip-allowlist.ts';

/** API: the most characters that it takes. */
const LONGEST_DESCRIPTION = 512;

const inputFields = [
  { ...oneClusterField, group: 'ranges', required: true },
  {
    key: 'action',
    group: 'ranges',
    label: 'Action',
    choices: {
      add: 'Add to the List',
      remove: 'Remove From the List',
      replace: 'Replace the Whole List',
    },
    required: true,
    helpText:
      'Add and Remove change only the ranges below. Replace: the list becomes exactly the ranges below; without any it becomes empty, and everybody can connect.',
  },
  {
    key: 'ranges',
    group: 'ranges',
    label: 'IP Ranges',
    placeholder: '203.0.113.0/24',
    list: true,
    helpText: 'Addresses or ranges, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.',
  },
  {
    key: 'description',
    group: 'ranges',
    label: 'Description',
    helpText:
      'A note for each range that is added, such as the name of an office. Leave blank for none.',
  },
  {
    key: 'allow_lock_out',
    group: 'safety',
    label: 'Allow Locking Others Out',
    type: 'boolean',
    default: 'false',
    helpText:
      'Yes permits the first entry of an empty list, which locks out all other addresses, including the SQL steps of this integration.',
  },
  {
    key: 'allow_everybody',
    group: 'safety',
    label: 'Allow Opening to Everybody',
    type: 'boolean',
    default: 'false',
    helpText:
      'Yes permits a change after which everybody can connect: an empty list, or a range of all addresses.',
  },
  ...safetyFields,
] as const;

type Input = InputOf<typeof inputFields>;

export const updateClusterIpAllowlist = defineAction({
  key: 'update_cluster_ip_allowlist',
  noun: 'IP Allowlist',
  label: 'Update Cluster IP Allowlist',
  description: 'Adds, removes or replaces the IP ranges that may reach a cluster.',
  replay: 'safe',
  level: (input) => (input.allow_everybody ? 'everything' : 'change'),
  lock: LOCKS.cluster,
  inputFields,
  record: clusterChangeRecord(
    {
      summary:
        'Changing who may reach weather-prod from 203.0.113.0/24 to 203.0.113.0/24, 192.0.2.44/32.',
      from: '203.0.113.0/24',
      to: '203.0.113.0/24, 192.0.2.44/32',
      operation: 'ALLOWED_CIDR_UPDATE',
    },
    {
      open_to_everybody: flag('Open to Everybody Afterwards', false),
      target_ip_allowlist: lines(
        'Target IP Allowlist',
        { cidr: text('CIDR', '192.0.2.44/32'), description: text('Description', 'VPN') },
        [{ cidr: '203.0.113.0/24', description: 'Office' }, {}],
      ),
    },
  ),
  perform: (run) => changeCluster(run, async (cluster) => planAllowlist(run, cluster)),
});

function planAllowlist(run: Run<Input>, cluster: Cluster) {
  const { description = '' } = run.input;
  if (description.length > LONGEST_DESCRIPTION) {
    throw refuse(
      `“Description” has ${description.length} characters, and ${LONGEST_DESCRIPTION} are allowed`,
      'Shorten it.',
    );
  }
  const before = readList(cluster.ip_whitelist);
  const after = mergeAllowlist(before, run.input);
  return {
    operationType: 'ALLOWED_CIDR_UPDATE',
    from: inRanges(before),
    to: inRanges(after),
    doing: `changing who may reach ${cluster.name ?? cluster.id} from ${inRanges(before)} to ${inRanges(after)}`,
    already: `${cluster.name ?? cluster.id} lets in ${inRanges(after)} already`,
    isSo: isSameList(before, after),
    target: { target_ip_whitelist: after },
    leadsThere: ({ target_ip_whitelist: target }) =>
      Array.isArray(target) ? fulfils(readList(target), run.input) : undefined,
    refusal: async () => refusalOf(run.input, cluster, before, after),
    send: () => putIpAllowlist(run.cloud, cluster.id, after),
    gives: () => ({ open_to_everybody: isOpen(after), target_ip_allowlist: after }),
  } satisfies ClusterChange<object>;
}

/** True when nothing would be left to do for a list. */
function fulfils(list: AllowedRange[], input: Input): boolean {
  try {
    return isSameList(list, mergeAllowlist(list, input));
  } catch {
    // What it would be refused for, it does not fulfil.
    return false;
  }
}

function refusalOf(
  input: Input,
  cluster: Cluster,
  before: readonly AllowedRange[],
  after: readonly AllowedRange[],
): Refusal | null {
  if (isOpen(after) && !isOpen(before) && !input.allow_everybody) {
    return refuse(
      `that would open cluster ${nameOf(cluster)} to everybody`,
      'Choose Yes for “Allow Opening to Everybody” if that is meant.',
    );
  }
  if (!isOpen(after) && isOpen(before) && !input.allow_lock_out) {
    return refuse(
      `cluster ${nameOf(cluster)} is open to everybody, and a first entry locks out all others`,
      'Choose Yes for “Allow Locking Others Out” if that is meant.',
    );
  }
  return null;
}

/** API: no entry lets everybody in. */
function isOpen(list: readonly AllowedRange[]): boolean {
  return list.length === 0 || isEverybody(list.flatMap(({ cidr }) => tryRange(cidr) ?? []));
}

function readList(list: readonly unknown[]): AllowedRange[] {
  return list.flatMap((entry) => {
    if (!isObject(entry) || typeof entry.cidr !== 'string') return [];
    const { cidr, description } = entry;
    return { cidr, description: typeof description === 'string' ? description : null };
  });
}
