/** What is behind the API: disks that follow late, nodes that hang or are gone, operations and clocks. */
import type { Report } from './report.ts';
import { history, property } from './sisters.ts';

const E2E = 'test/e2e/disks-and-operations.test.ts';
const MADE_UP = 'test/clusters/late-disks.test.ts';
const REASONS = 'test/monitoring/usage-unavailable.test.ts';
const OVERDUE = 'test/backups/overdue.test.ts';
const WATCHED = 'test/e2e/monitoring.test.ts';
const UNHEALTHY = 'test/clusters/triggers.test.ts';
const MEASURE = 'src/vocabulary/clusters/measure.ts';
const LIMITS = 'src/vocabulary/clusters/operation-limits.ts';
const REACH = ['src/vocabulary/clusters/reach.ts', 'whyUnreachable'] as const;
const NEEDED = ['src/clusters/needed-storage.ts', 'neededStorage'] as const;
const SAFETY = ['src/clusters/safety.ts', 'fewerNodesRefusal'] as const;
const OVERDUE_BACKUP = ['src/backups/overdue.ts', 'overdueBackup'] as const;
const UNHEALTHY_TRIGGER = [
  'src/clusters/cluster-unhealthy.trigger.ts',
  'clusterUnhealthy',
] as const;
const EACH = ['src/kit/run/each-in-time.ts', 'eachInTime'] as const;

const recorded: Report['sister'] = {
  file: 'test/clients/sql/recorded.test.ts',
  name: '$id becomes a problem of its kind',
  rule: ['tools/sql-fidelity/recording.ts', 'readRecording'],
};
const onePlace = property(
  'test/kit/run/each-in-time.test.ts',
  'each thing ends up in one place',
  'forbidden',
);
const expansions = property(MADE_UP, 'four runs buy what one buys: %j', 'expand_cluster_storage');
const spared = property(
  MADE_UP,
  'nodes are taken away only from who can spare them',
  'scale_cluster',
);

export const DISKS: readonly Report[] = [
  {
    seen: 'Expanding to 60 percent, five times, bought from 64 up to 331 GiB while the file system stayed as it was.',
    right: 'One expansion is bought; while it is on its way nothing else is.',
    held: [
      {
        file: E2E,
        name: 'the file system follows an expansion late > whatever the number of runs, one expansion is bought',
      },
    ],
    mended: [NEEDED, ['sandbox/cloud/clusters/disks.ts', 'fileSystemBytes']],
    sister: expansions,
  },
  {
    seen: 'Storage was bought above the 256 GiB that a colleague had set, which had not arrived yet.',
    right: 'What was bought is enough, and nothing is added to it.',
    held: [
      {
        file: E2E,
        name: 'the file system follows an expansion late > a size that a colleague has set is enough, and nothing is bought above it',
      },
    ],
    mended: [NEEDED],
    sister: expansions,
  },
  {
    seen: 'A cluster none of whose nodes reported its disk was told by no trigger.',
    right:
      'It is unmeasured, which one trigger tells; for the other it is an error when it is the chosen one.',
    held: [
      {
        file: E2E,
        name: 'nodes are not all alike > none that answers (%s) is no room',
        given: "['nulls', 'minus_one']",
      },
    ],
    mended: [
      [MEASURE, 'measureCluster'],
      ['src/clients/sql/usage.ts', 'readNodeUsage'],
    ],
    sister: history('usage', 'clusterUsageUnavailable'),
  },
  {
    seen: 'The fullest node had fallen silent, and neither an alert nor an expansion came.',
    right: 'The silent node is named, and the expansion is refused until it answers.',
    held: [
      {
        file: E2E,
        name: 'nodes are not all alike > a silent one (%s) is named',
        given: "['nulls', 'minus_one']",
      },
      {
        file: WATCHED,
        name: 'a node that hangs is named, counts for nothing, and is no reason to call the others idle',
      },
    ],
    mended: [[MEASURE, 'incompleteRefusal']],
    sister: expansions,
  },
  {
    seen: 'A full node was not seen beside others with much larger disks.',
    right: 'Each node counts by its own size.',
    held: [{ file: E2E, name: 'nodes are not all alike > the fullest counts by its own size' }],
    mended: [NEEDED],
    sister: expansions,
  },
  {
    seen: 'A dedicated master with a small disk gave an alert, and was added to the sums.',
    right: 'Masters are kept apart.',
    held: [
      {
        file: E2E,
        name: 'nodes are not all alike > dedicated masters have small disks, and that says nothing',
      },
      {
        file: 'test/clients/sql/usage.test.ts',
        name: 'dedicated masters are told apart from nodes with data',
      },
    ],
    mended: [['src/clients/sql/usage.ts', 'readNodeUsage']],
    sister: expansions,
  },
  {
    seen: 'An alert at 96 percent stayed silent until midnight although the expansion failed five minutes later.',
    right: 'A remedy that fails makes it news again.',
    held: [
      {
        file: WATCHED,
        name: 'an expansion that fails makes a storage alert news again, and each limit is its own alert',
      },
    ],
    mended: [['src/monitoring/remedies.ts', 'failedRemedy']],
    sister: history('usage', 'storageRunningLow'),
  },
  {
    seen: 'A limit of free storage had been told, so that passing 80 percent was not, and the first said “80 percent” at 55.',
    right: 'Each limit is an alert of its own and says its own.',
    held: [
      {
        file: WATCHED,
        name: 'a limit that is passed after the other is told as well, and each says its own',
      },
    ],
    mended: [['src/monitoring/storage-running-low.trigger.ts', 'storageRunningLow']],
    sister: history('usage', 'storageRunningLow'),
  },
  {
    seen: 'A cluster that sleeps every night when its backup is due had none for a week, and nobody was told.',
    right: 'Once two due times were missed the age of the last backup counts.',
    held: [
      {
        file: OVERDUE,
        name: 'a cluster that sleeps whenever its backup is due is told, with the age of the last one',
      },
    ],
    mended: [OVERDUE_BACKUP],
    sister: history('backups', 'backupOverdue'),
  },
  {
    seen: 'A suspension that failed each day excused the missing backups for ever.',
    right: 'Only what succeeded begins the waiting anew.',
    held: [{ file: OVERDUE, name: 'what failed begins no waiting anew' }],
    mended: [OVERDUE_BACKUP],
    sister: history('backups', 'backupOverdue'),
  },
  {
    seen: 'A cluster last seen GREEN three days ago was taken for healthy.',
    right: 'A status that nobody has reported for an hour is told.',
    held: [
      {
        file: UNHEALTHY,
        name: 'Cluster Unhealthy > a status that nobody has reported for an hour is told, whatever it says',
      },
    ],
    mended: [UNHEALTHY_TRIGGER],
    sister: history('clusters', 'clusterUnhealthy'),
  },
  {
    seen: 'A cluster was unreachable for three days, excused by a resume that hung.',
    right: 'An operation excuses no longer than it takes.',
    held: [
      {
        file: UNHEALTHY,
        name: 'Cluster Unhealthy > a resume that hangs excuses a cluster no longer than a resume takes',
      },
    ],
    mended: [[LIMITS, 'operationUnderway']],
    sister: history('clusters', 'clusterUnhealthy'),
  },
  {
    seen: 'YELLOW during an upgrade used up the alert of the day, and the real one was not told.',
    right: 'During an operation yellow is quiet unless it is wanted, and does not use up the day.',
    held: [
      {
        file: UNHEALTHY,
        name: 'Cluster Unhealthy > yellow during an upgrade is quiet, and does not use up the day',
      },
    ],
    mended: [UNHEALTHY_TRIGGER],
    sister: history('clusters', 'clusterUnhealthy'),
  },
  {
    seen: 'An operation that had hung for five days kept every step from asking the cloud at all.',
    right: 'The cloud is asked, and takes the change or refuses it itself.',
    held: [
      {
        file: E2E,
        name: 'operations > one that hangs for days does not keep the cloud from being asked',
      },
    ],
    mended: [[LIMITS, 'operationUnderway']],
    sister: history('clusters', 'clusterUnhealthy'),
  },
  {
    seen: 'One cluster whose backups could not be read failed the trigger for all of them.',
    right: 'The others are told; it is an error only when none could be asked.',
    held: [
      { file: OVERDUE, name: 'one cluster that cannot be asked hides none of the others' },
      {
        file: 'test/kit/run/each-in-time.test.ts',
        name: 'one that is %s hides none of the others',
        given: "'no_answer'",
      },
    ],
    mended: [EACH],
    sister: onePlace,
  },
  {
    seen: 'One cluster whose operations could not be read failed the trigger for all of them.',
    right: 'The others are told; it is an error only when none could be asked.',
    held: [
      {
        file: E2E,
        name: 'operations > one cluster that cannot be asked hides none of the others',
      },
    ],
    mended: [EACH],
    sister: onePlace,
  },
  {
    seen: 'One organization whose figures did not come failed the spending alert of all.',
    right: 'The others are told; it is an error only when none could be asked.',
    held: [
      {
        file: 'test/e2e/finance.test.ts',
        name: 'one organization whose figures do not come hides no other',
      },
    ],
    mended: [EACH],
    sister: onePlace,
  },
  {
    seen: 'A normal upgrade of five nodes was called long after five minutes.',
    right: 'What is long depends on the kind of the operation and on the number of nodes.',
    held: [
      {
        file: 'test/vocabulary/clusters/operation-limits.test.ts',
        name: 'what takes long depends on the kind and on the number of nodes',
        given: "longMinutes('UPGRADE', 5)",
      },
    ],
    mended: [[LIMITS, 'longMinutes']],
    sister: history('operations', 'clusterOperationRunningLong'),
  },
  {
    seen: 'Scaling from three nodes to two showed no obstacle while one node was away with its data.',
    right: 'It is refused while fewer nodes answer than there are.',
    held: [
      { file: E2E, name: 'nodes are not taken away from what needs them > while one is away' },
    ],
    mended: [[MEASURE, 'incompleteRefusal']],
    sister: expansions,
  },
  {
    seen: 'Scaling to one node showed no obstacle for tables with two replicas.',
    right: 'The tables are asked for by SQL, and it is refused.',
    held: [
      {
        file: E2E,
        name: 'nodes are not taken away from what needs them > when a table has more copies than there would be nodes',
      },
    ],
    mended: [SAFETY],
    sister: spared,
  },
  {
    seen: 'Scaling down showed no obstacle although each node would have had more than 1,000 shards.',
    right: 'The shards are counted by SQL, and it is refused.',
    held: [
      {
        file: E2E,
        name: 'nodes are not taken away from what needs them > when more shards than are allowed would stand on each',
      },
    ],
    mended: [SAFETY, ['src/clients/sql/layout.ts', 'readMaxShardsPerNode']],
    sister: spared,
  },
  {
    seen: 'The preview of a scaling down or an upgrade showed no obstacle for a cluster that was RED.',
    right: 'Only a healthy cluster can spare a node, and the preview says so.',
    held: [
      {
        file: E2E,
        name: 'nodes are not taken away from what needs them > while the cluster is not well, which a preview tells as well',
      },
    ],
    mended: [SAFETY, ['src/clusters/safety.ts', 'healthRefusal']],
    sister: spared,
  },
  {
    seen: 'The figures of March, still served on April 1, gave the alert of April.',
    right: 'What the rate cannot have made since the month began is passed over.',
    held: [
      {
        file: 'test/e2e/finance.test.ts',
        name: 'what the month before has cost is not told as this month’s, however long it is served',
      },
    ],
    mended: [['src/vocabulary/spending.ts', 'toSpending']],
    sister: history('money', 'spendingOverLimit'),
  },
  {
    seen: 'A database that answered 503, 400 or 401 was told as one whose allowlist leaves Zapier out.',
    right: 'Only silence can mean that, and not where the list lets everybody in.',
    held: [
      {
        file: REASONS,
        name: 'the reason is what was answered, and an allowlist only where nothing was > %s',
        given: "'503'",
      },
      {
        file: REASONS,
        name: 'the reason is what was answered, and an allowlist only where nothing was > that is left out by its allowlist is silent',
      },
    ],
    mended: [REACH],
    sister: history('usage-world', 'intercepted'),
  },
  {
    seen: 'A healthy cluster without Grand Central was said not to exist any more.',
    right: 'It says that Grand Central is off; gone is only what the API itself calls gone.',
    held: [
      {
        file: REASONS,
        name: 'a cluster without Grand Central is no deleted one, with %i',
        given: '400, 404',
      },
    ],
    mended: [REACH],
    sister: history('usage-world', 'no_grand_central'),
  },
  {
    seen: 'A user without privileges, to whom the schema sys is unknown, was told to try again in a few minutes.',
    right: 'It says that it is not allowed, and what to do.',
    held: [
      {
        file: REASONS,
        name: 'the reason is what was answered, and an allowlist only where nothing was > %s',
        given: "Schema 'sys' unknown",
      },
    ],
    mended: [['src/clients/sql/error-codes.ts', 'kindOfError'], REACH],
    sister: history('usage-world', 'no_privilege'),
  },
  {
    seen: 'A statement that was killed, or too large for the memory, was sent four times.',
    right: 'What the cluster gave up on is not sent again, and neither is a malformed token.',
    held: [
      {
        file: 'test/clients/sql/client.test.ts',
        name: 'what the cluster gave up on is not asked for again: %s',
        given: "'JobKilledException[Job killed.]', 5005",
      },
      {
        file: 'test/clients/sql/client.test.ts',
        name: 'what is no token is not tried again: %s',
      },
    ],
    mended: [['src/clients/sql/error-codes.ts', 'kindOfError']],
    sister: recorded,
  },
  {
    seen: 'A cluster whose settings let nobody in from there was told to be upgraded.',
    right: 'It says that the host is refused.',
    held: [
      {
        file: REASONS,
        name: 'the reason is what was answered, and an allowlist only where nothing was > %s',
        given: "'a host that is refused'",
      },
    ],
    mended: [['src/clients/sql/error-codes.ts', 'kindOfText'], REACH],
    sister: history('usage-world', 'host_refused'),
  },
  {
    seen: 'A project admin who may measure no cluster watched all of them, and nothing was ever told.',
    right: 'That no cluster can be measured is an error that says why.',
    held: [
      {
        file: WATCHED,
        name: 'where no cluster can be measured, watching all of them is an error that says why',
      },
    ],
    mended: [['src/monitoring/watched-usage.ts', 'measuredOnly']],
    sister: history('usage', 'storageRunningLow'),
  },
];
