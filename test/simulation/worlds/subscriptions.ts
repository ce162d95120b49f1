import { DAY, dc, iso, many, places, type Scenario } from '../world.ts';
import { appearing, byId, lasting, newestFirst, recent } from './appearing.ts';
import { wanders } from './wandering.ts';

export const newSubscription: Scenario = {
  kind: 'new',
  world(random, start) {
    const { answer } = places(random);
    const list = appearing(random, start, (thing) => thing);
    return {
      input: {},
      live: list.live,
      answer: ({ path, at }) =>
        path === '/subscriptions/'
          ? list.shown(at).map((one) => ({
              id: one.id,
              name: `contract ${one.id}`,
              state: 'active',
              dc: dc(one.happened),
            }))
          : answer(path),
      due: ({ at, now }) => byId(recent(newestFirst(list.shown(at)), now)),
      truthOf: (item) => String(item.name).replace('contract ', ''),
      mustHaveTold: (since, moment) =>
        list.isBig ? [] : lasting(list.things, since, moment).map(({ id }) => id),
    };
  },
};

export const subscriptionStatusChanged: Scenario = {
  kind: 'whole',
  world(random, start) {
    const { answer } = places(random);
    const subscriptions = many(random.whole(1, 10), () => {
      let changed = start - random.between(0, 40 * DAY);
      const states = ['active', 'SUSPENDED', 'terminating'];
      const next = () => ({ state: random.pick(states), active: random.chance(0.7) });
      const value = wanders(random, start, next, DAY);
      return {
        id: random.id(),
        value,
        at: () => changed,
        live: (to: number) => {
          const before = JSON.stringify(value.at(to));
          value.live(to);
          if (JSON.stringify(value.at(to)) !== before) changed = to;
        },
      };
    });
    const wanted = random.chance(0.3) ? ['suspended'] : [];
    const key = (one: (typeof subscriptions)[number], at: number) => {
      const { state, active } = one.value.at(at);
      return `${one.id}:${state.toLowerCase()}:${active}:${iso(one.at()).slice(0, 7)}`;
    };
    return {
      input: { states: wanted },
      live: (_from, to) => {
        for (const one of subscriptions) one.live(to);
      },
      answer: ({ path, at }) =>
        path === '/subscriptions/'
          ? subscriptions.map((one) => ({
              id: one.id,
              ...one.value.at(at),
              dc: dc(start - 50 * DAY, one.at()),
            }))
          : answer(path),
      due: ({ at }) =>
        subscriptions
          .filter((one) => !wanted.length || one.value.at(at).state === 'SUSPENDED')
          .map((one) => ({ truth: key(one, at), id: key(one, at) })),
      truthOf: (item) =>
        [item.subscription_id, item.state, item.active, String(item.modified_at).slice(0, 7)].join(
          ':',
        ),
    };
  },
};
