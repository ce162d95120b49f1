/** A report in plain parts, before it takes a form. */
import { HOUR_MS } from '../../base/time.ts';
import { hasFailed } from '../../clients/cloud/clusters.ts';
import { counted, firstOf } from '../../kit/text.ts';
import { METRICS } from '../metrics.ts';
import { toUsageRecord } from '../usage-record.ts';
import { type ClusterFacts, type Facts, failedOf } from './facts.ts';
import type { SpendingFacts } from './spending.ts';

export type ReportLine = {
  name: string;
  status: string;
  /** Percent of the fullest node's storage; null when nobody knows. */
  percent: number | null;
  /** What stands beside the bar: free storage, days left, failures, or why nothing is known. */
  details: string[];
  isBad: boolean;
};

export type ReportDocument = {
  title: string;
  period: string;
  /** How it is, in a sentence or two. */
  verdict: string;
  lines: ReportLine[];
  facts: { label: string; value: string }[];
  leftOut: string[];
};

/** A backup older than this is worth a word. */
const BACKUP_HOURS = 26;

/** Storage at which a line is marked. */
const FULL = 85;

export function toDocument(facts: Facts, title: string): ReportDocument {
  const lines = facts.clusters.map((each) => toLine(each, facts.window.to)).sort(worstFirst);
  return {
    title,
    period: `${day(facts.window.from)} to ${day(facts.window.to)} (UTC)`,
    verdict: verdictOf(lines, facts),
    lines,
    facts: factsOf(facts),
    leftOut: facts.leftOut,
  };
}

const day = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');

function toLine(facts: ClusterFacts, now: Date): ReportLine {
  const { cluster, growth } = facts;
  const { measured, message } = facts.counted;
  const status = cluster.health.status ?? 'UNKNOWN';
  const usage = measured && toUsageRecord(measured);
  const percent = usage?.storage_used_percent ?? null;
  const failed = failedOf(facts);
  const backup = backupWord(facts, now);
  const details = [
    ...(measured ? [] : [message]),
    ...(usage?.storage_free_gib_least == null ? [] : [`${usage.storage_free_gib_least} GiB free`]),
    ...(usage?.cpu_percent == null ? [] : [`${METRICS.cpu_percent.name} ${usage.cpu_percent} %`]),
    ...(usage?.silent_nodes == null ? [] : [`nothing known of ${usage.silent_nodes}`]),
    ...(growth ? [growthWord(growth)] : []),
    ...(failed > 0 ? [counted(failed, 'failed operation')] : []),
    ...(backup === null ? [] : [backup]),
  ];
  const isAsleep = status === 'SUSPENDED' || cluster.suspended === true;
  const isWell =
    isAsleep || (status === 'GREEN' && measured !== null && usage?.silent_nodes == null);
  return {
    name: cluster.name ?? cluster.id,
    status: isAsleep ? 'SUSPENDED' : status,
    percent,
    details,
    isBad: !isWell || (percent ?? 0) >= FULL || failed > 0,
  };
}

function growthWord({ perDay, daysLeft }: { perDay: number; daysLeft: number | null }): string {
  const sign = perDay > 0 ? '+' : '';
  const left = daysLeft === null ? '' : `, ${counted(daysLeft, 'day')} until ${FULL} %`;
  return `${sign}${perDay} % a day${left}`;
}

function backupWord({ newestBackup, cluster }: ClusterFacts, now: Date): string | null {
  if (newestBackup === undefined || cluster.suspended === true) return null;
  if (newestBackup === null) return 'no backup';
  const hours = Math.floor((now.getTime() - newestBackup.getTime()) / HOUR_MS);
  return hours > BACKUP_HOURS ? `newest backup ${hours} hours old` : null;
}

/** What needs a look first; among those alike, the fullest. */
function worstFirst(one: ReportLine, other: ReportLine): number {
  return Number(other.isBad) - Number(one.isBad) || (other.percent ?? -1) - (one.percent ?? -1);
}

function verdictOf(lines: readonly ReportLine[], { clusters }: Facts): string {
  const bad = lines.filter(({ isBad }) => isBad);
  const unknown = clusters.filter((each) => each.counted.measured === null).length;
  const first =
    bad.length === 0
      ? lines.length === 1
        ? `${lines[0]?.name} is well.`
        : `All ${lines.length} clusters are well.`
      : `${bad.length} of ${counted(lines.length, 'cluster')} ${bad.length === 1 ? 'needs' : 'need'} a look: ${bad
          .slice(0, 5)
          .map(({ name }) => name)
          .join(', ')}${bad.length > 5 ? ' and others' : ''}.`;
  return unknown === 0 ? first : `${first} ${unknown} could not be measured.`;
}

function factsOf(facts: Facts): ReportDocument['facts'] {
  const operations = facts.clusters.flatMap((each) => each.operations ?? []);
  const failed = operations.filter(({ status }) => hasFailed(status)).length;
  const newest = facts.clusters.flatMap(({ newestBackup }) => newestBackup ?? []);
  const restore = newest.reduce<Date | null>(
    (best, each) => (best && best > each ? best : each),
    null,
  );
  const list = (names: readonly string[]) => (names.length === 0 ? 'none' : firstOf(names));
  return [
    { label: 'Operations', value: `${operations.length}, of which ${failed} failed` },
    { label: 'Newest restore point', value: restore ? `${day(restore)} UTC` : 'none known' },
    ...(facts.people
      ? [
          { label: 'Users added', value: list(facts.people.added) },
          { label: 'Users removed', value: list(facts.people.removed) },
        ]
      : []),
    ...(facts.keysEnding
      ? [{ label: 'API keys that end within two weeks', value: String(facts.keysEnding.length) }]
      : []),
    ...(facts.spending ? spendingLines(facts.spending) : []),
  ];
}

/** What the comparison rests on is said: this month's figures go on, and invoices may have other days. */
function spendingLines({ soFar, expected, lastMonth, changePercent }: SpendingFacts) {
  const dollars = (amount: number) => `${amount.toFixed(2)} US dollars`;
  const end =
    expected === null ? '' : `; ${dollars(expected)} by its end, if it goes on at the present rate`;
  const change =
    changePercent === null
      ? ''
      : `; this month is expected to be ${Math.abs(changePercent)} % ${changePercent < 0 ? 'lower' : 'higher'}`;
  return [
    { label: 'Spent this month, before credits', value: `${dollars(soFar)}${end}` },
    ...(lastMonth
      ? [
          {
            label: 'Spent last month, before discounts',
            value: `${dollars(lastMonth.amount)}, by the invoices of ${lastMonth.from.slice(0, 10)} to ${lastMonth.to.slice(0, 10)}${change}`,
          },
        ]
      : []),
  ];
}
