/** What Zapier hands over is not what was typed: words, numbers, lists and names as people and agents write them. */
import type { Report } from './report.ts';
import { anyList, missingReference, property, sameText, wrongValue } from './sisters.ts';

const WRITTEN = 'test/e2e/as-it-is-written.test.ts';
const READ_INPUT = ['src/kit/fields/read.ts', 'readInput'] as const;
const RANGES = 'src/vocabulary/ip-ranges.ts';
const CHOOSE = 'src/kit/choose.ts';

export const INPUTS: readonly Report[] = [
  {
    seen: 'An API key was deleted although the confirmation said “Denied”.',
    right: 'Nothing but what the confirmation asks for deletes it; every other word is refused.',
    held: [
      {
        file: WRITTEN,
        name: 'an API key is deleted by nothing but its confirmation',
        given: "'Denied'",
      },
    ],
    mended: [['src/kit/destructive.ts', 'checkConfirmation'], READ_INPUT],
    sister: wrongValue('Denied'),
  },
  {
    seen: 'A cluster was opened to everybody because “0.0” was taken for a yes.',
    right: 'Only a yes opens it; any other word is refused.',
    held: [
      {
        file: WRITTEN,
        name: 'a switch permits only what it says > %j opens no cluster',
        given: "'0.0'",
      },
    ],
    mended: [READ_INPUT],
    sister: wrongValue('0.0'),
  },
  {
    seen: 'A cluster lost a node although “Denied” stood where fewer nodes are allowed.',
    right: 'Only a yes allows fewer nodes; any other word is refused.',
    held: [
      {
        file: WRITTEN,
        name: 'a switch permits only what it says > %j takes no node away',
        given: "'Denied'",
      },
    ],
    mended: [READ_INPUT],
    sister: wrongValue('Denied'),
  },
  {
    seen: 'Node 0 was restarted where data-hot-2 was meant.',
    right: 'A node is named by its number or by its name.',
    held: [
      {
        file: WRITTEN,
        name: 'a node is named by its number or its name > %j',
        given: "['data-hot-2', 'node 2 restarted']",
      },
    ],
    mended: [['src/clusters/restart-cluster-node.create.ts', 'restartClusterNode']],
    sister: property(
      WRITTEN,
      'a node is named by its number or its name > each has several names',
      'DATA-HOT-',
    ),
  },
  {
    seen: 'A size of “1,024” was read as 1, and the step said that there was nothing to do.',
    right: 'It is 1024, and so is “1024 GiB”; “60 %” is a percentage.',
    held: [
      {
        file: WRITTEN,
        name: 'a size is read as it is written > %j',
        given: "['1,024', '1024 GiB per node']",
      },
      {
        file: WRITTEN,
        name: 'a size is read as it is written > a percentage with its sign',
        given: "'60 %'",
      },
    ],
    mended: [['src/kit/fields/amount.ts', 'readAmount']],
    sister: property(
      'test/kit/fields/amount.test.ts',
      'a number is read however it was written by rule',
      'en-US',
    ),
  },
  {
    seen: 'A spending limit of “1,000” gave an alert at one dollar.',
    right: 'It is a thousand dollars, with or without the sign of the dollar.',
    held: [
      { file: WRITTEN, name: 'money > %j is a thousand', given: "'1,000'" },
      { file: WRITTEN, name: 'money > %j is four hundred', given: "'$ 400.00'" },
    ],
    mended: [['src/kit/fields/amount.ts', 'readAmount']],
    sister: property(
      'test/kit/fields/amount.test.ts',
      'a number is read however it was written by rule',
      'de-DE',
    ),
  },
  {
    seen: 'The newest backup was found where the one before “n/a” was asked for.',
    right: 'What is no time is refused, and the time that was understood is an output.',
    held: [{ file: WRITTEN, name: 'a time that is none finds no backup', given: "'n/a'" }],
    mended: [['src/kit/fields/time.ts', 'readIsoTime']],
    sister: wrongValue('2026-02-30'),
  },
  {
    seen: 'A trigger for the quotas “FILES,CLUSTERS” never fired and never failed.',
    right: 'A list is taken with commas and in any case, and a quota that nobody has is refused.',
    held: [
      {
        file: WRITTEN,
        name: 'a list is taken as text with commas, in JSON, and without case > quotas: %j',
        given: "'FILES,CLUSTERS'",
      },
      {
        file: WRITTEN,
        name: 'a list is taken as text with commas, in JSON, and without case > a quota that nobody has is refused',
      },
    ],
    mended: [
      ['src/kit/fields/list.ts', 'itemsOf'],
      [CHOOSE, 'knownWords'],
    ],
    sister: missingReference,
  },
  {
    seen: 'A trigger for the subscription states “terminated,suspended” never fired.',
    right: 'Each of the states fires, whatever their case.',
    held: [
      {
        file: WRITTEN,
        name: 'a list is taken as text with commas, in JSON, and without case > subscription states: %j',
        given: "'terminated,suspended'",
      },
    ],
    mended: [['src/kit/fields/list.ts', 'itemsOf']],
    sister: anyList,
  },
  {
    seen: 'A trigger for the audit actions “project.create,organization.add_user” never fired.',
    right: 'Each of the actions fires, written in upper case as well.',
    held: [
      {
        file: WRITTEN,
        name: 'a list is taken as text with commas, in JSON, and without case > audit actions: %j',
        given: "'project.create,organization.add_user'",
      },
    ],
    mended: [['src/kit/fields/list.ts', 'itemsOf']],
    sister: anyList,
  },
  {
    seen: 'Somebody stayed in the organization because their email was pasted with a zero-width space.',
    right: 'What is not seen makes no difference: the person is found and removed.',
    held: [{ file: WRITTEN, name: 'a person is found behind characters that nobody sees' }],
    mended: [['src/kit/text.ts', 'visible']],
    sister: sameText,
  },
  {
    seen: 'An organization whose name has an accent of its own character was made a second time.',
    right: 'Names that look the same are the same.',
    held: [
      {
        file: WRITTEN,
        name: 'names are compared as they look > an accent is the same in one character and in two',
      },
    ],
    mended: [
      ['src/kit/text.ts', 'folded'],
      [CHOOSE, 'named'],
    ],
    sister: sameText,
  },
  {
    seen: 'A project whose name ends with a space was not found, and got a twin.',
    right: 'It is found, and nothing is made.',
    held: [
      {
        file: WRITTEN,
        name: 'names are compared as they look > a space behind a name makes no other project of it',
      },
    ],
    mended: [[CHOOSE, 'named']],
    sister: sameText,
  },
  {
    seen: 'The table doc.Orders was restored where doc.orders was asked for.',
    right:
      'What is written just so comes first, and another case only when there is one such table.',
    held: [
      {
        file: WRITTEN,
        name: 'names are compared as they look > what is written just so comes before what differs by case',
      },
    ],
    mended: [[CHOOSE, 'closest']],
    sister: property(
      'test/kit/choose.test.ts',
      'of names that differ by case alone the one that is written so is chosen, and each by its id',
      'orders',
    ),
  },
  {
    seen: 'The address ::ffff:192.0.2.44 became an entry of IPv6 that lets nobody in.',
    right: 'It is 192.0.2.44/32.',
    held: [
      {
        file: WRITTEN,
        name: 'two halves of the addresses are everybody > and an IPv4 address in the form of IPv6 is what it is',
      },
    ],
    mended: [[RANGES, 'tryRange']],
    sister: property(
      'test/vocabulary/ip-ranges.test.ts',
      'reading a range > every IPv4 range survives being written and read',
      '::ffff:',
    ),
  },
  {
    seen: 'Everybody was let in by 0.0.0.0/1 and 128.0.0.0/1, without the switch for that.',
    right: 'Ranges that are everybody when taken together need the switch.',
    held: [
      {
        file: WRITTEN,
        name: 'two halves of the addresses are everybody > %j',
        given: "[['0.0.0.0/1', '128.0.0.0/1']]",
      },
    ],
    mended: [[RANGES, 'isEverybody']],
    sister: property(
      'test/vocabulary/ip-ranges.test.ts',
      'reading a range > all addresses stay everybody however they are cut into halves',
      '0.0.0.0/0',
    ),
  },
  {
    seen: 'A preview of an upgrade to the version “latest” showed no obstacle.',
    right: 'It says beforehand that this is no version.',
    held: [{ file: WRITTEN, name: 'the version %j is refused beforehand', given: "'latest'" }],
    mended: [['src/clusters/upgrade-cluster.create.ts', 'upgradeCluster']],
    sister: property(WRITTEN, 'whatever is no version is refused beforehand', 'upgrade_cluster'),
  },
  {
    seen: 'Expanding to 32 GiB said “32 GiB per node” of a cluster that has 64.',
    right: 'It tells what the cluster has afterwards, which is 64.',
    held: [
      {
        file: WRITTEN,
        name: 'a size is read as it is written > one that is smaller than what there is leaves what there is',
      },
    ],
    mended: [['src/clusters/expand-cluster-storage.create.ts', 'expandClusterStorage']],
    sister: property(
      WRITTEN,
      'a size is read as it is written > whatever size is asked for, it tells what the cluster has afterwards',
      'expand_cluster_storage',
    ),
  },
  {
    seen: 'A search for clusters in “West Europe (Azure)” found none, and one in a region that does not exist as well.',
    right:
      'A region is found by its label; a reference that is not there is an error that names what there is.',
    held: [
      {
        file: WRITTEN,
        name: 'what is chosen must exist > what is chosen by its label in the console is found',
      },
      {
        file: WRITTEN,
        name: 'what is chosen must exist > %s %j',
        given: "['find_cluster_usage', { cluster_id: 'nowhere' }",
      },
    ],
    mended: [
      [CHOOSE, 'noSuch'],
      ['src/vocabulary/regions.ts', 'chosenRegion'],
    ],
    sister: missingReference,
  },
  {
    seen: 'The id of an organization in upper case was called unknown.',
    right: 'Ids are taken in any case.',
    held: [
      { file: WRITTEN, name: 'names are compared as they look > ids are taken in upper case' },
    ],
    mended: [[CHOOSE, 'choose']],
    sister: property(
      'test/kit/choose.test.ts',
      'of names that differ by case alone the one that is written so is chosen, and each by its id',
      'orders',
    ),
  },
];
