import { type AllowedRange, putIpAllowlist } from '../clients/cloud/cluster-changes.ts';
import type { Cluster } from '../clients/cloud/clusters.ts';
import { isObject } from '../clients/cloud/wire.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import type { Run } from '../kit/run/run.ts';
import {
  busyField,
  type ClusterChange,
  changeCluster,
  clusterChangeRecord,
  previewField,
} from '../vocabulary/clusters/change.ts';
import { clusterField } from '../vocabulary/clusters/choose.ts';
import { nameOf } from '../vocabulary/clusters/record.ts';
import { isEverybody, tryRange } from '../vocabulary/ip-ranges.ts';
import { inRanges, isSameList, mergeAllowlist } from './ip-allowlist.ts';

/** API: the most characters that it takes. */
const LONGEST_DESCRIPTION = 512;

export const updateClusterIpAllowlist = defineAction({
  key: 'update_cluster_ip_allowlist',
  noun: 'IP Allowlist',
  label: 'Update Cluster IP Allowlist',
  description: 'Adds, removes or replaces the IP ranges that may reach a cluster.',
  replay: 'safe',
  level: (input) => (input.allow_everybody ? 'everything' : 'change'),
  lock: LOCKS.cluster,
  inputFields: [
    { ...clusterField, required: true },
    {
      key: 'how',
      label: 'What to Do With the Ranges',
      choices: {
        add: 'Add to the List',
        remove: 'Remove From the List',
        replace: 'Replace the Whole List',
      },
      required: true,
    },
    {
      key: 'ranges',
      label: 'IP Ranges',
      list: true,
      helpText: 'Addresses or ranges, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.',
    },
    {
      key: 'description',
      label: 'Description',
      helpText: 'Said of each range that is added, such as the name of an office.',
    },
    {
      key: 'allow_lock_out',
      label: 'Allow Locking Others Out',
      type: 'boolean',
      default: 'false',
      helpText:
        'A first entry locks out everybody else, the steps of this integration that use SQL included.',
    },
    {
      key: 'allow_everybody',
      label: 'Allow Opening to Everybody',
      type: 'boolean',
      default: 'false',
      helpText: 'A list without entries lets everybody in, and so does a range of all addresses.',
    },
    busyField,
    previewField,
  ],
  record: clusterChangeRecord,
  perform: (run) => changeCluster(run, async (cluster) => planAllowlist(run, cluster)),
});

type Input = {
  cluster_id: string;
  how: 'add' | 'remove' | 'replace';
  ranges: string[];
  description: string | undefined;
  allow_lock_out: boolean;
  allow_everybody: boolean;
  if_busy: 'later' | 'stop';
  preview: boolean;
};

function planAllowlist(run: Run<Input>, cluster: Cluster): ClusterChange {
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
    isSo: isSameList(before, after),
    target: { target_ip_whitelist: after },
    leadsThere: ({ target_ip_whitelist: target }) =>
      Array.isArray(target) ? fulfils(readList(target), run.input) : undefined,
    refusal: async () => refusalOf(run.input, cluster, before, after),
    priceBefore: 'same',
    priceAfter: 'same',
    send: () => putIpAllowlist(run.cloud, cluster.id, after),
  };
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
      'Switch “Allow Opening to Everybody” on if that is meant.',
    );
  }
  if (!isOpen(after) && isOpen(before) && !input.allow_lock_out) {
    return refuse(
      `cluster ${nameOf(cluster)} is open to everybody, and a first entry locks out all others`,
      'Switch “Allow Locking Others Out” on if that is meant.',
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
