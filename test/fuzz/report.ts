/** What is told at the end. */
import type { Tally } from './play-cases.ts';
import type { WayName } from './ways-in.ts';

const WAYS: WayName[] = ['taped', 'by schema'];

/** Steps for which a generator was of no use: their example goes on after its first request, and no case did. */
export function shallow(tallies: readonly Tally[]): string[] {
  return tallies
    .filter(({ requests: { all, reached } }) => all > 1 && reached <= 1)
    .map(({ key, way }) => `${key} never got past its first request, ${way}`);
}

export function summary(tallies: readonly Tally[]): string {
  const wrong = sum(tallies, ({ wrong }) => wrong.length);
  const steps = new Set(tallies.map(({ key }) => key)).size;
  return [
    '',
    ...WAYS.flatMap((way) =>
      ofWay(
        way,
        tallies.filter((tally) => tally.way === way),
      ),
    ),
    '',
    `Fuzz: ${steps} steps, ${sum(tallies, ({ cases }) => cases)} cases, ${crashes(tallies)} crashes, ${wrong} things wrong`,
  ].join('\n');
}

function ofWay(way: WayName, tallies: readonly Tally[]): string[] {
  const creates = tallies.filter(({ isCreate }) => isCreate);
  const errors = new Map<string, number>();
  for (const [kind, count] of tallies.flatMap((tally) => Object.entries(tally.errors))) {
    errors.set(kind, (errors.get(kind) ?? 0) + count);
  }
  const failed = [...errors].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const [all, reached] = [
    sum(tallies, ({ requests }) => requests.all),
    sum(tallies, ({ requests }) => requests.reached),
  ];
  const missing = tallies.filter(({ requests }) => requests.reached < requests.all);
  const still = creates.filter(({ changing }) => changing === 0);
  const empty = tallies.filter(({ giving }) => giving === 0);
  return [
    `${way}: ${tallies.length} steps, ${sum(tallies, ({ cases }) => cases)} cases, ${sum(tallies, ({ items }) => items)} items given; errors: ${failed || 'none'}`,
    `  depth: ${reached} of ${all} kinds of requests reached${names(missing)}`,
    `  ${creates.length - still.length} of ${creates.length} creates asked for their change, in ${sum(creates, ({ changing }) => changing)} cases${names(still)}`,
    `  ${tallies.length - empty.length} of ${tallies.length} steps gave something, in ${sum(tallies, ({ giving }) => giving)} cases${names(empty)}`,
  ];
}

const crashes = (tallies: readonly Tally[]) => sum(tallies, ({ errors }) => errors.crash ?? 0);

const names = (tallies: readonly Tally[]) =>
  tallies.length === 0 ? '' : `; not all: ${tallies.map(({ key }) => key).join(', ')}`;

const sum = <T>(all: readonly T[], of: (one: T) => number) =>
  all.reduce((total, one) => total + of(one), 0);
