import type { Random } from '../random.ts';
import {
  DAY,
  type Due,
  dc,
  HOUR,
  idIn,
  iso,
  MOST,
  many,
  period,
  places,
  type Scenario,
} from '../world.ts';
import { appearing, byId, lasting, newestFirst, recent, type Thing } from './appearing.ts';
import { wanders } from './wandering.ts';

/** Who joins an organization sees it from then on, however old it is. */
export const newOrganization: Scenario = {
  kind: 'whole',
  world(random, start) {
    const list = appearing(random, start, (thing) => ({
      ...thing,
      name: `Organization ${thing.id}`,
      created: random.chance(0.4) ? thing.happened - random.between(0, 900 * DAY) : thing.happened,
    }));
    return {
      input: {},
      live: list.live,
      answer: ({ path, at }) =>
        path === '/organizations/'
          ? list.shown(at).map(({ id, name, created }) => ({ id, name, dc: dc(created) }))
          : undefined,
      due: ({ at }) => byId(list.shown(at)),
      truthOf: (item) => String(item.name).replace('Organization ', ''),
      mustHaveTold: (since, moment) => lasting(list.things, since, moment).map(({ id }) => id),
    };
  },
};

export const newProject: Scenario = {
  kind: 'new',
  world(random, start) {
    const { organizations, answer } = places(random);
    const list = appearing(random, start, (thing) => ({
      ...thing,
      owner: random.pick(organizations).id,
    }));
    const chosen = random.chance(0.3) ? organizations[0] : undefined;
    const shown = (at: number) =>
      list.shown(at).filter(({ owner }) => !chosen || owner === chosen.id);
    return {
      input: chosen ? { organization_id: chosen.id } : {},
      live: list.live,
      answer: ({ path, at }) =>
        path.endsWith('/projects/')
          ? shown(at).map((one) => ({
              id: one.id,
              name: `project ${one.id}`,
              organization_id: one.owner,
              region: 'region-0',
              dc: dc(one.happened),
            }))
          : answer(path),
      due: ({ at, now }) => byId(recent(newestFirst(shown(at)), now)),
      truthOf: (item) => String(item.name).replace('project ', ''),
    };
  },
};

/** API: newest first; the next page is asked for with `last`, the oldest entry so far. */
const PAGE = 20;

type Event = Thing & {
  organization: string;
  action: string;
  actor: string | null;
  cluster: string | null;
};

const ACTIONS = ['project.create', 'cluster.scale', 'organization.add_user', 'cluster.delete'];

export const newAuditEvent: Scenario = {
  kind: 'event',
  world(random, start) {
    const { organizations, answer } = places(random);
    const actors = [random.id(), random.id(), null];
    /** Known to the log alone, for it is deleted. */
    const deleted = random.chance(0.3) ? random.id() : undefined;
    const log = appearing<Event>(
      random,
      start,
      (thing) => ({
        ...thing,
        gone: Number.POSITIVE_INFINITY,
        organization: random.pick(organizations).id,
        action: random.pick(ACTIONS),
        actor: random.pick(actors),
        cluster: random.chance(0.5) ? (deleted ?? null) : null,
      }),
      { perHour: 2 },
    );
    const actions = random.chance(0.3) ? ACTIONS.slice(0, random.whole(1, 3)) : [];
    const actor = random.chance(0.2) ? actors[0] : undefined;
    const isWanted = (event: Event) =>
      (actions.length === 0 || actions.includes(event.action)) &&
      (!actor || event.actor === actor) &&
      (!deleted || event.cluster === deleted);
    return {
      input: { actions, ...(actor ? { actor } : {}), ...(deleted ? { cluster_id: deleted } : {}) },
      live: log.live,
      answer({ path, query, at }) {
        if (path === '/clusters/' || path.endsWith('/users/')) return [];
        if (!path.endsWith('/auditlogs/')) return answer(path);
        const from = Date.parse(query.get('from') ?? '');
        const action = query.get('action');
        const cluster = query.get('cluster_id');
        const events = newestFirst(log.shown(at))
          .filter(({ organization }) => organization === idIn(path))
          .filter(({ happened }) => Number.isNaN(from) || happened >= from)
          .filter((event) => action === null || event.action === action)
          .filter((event) => cluster === null || event.cluster === cluster);
        const first = events.findIndex(({ id }) => id === query.get('last')) + 1;
        return events.slice(first, first + PAGE).map((event) => ({
          id: event.id,
          action: event.action,
          actor: { id: event.actor },
          context: { what: event.id },
          created: iso(event.happened),
        }));
      },
      due: ({ at, now }) =>
        byId(
          newestFirst(log.shown(at)).filter(
            // The API's filter knows whole seconds.
            (event) => isWanted(event) && event.happened >= now - 7 * DAY,
          ),
        ),
      truthOf: (item) => (item.context as { value: string }[])[0]?.value ?? 'none',
      bears: (truth, path) =>
        log.things.some(({ id, organization }) => id === truth && organization === idIn(path)),
      mustHaveTold(since, moment) {
        const events = lasting(log.things, since, moment).filter(isWanted);
        // More than one poll gives may have come while none was made, or none was answered.
        return log.isBig || events.length > MOST ? [] : events.map(({ id }) => id);
      },
    };
  },
};

export const regionUnavailable: Scenario = {
  kind: 'alert',
  order: ({ severity }) => ['error', 'warning'].indexOf(String(severity)),
  world(random: Random, start) {
    const regions = many(random.whole(2, 8), (index) => ({
      name: `region-${index}`,
      deprecated: random.chance(0.2),
      status: wanders(random, start, ['UP', 'UP', 'DOWN', 'UNKNOWN'], 2 * HOUR),
    }));
    const { projects, answer } = places(random);
    const onlyUsed = random.chance(0.3);
    const statuses = random.pick([[], ['DOWN'], ['UNKNOWN']]);
    const repeat = random.pick(['day', 'hour']);
    const isUsed = (name: string) => projects.some(({ region }) => region === name);
    return {
      input: { only_used: onlyUsed, statuses, repeat },
      live: (_from, to) => {
        for (const { status } of regions) status.live(to);
      },
      answer: ({ path, at }) =>
        path === '/regions/'
          ? regions.map((region) => ({ ...region, status: region.status.at(at) }))
          : answer(path),
      due: ({ at, now }) =>
        regions.flatMap(({ name, deprecated, status }): Due[] => {
          const is = status.at(at);
          const isWatched = isUsed(name) || (!onlyUsed && !deprecated);
          const isWanted = statuses.length === 0 ? is !== 'UP' : statuses.some((one) => one === is);
          const id = `${name}:${is}:${period(now, repeat)}`;
          return isWatched && isWanted ? [{ truth: id, id }] : [];
        }),
      truthOf: (item) =>
        `${item.region}:${item.status}:${period(Date.parse(String(item.noticed_at)), repeat)}`,
    };
  },
};
