/** Situations that every step can be in, beside that of its example. */
import type { DirectStage } from './direct-stage.ts';
import { exampleOf, type Field, fieldsOf, type Step } from './steps.ts';

export type Situation = {
  /** Changes the world of the example before the step runs. */
  world?: (stage: DirectStage, input: Input) => Promise<unknown>;
  /** Changes what was filled in. */
  input?: Input;
  /** Ids stand for names, which are among what the service does not know. */
  byId?: true;
  /** Left blank. */
  without?: string;
  /** Whose key it is. */
  as?: 'member' | 'projectAdmin' | 'projectMember' | 'secondOrgAdmin' | 'otherOrgAdmin';
  /** The Zap is tested in the editor, or switched on. */
  meta?: { isLoadingSample: true } | { isPopulatingDedupe: true };
  /** The step has run before, and what it began has ended. */
  again?: true;
  /** Asks for one where the example asks for all, or the other way round: other code, though the routes are the same. */
  asksOtherwise?: true;
};

type Input = Readonly<Record<string, unknown>>;

/** The cluster that most examples are about. */
const CLUSTER = 'weather-prod';

const EVERYWHERE: Readonly<Record<string, Situation>> = {
  again: { again: true },
  'two days later': { world: ({ control }) => control.advance({ hours: 50 }) },
  'little is known': { byId: true, world: ({ control }) => control.switches({ nulls: true }) },
  // What is not known of the real service, the other way than usual.
  'in other forms': {
    world: ({ control }) =>
      control.switches({
        apiKeyReply: 'nested',
        availableProductsForm: 'object',
        conflictStatus: 409,
        consumptionRates: 'currency',
        foreignStatus: 403,
        inviteAdded: false,
        jwtUnavailableStatus: 404,
        operationTargets: 'documented',
        ruleViolationStatus: 422,
        storagePrice: 'total',
        suspendedChanges: 'accepted',
        versionsForm: 'array',
      }),
  },
  'as member': { as: 'member' },
  'as project admin': { as: 'projectAdmin' },
  'as project member': { as: 'projectMember' },
  'as admin of another organization': { as: 'secondOrgAdmin' },
  // Sees what an admin sees, and may not change it.
  'no admin any more': {
    world: ({ control, seed: { users, organizations } }) =>
      control.put('user', {
        uid: users.ada,
        organization_roles: Object.values(organizations).map((organization_id) => ({
          organization_id,
          role_fqn: 'org_member',
        })),
      }),
  },
};

const OF_CLUSTERS: Readonly<Record<string, Situation>> = {
  suspended: { world: ({ control }) => control.cluster(CLUSTER, { suspended: true }) },
  unwell: {
    world: ({ control }) =>
      control.cluster(CLUSTER, {
        health: { status: 'RED', last_seen: '2026-03-02T07:59:30' },
        usage: { nodes: [{ used_percent: 96 }, { cpu_percent: 97 }, { heap_percent: 93 }] },
      }),
  },
  silent: {
    world: ({ control }) =>
      control.cluster(CLUSTER, { usage: { nodes: [{}, { silent: 'nulls' }, {}] } }),
  },
  busy: { world: ({ control }) => control.stuckOperation(CLUSTER, { hours: 30, busy: true }) },
  // Begun before the week that is looked back on, and failed just now.
  'at work for a week': {
    world: async ({ control }) => {
      await control.stuckOperation(CLUSTER, { hours: 170 });
      await control.endOperation(CLUSTER, { status: 'FAILED', message: 'No disk was free.' });
    },
  },
  gone: { input: { cluster_id: '00000000-0000-4000-8000-000000000000' } },
};

const OF_TRIGGERS: Readonly<Record<string, Situation>> = {
  'tested in the editor': { meta: { isLoadingSample: true } },
  'switched on': { meta: { isPopulatingDedupe: true } },
};

export function situationsOf(step: Step): Record<string, Situation> {
  const { input, others = {} } = exampleOf(step);
  return {
    ...EVERYWHERE,
    ...statesOf(step),
    ...(step.type === 'trigger' ? OF_TRIGGERS : {}),
    ...Object.fromEntries(fieldsOf(step).flatMap((field) => ofField(field, input))),
    ...Object.fromEntries(Object.entries(others).map(filledIn)),
  };
}

/** What a cluster can be like, where the step is of one. */
const statesOf = (step: Step): Readonly<Record<string, Situation>> =>
  fieldsOf(step).some(({ key }) => key === 'cluster_id') ? OF_CLUSTERS : {};

const filledIn = ([name, input]: [string, Input]): [string, Situation] => [
  name,
  { input, asksOtherwise: true },
];

/** Whoever fills it in otherwise meets clusters in any state as well, with other code. */
export function statesIn(
  [name, situation]: [string, Situation],
  step: Step,
): [string, Situation][] {
  return Object.entries(statesOf(step)).flatMap(([state, { world }]) =>
    world ? [[`${name}, ${state}`, { ...situation, world }]] : [],
  );
}

/** Its choices, what is too little and too much of it, a reference to nothing, and nothing at all. */
function ofField(field: Field, input: Input): [string, Situation][] {
  const { key, choices, dynamic } = field;
  const values = choices
    ? Object.keys(choices)
    : isOfNumbers(field)
      ? [-7, 2, 98_765_432]
      : [dynamic ? 'Nowhere' : 'N/A'];
  return [
    ...besides(field, input),
    ...values.map((value): [string, Situation] => [
      `${key}: ${value}`,
      { input: { [key]: value } },
    ]),
  ];
}

/** Without it; and one cluster where the example asks for all. */
function besides({ key, required }: Field, input: Input): [string, Situation][] {
  const isExtent = key === 'cluster_id' && !required;
  const otherwise: Situation = isExtent ? { asksOtherwise: true } : {};
  if (key in input) return [[`without ${key}`, { without: key, ...otherwise }]];
  return isExtent ? [[`${key}: ${CLUSTER}`, { input: { [key]: CLUSTER }, ...otherwise }]] : [];
}

/** A field whose number has bounds names them when it refuses one. */
function isOfNumbers({ label, list }: Field): boolean {
  return !list && /\(|days|hours|minutes|limit|nodes|number|maximum|most|percent/i.test(label);
}

const NO = { message: 'Not today.', success: false };
const SQL_NO = { error: { message: 'SQLParseException[Not today.]', code: 4000 } };

/** Routes of a situation fail in it: those that the example does not ask, or all where it asks otherwise. */
export function faultsIn(
  [name, situation]: [string, Situation],
  routes: readonly string[],
): [string, Situation][] {
  return routes.flatMap((route) => {
    const failing = (reply: object): Situation => ({
      ...situation,
      world: async (stage, input) => {
        await situation.world?.(stage, input);
        await stage.control.fault({ route, ...reply });
      },
    });
    const refused: [string, Situation] = [`${name}, refused: ${route}`, failing(refusalOf(route))];
    // Hardly anything may bear being asked too often.
    const tooOften: [string, Situation] = [
      `${name}, too often: ${route}`,
      failing({ throttle: { retryAfter: '3600' } }),
    ];
    return isRead(route) ? [refused, tooOften] : [refused];
  });
}

const isRead = (route: string): boolean => /^(GET|HEAD) /.test(route);

function refusalOf(route: string) {
  if (route.endsWith('/_sql')) return { status: 400, body: SQL_NO };
  return { status: isRead(route) ? 403 : 400, body: NO };
}

/** One route alone is refused, or its list is empty. */
export function situationsOfRoutes(
  routes: readonly string[],
  lists: readonly string[],
): Record<string, Situation> {
  const refused = routes.map((route): [string, Situation] => [
    `refused: ${route}`,
    { world: ({ control }) => control.fault({ route, ...refusalOf(route) }) },
  ]);
  const empty = lists.map((route): [string, Situation] => [
    `empty: ${route}`,
    { world: ({ control }) => control.fault({ route, status: 200, body: [] }) },
  ]);
  return Object.fromEntries([...refused, ...empty]);
}
