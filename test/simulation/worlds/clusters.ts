import {
  DAY,
  type Due,
  dc,
  HOUR,
  idIn,
  isBig,
  iso,
  many,
  period,
  places,
  type Scenario,
} from '../world.ts';
import { appearing, byId, lasting, newestFirst, recent } from './appearing.ts';
import { wanders } from './wandering.ts';

export const newCluster: Scenario = {
  kind: 'new',
  world(random, start) {
    const { projects, answer } = places(random);
    const list = appearing(random, start, (thing) => ({
      ...thing,
      project: random.pick(projects).id,
    }));
    const withNames = random.chance(0.5);
    return {
      input: { with_names: withNames },
      live: list.live,
      answer: ({ path, at }) =>
        path === '/clusters/'
          ? list.shown(at).map((one) => ({
              id: one.id,
              name: `cluster-${one.id}`,
              project_id: one.project,
              dc: dc(one.happened),
            }))
          : answer(path),
      due: ({ at, now }) => byId(recent(newestFirst(list.shown(at)), now)),
      truthOf: (item) => String(item.name).replace('cluster-', ''),
      mustHaveTold: (since, moment) =>
        list.isBig ? [] : lasting(list.things, since, moment).map(({ id }) => id),
    };
  },
};

const STATUSES = ['GREEN', 'GREEN', 'RED', 'YELLOW', 'UNREACHABLE', 'SUSPENDED'];

export const clusterUnhealthy: Scenario = {
  kind: 'alert',
  order: ({ severity }) => ['critical', 'error', 'warning'].indexOf(String(severity)),
  world(random, start) {
    const { projects, answer } = places(random);
    const repeat = random.pick(['day', 'hour']);
    const wanted = random.pick([[], ['RED'], ['YELLOW', 'UNREACHABLE'], ['STALE']]);
    const isMany = isBig(random);
    const watched = wanted.length && !isMany ? wanted : ['RED', 'YELLOW', 'UNREACHABLE', 'STALE'];
    const clusters = many(isMany ? random.whole(110, 150) : random.whole(1, 8), () => ({
      id: random.id(),
      status: wanders(random, start, isMany ? ['RED'] : STATUSES, 3 * HOUR),
      operation: wanders(random, start, ['', '', 'CREATE', 'UPGRADE'], HOUR),
      /** Hours for which an operation that runs has been at it. */
      runs: wanders(random, start, [0.1, 0.5, 4, 70], HOUR),
      /** Hours since the status was last reported. */
      silent: wanders(random, start, isMany ? [0] : [0, 0, 0, 0.9, 1.1, 70], 3 * HOUR),
    }));
    const tells = random.chance(0.3);
    return {
      input: {
        repeat: isMany ? 'day' : repeat,
        statuses: isMany ? [] : wanted,
        yellow_during_operations: tells ? 'trigger' : 'ignore',
      },
      live(_from, to) {
        for (const { status, operation, runs, silent } of clusters) {
          for (const one of [status, operation, runs, silent]) one.live(to);
        }
      },
      answer: ({ path, at, now }) =>
        path === '/clusters/'
          ? clusters.map((one) => ({
              id: one.id,
              name: `cluster-${one.id}`,
              project_id: projects[0]?.id,
              suspended: one.status.at(at) === 'SUSPENDED',
              health: {
                status: one.status.at(at),
                running_operation: one.operation.at(at),
                last_seen: iso(now - one.silent.at(at) * HOUR).replace('+00:00', ''),
              },
              last_async_operation: operationOf(one.operation.at(at), one.runs.at(at), now),
            }))
          : answer(path),
      due: ({ at, now }) =>
        clusters.flatMap((one): Due[] => {
          const status = one.status.at(at);
          if (status === 'SUSPENDED') return [];
          const operation = one.operation.at(at);
          // A creation is over after an hour, an upgrade after four and a half.
          const isExcused =
            operation !== '' && one.runs.at(at) < (operation === 'CREATE' ? 1 : 4.5);
          if (isExcused && status === 'UNREACHABLE' && operation === 'CREATE') return [];
          const isQuiet = isExcused && status === 'YELLOW' && !tells;
          const isStale = watched.includes('STALE') && one.silent.at(at) > 1;
          const trouble = watched.includes(status) && !isQuiet ? status : isStale ? 'STALE' : null;
          if (trouble === null) return [];
          const id = `${one.id}:${trouble}:${period(now, isMany ? 'day' : repeat)}`;
          return [{ truth: id, id }];
        }),
      truthOf: (item) =>
        `${item.cluster_id}:${troubleTold(item, watched)}:${period(Date.parse(String(item.noticed_at)), isMany ? 'day' : repeat)}`,
    };
  },
};

/** The last operation of a cluster: the one that runs, or one that ended yesterday. */
function operationOf(type: string, hours: number, now: number) {
  return type === ''
    ? { id: 'before', type: 'UPGRADE', status: 'SUCCEEDED', dc: dc(now - DAY) }
    : { id: 'running', type, status: 'IN_PROGRESS', dc: dc(now - hours * HOUR) };
}

/** What a told item is about, by what it says beside its id. */
function troubleTold(item: Record<string, unknown>, watched: readonly string[]): string {
  if (String(item.summary).includes('was last seen')) return 'STALE';
  return watched.includes(String(item.status)) ? String(item.status) : 'nothing';
}

export const clusterUpgradeAvailable: Scenario = {
  kind: 'whole',
  world(random, start) {
    const hotfixOnly = random.chance(0.3);
    const versions = appearing(random, start, (thing) => ({
      ...thing,
      gone: Number.POSITIVE_INFINITY,
      version: `6.${random.whole(0, 3)}.${random.whole(1, 400)}`,
    }));
    const clusters = many(random.whole(1, 6), () => ({
      id: random.id(),
      channel: random.pick(['stable', 'nightly']),
      version: wanders(random, start, ['6.0.0', '6.1.0', '6.2.0'], DAY),
    }));
    const to = (version: string, at: number) =>
      versions
        .shown(at)
        .map((one) => one.version)
        .filter((one) => Number(one.split('.')[1]) >= Number(version.split('.')[1]));
    let moment = start;
    const kindOf = (clusterId: string) => {
      const one = clusters.find(({ id }) => id === clusterId);
      return one && `${one.channel} ${one.version.at(moment)}`;
    };
    return {
      input: { hotfix_only: hotfixOnly },
      // Clusters of one version and channel share one answer; those of others are told all the same.
      bears: (truth, path) =>
        path.endsWith('/available-upgrades/') &&
        kindOf(truth.split(':')[0] ?? '') === kindOf(idIn(path)),
      live(from, until) {
        versions.live(from, until);
        for (const { version } of clusters) version.live(until);
      },
      answer({ path, at }) {
        moment = at;
        if (path === '/clusters/') {
          return clusters.map((one) => ({
            id: one.id,
            channel: one.channel,
            crate_version: one.version.at(at),
          }));
        }
        const cluster = clusters.find(({ id }) => id === idIn(path));
        if (!cluster || !path.endsWith('/available-upgrades/')) return undefined;
        return { crate_versions: { [cluster.channel]: to(cluster.version.at(at), at) } };
      },
      due: ({ at }) =>
        clusters.flatMap((one) => {
          const now = one.version.at(at);
          return [...new Set(to(now, at))]
            .filter((version) => !hotfixOnly || version.split('.')[1] === now.split('.')[1])
            .map((version) => ({ truth: `${one.id}:${version}`, id: `${one.id}:${version}` }));
        }),
      truthOf: (item) => `${item.cluster_id}:${item.target_version}`,
    };
  },
};
