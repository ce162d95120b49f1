import type { Random } from '../random.ts';
import { DAY, type Due, dc, HOUR, idIn, iso, many, places, type Scenario, told } from '../world.ts';
import { appearing, lasting, type Thing } from './appearing.ts';
import { wanders } from './wandering.ts';

type Membership = Thing & { user: string; place: string; role: string };

/** Users in organizations and in projects. */
function memberships(random: Random, start: number, roles: readonly string[]) {
  const { organizations, projects, answer } = places(random);
  const list = appearing<Membership>(random, start, (thing) => {
    const place = random.pick([...organizations, ...projects]).id;
    return { ...thing, user: random.id(), place, role: random.pick(roles) };
  });
  const users = (path: string, at: number) => {
    if (!path.endsWith('/users/')) return answer(path);
    const place = idIn(path);
    return list
      .shown(at)
      .filter((one) => one.place === place)
      .map(({ user, role }) => ({
        uid: user,
        email: `${user}@example.com`,
        organization_roles: [{ organization_id: place, role_fqn: role }],
        project_roles: [{ project_id: place, role_fqn: role }],
      }));
  };
  const ownerOf = (id: string) => projects.find((one) => one.id === id)?.organization_id ?? id;
  /** Of an organization that does not answer whole, nothing is told. */
  const bears = (truth: string, path: string) =>
    ownerOf(truth.split(':')[0] ?? '') === ownerOf(idIn(path));
  return { organizations, projects, list, users, bears };
}

export const newUser: Scenario = {
  kind: 'whole',
  world(random, start) {
    const { organizations, projects, list, users, bears } = memberships(random, start, [
      'org_member',
    ]);
    const project = random.chance(0.3) ? random.pick(projects) : undefined;
    const watched = new Set(project ? [project.id] : organizations.map(({ id }) => id));
    const key = ({ place, user }: Membership) => `${place}:${user}`;
    const isWatched = ({ place }: Membership) => watched.has(place);
    return {
      input: project ? { project_id: project.id } : {},
      live: list.live,
      answer: ({ path, at }) => users(path, at),
      due: ({ at }) =>
        list
          .shown(at)
          .filter(isWatched)
          .map((one) => ({ truth: key(one), id: key(one) })),
      truthOf: (item) => `${item.project_id ?? item.organization_id}:${item.user_id}`,
      ...(project ? {} : { bears }),
      mustHaveTold: (since, moment) =>
        lasting(list.things, since, moment).filter(isWatched).map(key),
    };
  },
};

export const newRoleAssignment: Scenario = {
  kind: 'whole',
  world(random, start) {
    const roles = ['org_admin', 'org_member'];
    const { list, users, bears } = memberships(random, start, roles);
    const role = random.chance(0.3) ? random.pick(roles) : undefined;
    const key = (one: Membership) => `${one.place}:${one.user}:${one.role}`;
    const isWanted = (one: Membership) => role === undefined || one.role === role;
    return {
      input: role ? { role } : {},
      live: list.live,
      answer: ({ path, at }) =>
        path === '/roles/' ? roles.map((id) => ({ id, name: `Name of ${id}` })) : users(path, at),
      due: ({ at }) =>
        list
          .shown(at)
          .filter(isWanted)
          .map((one) => ({ truth: key(one), id: key(one) })),
      truthOf: (item) => `${item.place_id}:${item.user_id}:${item.role}`,
      bears,
      mustHaveTold: (since, moment) =>
        lasting(list.things, since, moment).filter(isWanted).map(key),
    };
  },
};

type Invitation = Thing & { owner: string; expires: { at(moment: number): number } };

function invitations(random: Random, start: number) {
  const { organizations, answer } = places(random);
  const renewals: { live(to: number): void }[] = [];
  const list = appearing<Invitation>(
    random,
    start,
    (thing) => {
      const days = (before?: number) =>
        before === undefined ? thing.happened + random.between(0.5, 9) * DAY : before + 7 * DAY;
      const expires = wanders(random, thing.happened, days, 9 * DAY);
      renewals.push(expires);
      return { ...thing, owner: random.pick(organizations).id, expires };
    },
    { perHour: 0.5, goes: 0.3 },
  );
  const live = (from: number, to: number) => {
    list.live(from, to);
    for (const one of renewals) one.live(to);
  };
  for (const one of renewals) one.live(start);
  const open = (path: string, at: number) =>
    path.endsWith('/invitations/')
      ? list
          .shown(at)
          .filter(({ owner }) => owner === idIn(path))
          .map((one) => ({
            uid: one.id,
            email: `${one.id}@example.com`,
            expiration_date: iso(one.expires.at(at)),
            organization_roles: [{ organization_id: one.owner, role_fqn: 'org_member' }],
          }))
      : answer(path);
  const bears = (truth: string, path: string) =>
    list.things.some(({ id, owner }) => truth.startsWith(id) && owner === idIn(path));
  return { list, live, open, bears };
}

const invited = (email: unknown) => String(email).replace('@example.com', '');

export const newInvitation: Scenario = {
  kind: 'whole',
  world(random, start) {
    const { list, live, open, bears } = invitations(random, start);
    return {
      input: {},
      live,
      answer: ({ path, at }) => open(path, at),
      due: ({ at }) => list.shown(at).map(({ id }) => ({ truth: id, id })),
      truthOf: (item) => invited(item.email),
      bears,
      mustHaveTold: (since, moment) => lasting(list.things, since, moment).map(({ id }) => id),
    };
  },
};

export const invitationExpired: Scenario = {
  kind: 'alert',
  order: ({ days_left }) => Number(days_left),
  world(random, start) {
    const { list, live, open, bears } = invitations(random, start);
    const days = random.pick([0, 1, 1, 3.5]);
    return {
      input: { days_before: days },
      live,
      answer: ({ path, at }) => open(path, at),
      due: ({ at, now }) =>
        list.shown(at).flatMap(({ id, expires }): Due[] => {
          const end = expires.at(at);
          const key = `${id}:${told(end)}`;
          return end - now <= days * DAY ? [{ truth: key, id: key }] : [];
        }),
      truthOf: (item) => `${invited(item.email)}:${item.expires_at}`,
      bears,
    };
  },
};

/** API: a key unused for 90 days is deleted. */
export const apiKeyUnused: Scenario = {
  kind: 'alert',
  order: ({ days_unused }) => -Number(days_unused),
  world(random, start) {
    const limit = random.pick([75, 75, 1, 30, 84, 87]);
    const keys = many(random.whole(1, 8), (index) => {
      const near = random.pick([limit, 85, 2]);
      const first = start - near * DAY + random.whole(-DAY, 2 * DAY);
      return {
        key: `crate_${random.id().slice(0, 8)}KEYNUMBER${index}${random.id()}`,
        active: random.chance(0.8),
        isUsed: random.chance(0.7),
        first,
        used: wanders<number>(
          random,
          start,
          (before) => (before === undefined ? first : -1),
          3 * DAY,
        ),
      };
    });
    let now = start;
    const since = (one: (typeof keys)[number], at: number) => {
      const value = one.isUsed ? one.used.at(at) : one.first;
      return value === -1 ? start : value;
    };
    const withInactive = random.chance(0.3);
    const level = (days: number) => (days >= 85 ? Math.max(85, limit) : limit);
    const mask = (key: string) => `${key.slice(0, 10)}…${key.slice(-4)}`;
    return {
      input: { days_unused: limit, with_inactive: withInactive },
      live: (_from, to) => {
        now = to;
        for (const one of keys) one.used.live(now);
      },
      answer: ({ path, at }) =>
        path === '/users/me/api-keys/'
          ? keys.map((one) => ({
              key: one.key,
              active: one.active,
              last_used: one.isUsed ? iso(since(one, at)) : null,
              dc: dc(one.isUsed ? one.first - HOUR : one.first),
            }))
          : undefined,
      due: (moment) =>
        keys.flatMap((one): Due[] => {
          const from = since(one, moment.at);
          const days = Math.floor((moment.now - from) / DAY);
          if (days < limit || !(one.active || withInactive)) return [];
          const rest = `${told(from)}:${level(days)}`;
          return [{ truth: `${mask(one.key)}:${rest}`, id: `${mask(one.key)}:${rest}` }];
        }),
      truthOf: (item) => `${item.key_id}:${item.unused_since}:${level(Number(item.days_unused))}`,
    };
  },
};

export const newApiKey: Scenario = {
  kind: 'whole',
  world(random, start) {
    const list = appearing(random, start, (thing) => thing, { perHour: 0.3 });
    const keyOf = (id: string) => `crate_${id}`;
    const mask = (id: string) => `${keyOf(id).slice(0, 10)}…${keyOf(id).slice(-4)}`;
    const due = ({ id, happened }: Thing): Due => {
      const key = `${mask(id)}:${told(happened)}`;
      return { truth: key, id: key };
    };
    return {
      input: {},
      live: list.live,
      answer: ({ path, at }) =>
        path === '/users/me/api-keys/'
          ? list.shown(at).map(({ id, happened }) => ({
              key: keyOf(id),
              active: true,
              last_used: null,
              dc: dc(happened),
            }))
          : undefined,
      due: ({ at }) => list.shown(at).map(due),
      truthOf: (item) => `${item.masked_key}:${item.created_at}`,
      mustHaveTold: (since, moment) =>
        lasting(list.things, since, moment).map((thing) => due(thing).truth),
    };
  },
};
