/** What a scenario is made of: a tiny CrateDB Cloud that holds the truth, and what the promise makes of it. */
import type { Item } from '../../sandbox/zapier/index.ts';
import type { Random } from './random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** More than this in one poll have to wait or are past, as docs/triggers.md says. */
export const MOST = 100;

/** A moment: when it really is, and what the server's clock says (both in milliseconds). */
export type Moment = { at: number; now: number };

/** Something that is to be told: what it is about in truth, and the identity it is promised to have. */
export type Due = { truth: string; id: string };

/** An answer that is not JSON with status 200. */
type Other = { status: number; text: string } | 'cut';

export type Question = Moment & {
  /** Without `/api/v2`; `/sql/<cluster id>` for a statement. */
  path: string;
  query: URLSearchParams;
  /** Of a statement, its text; blank else. */
  statement: string;
  /** Of a statement, its values. */
  args: unknown[];
  /** Where a cluster's SQL is reached. */
  sqlUrl(clusterId: string): string;
};

export type World = {
  input: Record<string, unknown>;
  /** What happens from one moment until another, in true milliseconds. */
  live(from: number, to: number): void;
  /** The reply to a GET; undefined is a 404. */
  answer(question: Question): unknown;
  /** What a poll must give at that moment, the newest or most urgent first. */
  due(moment: Moment): Due[];
  /** So many of what is due fit into one answer for sure; all of it unless said. */
  fitting?: number;
  /** What it may tell besides, where something that was to be read did not answer. */
  may?(moment: Moment): Due[];
  /** True when a poll has to end with an error, although nothing was spoilt. */
  mustFail?(moment: Moment): boolean;
  /** What a told item is about, read from anything but its id. */
  truthOf(item: Item): string;
  /** After a poll that did not fail, though some of its requests may have. */
  polled?(moment: Moment): void;
  /**
   * Whether the failure of that path may hide what is due: among many organizations or clusters, one that
   * does not answer hides no other. When none answers, the poll has to fail.
   */
  bears?(truth: string, path: string): boolean;
  /** Zapier's cache was lost. */
  forget?(): void;
  /** Everything that a Zap switched on at `since` must have told by now, whatever the polls did. */
  mustHaveTold?(since: number, moment: Moment): string[];
};

export type Scenario = {
  /** As in docs/triggers.md. `whole`: new, with the whole list every time. */
  kind: 'new' | 'whole' | 'event' | 'alert';
  world(random: Random, start: number): World;
  /** The output that tells items apart; `id` without it. */
  identity?: string;
  /** Alerts come with the most urgent first: the smaller, the more urgent; null where that is not known. */
  order?(item: Item): number | null;
  /** Requests that faults may hit; by default all. */
  mayFail?(path: string): boolean;
};

export class OtherReply {
  readonly reply: Other;
  constructor(reply: Other) {
    this.reply = reply;
  }
}

/** What was answered in the latest poll: the trigger knows of nothing else. */
export function answers() {
  const ids = new Set<string>();
  let latest = Number.NaN;
  return {
    note(at: number, id: string | undefined) {
      if (at !== latest) ids.clear();
      latest = at;
      if (id !== undefined) ids.add(id);
    },
    has: (at: number, id: string) => at === latest && ids.has(id),
  };
}

/** A time as the API writes it. */
export const iso = (at: number) => new Date(at).toISOString().replace('Z', '000+00:00');

/** A time as steps give it. */
export const told = (at: number) => new Date(at).toISOString();

export const dc = (created: number, modified = created) => ({
  created: iso(created),
  modified: iso(modified),
});

export const period = (now: number, repeat: unknown) =>
  told(now).slice(0, repeat === 'hour' ? 13 : repeat === 'month' ? 7 : 10);

/** Times of things that happen between two moments, at so many an hour. */
export function timesBetween(random: Random, from: number, to: number, perHour: number): number[] {
  const count = Math.floor(((to - from) / HOUR) * perHour + random.next());
  return Array.from({ length: count }, () => Math.floor(random.between(from + 1, to))).sort(
    (a, b) => a - b,
  );
}

/** Most things show at once; some only a poll or two later. */
export const delay = (random: Random) => (random.chance(0.3) ? random.between(0, 30 * MINUTE) : 0);

/** Now and then there is far more than one poll can give. */
export const isBig = (random: Random, share = 0.02) => random.chance(share);

export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Organizations and projects that names are read from. */
export function places(random: Random, count = 2) {
  const organizations = many(count, (index) => ({
    id: random.id(),
    name: `Organization ${index}`,
    role_fqn: 'org_admin',
    dc: dc(Date.UTC(2025, 0, index + 1)),
  }));
  const projects = organizations.map((organization, index) => ({
    id: random.id(),
    name: `project ${index}`,
    organization_id: organization.id,
    region: `region-${index}`,
    dc: dc(Date.UTC(2025, 1, index + 1)),
  }));
  const answer = (path: string): unknown => {
    if (path === '/organizations/') return organizations;
    return path === '/projects/' ? projects : undefined;
  };
  return { organizations, projects, answer };
}

/** The organization's id in a path such as `/organizations/<id>/quotas/`. */
export const idIn = (path: string) => path.split('/')[2] ?? '';
