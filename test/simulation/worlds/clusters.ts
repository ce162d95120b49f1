import {
  DAY,
  type Due,
  dc,
  HOUR,
  idIn,
  isBig,
  many,
  period,
  places,
  type Scenario,
} from '../world.ts';
import { appearing, byId, lasting, newestFirst } from './appearing.ts';
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
      due: ({ at }) => byId(newestFirst(list.shown(at))),
      truthOf: (item) => String(item.name).replace('cluster-', ''),
      mustHaveTold: (since, moment) =>
        list.isBig ? [] : lasting(list.things, since, moment).map(({ id }) => id),
    };
  },
};

const STATUSES = ['GREEN', 'GREEN', 'RED', 'YELLOW', 'UNREACHABLE', 'SUSPENDED'];

export const clusterUnhealthy: Scenario = {
  kind: 'alert',
  world(random, start) {
    const { projects, answer } = places(random);
    const repeat = random.pick(['day', 'hour']);
    const wanted = random.pick([[], ['RED'], ['YELLOW', 'UNREACHABLE']]);
    const watched = wanted.length ? wanted : ['RED', 'YELLOW', 'UNREACHABLE'];
    const isMany = isBig(random);
    const clusters = many(isMany ? random.whole(110, 150) : random.whole(1, 8), () => ({
      id: random.id(),
      status: wanders(random, start, isMany ? ['RED'] : STATUSES, 3 * HOUR),
      operation: wanders(random, start, ['', '', 'CREATE', 'UPGRADE'], HOUR),
    }));
    return {
      input: { repeat: isMany ? 'day' : repeat, statuses: isMany ? [] : wanted },
      live(_from, to) {
        for (const { status, operation } of clusters) {
          status.live(to);
          operation.live(to);
        }
      },
      answer: ({ path, at }) =>
        path === '/clusters/'
          ? clusters.map((one) => ({
              id: one.id,
              name: `cluster-${one.id}`,
              project_id: projects[0]?.id,
              suspended: one.status.at(at) === 'SUSPENDED',
              health: { status: one.status.at(at), running_operation: one.operation.at(at) },
            }))
          : answer(path),
      due: ({ at, now }) =>
        clusters.flatMap((one): Due[] => {
          const status = one.status.at(at);
          const isStarting = status === 'UNREACHABLE' && one.operation.at(at) === 'CREATE';
          if (isStarting || !(isMany ? status === 'RED' : watched.includes(status))) return [];
          const id = `${one.id}:${status}:${period(now, isMany ? 'day' : repeat)}`;
          return [{ truth: id, id }];
        }),
      truthOf: (item) =>
        `${item.cluster_id}:${item.status}:${period(Date.parse(String(item.noticed_at)), isMany ? 'day' : repeat)}`,
    };
  },
};

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
    return {
      input: { hotfix_only: hotfixOnly },
      live(from, until) {
        versions.live(from, until);
        for (const { version } of clusters) version.live(until);
      },
      answer({ path, at }) {
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
      truthOf: (item) => `${item.cluster_id}:${item.to_version}`,
    };
  },
};
