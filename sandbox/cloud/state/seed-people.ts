import { apiKeyText, secretText, uuid } from '../world/ids.ts';
import { DAY, HOUR, stamp } from '../world/times.ts';
import { put } from './state.ts';
import type { ApiKey, OrgRole, ProjectRole, State, User } from './types.ts';

export const organizationIds = {
  alpine: uuid('organization alpine'),
  beacon: uuid('organization beacon'),
  cobalt: uuid('organization cobalt'),
};

export const projectIds = {
  weatherEurope: uuid('project weather europe'),
  weatherAmerica: uuid('project weather america'),
  research: uuid('project research'),
  empty: uuid('project empty'),
  tracking: uuid('project tracking'),
  kitchen: uuid('project kitchen'),
};

type Person = {
  name: string;
  email: string;
  idp?: string;
  superuser?: boolean;
  organizations?: Array<[string, OrgRole]>;
  projects?: Array<[string, ProjectRole]>;
};

const { alpine, beacon, cobalt } = organizationIds;

/** E-mails are told apart without case; the service keeps them as they were typed. */
const people = {
  ada: {
    name: 'Ada Lovelace',
    email: 'Ada.Lovelace@example.com',
    idp: 'github',
    organizations: [
      [alpine, 'org_admin'],
      [beacon, 'org_member'],
    ],
  },
  konrad: {
    name: 'Konrad Zuse',
    email: 'KONRAD.ZUSE@EXAMPLE.COM',
    idp: 'azuread',
    organizations: [[alpine, 'org_admin']],
  },
  grace: {
    name: 'Grace Hopper',
    email: 'grace.hopper@example.com',
    organizations: [[alpine, 'org_member']],
  },
  paul: {
    name: 'Paul Baran',
    email: 'paul.baran@example.com',
    projects: [[projectIds.weatherEurope, 'project_admin']],
  },
  mary: {
    name: 'Mary Jackson',
    email: 'Mary.Jackson@Example.com',
    idp: 'google',
    projects: [
      [projectIds.weatherEurope, 'project_member'],
      [projectIds.research, 'project_member'],
    ],
  },
  niklaus: {
    name: 'Niklaus Wirth',
    email: 'niklaus.wirth@example.com',
    organizations: [[beacon, 'org_admin']],
  },
  hedy: {
    name: 'Hedy Lamarr',
    email: 'hedy.lamarr@example.org',
    organizations: [[cobalt, 'org_admin']],
  },
  edsger: { name: 'Edsger Dijkstra', email: 'edsger.dijkstra@example.com' },
  staff: { name: 'Cloud Staff', email: 'staff@cloud.example', superuser: true },
} satisfies Record<string, Person>;

export type Nick = keyof typeof people;

export const nicks = Object.keys(people) as Nick[];
export const emailOf = (nick: Nick): string => people[nick].email;
export const userId = (nick: Nick) => uuid(`user ${nick}`);

export function seedPeople(state: State, now: number): void {
  for (const nick of nicks) {
    const person: Person = people[nick];
    const user: User = {
      uid: userId(nick),
      email: person.email,
      name: person.name,
      username: person.email,
      idp: person.idp ?? 'cognito',
      picture: person.idp ? `https://pictures.example.com/${nick}.png` : null,
      status: 'active',
      hmac: secretText(`hmac ${nick}`).slice(0, 32),
      is_superuser: person.superuser ?? false,
      organization_roles: (person.organizations ?? []).map(([organization_id, role_fqn]) => ({
        organization_id,
        role_fqn,
      })),
      project_roles: (person.projects ?? []).map(([project_id, role_fqn]) => ({
        project_id,
        role_fqn,
      })),
    };
    put(state, 'user', user);
  }

  const key = (label: string, nick: Nick, more: Partial<ApiKey> = {}) => {
    const created = stamp(now - 200 * DAY);
    put(state, 'api_key', {
      key: apiKeyText(label),
      secret: secretText(`secret ${label}`),
      active: true,
      user_id: userId(nick),
      last_used: stamp(now - 2 * HOUR),
      dc: { created, modified: created },
      ...more,
    });
  };
  key('admin', 'ada');
  key('never used', 'ada', {
    last_used: null,
    dc: { created: stamp(now - 80 * DAY), modified: stamp(now - 80 * DAY) },
  });
  key('old', 'ada', { last_used: stamp(now - 78 * DAY - 3 * HOUR) });
  key('deactivated', 'ada', { active: false, last_used: stamp(now - 20 * DAY) });
  key('member', 'grace');
  key('project admin', 'paul');
  key('project member', 'mary');
  key('second organization admin', 'niklaus');
  key('other organization admin', 'hedy');
  key('superuser', 'staff');

  const invitation = (label: string, email: string, role: OrgRole, expires: number) =>
    put(state, 'invitation', {
      uid: uuid(`invitation ${label}`),
      email,
      status: label === 'accepted' ? 'ACCEPTED' : 'PENDING',
      expiration_date: stamp(expires),
      organization_roles: [{ organization_id: alpine, role_fqn: role }],
    });
  invitation('pending', 'Radia.Perlman@Example.com', 'org_member', now + 5 * DAY);
  invitation('expiring', 'barbara.liskov@example.com', 'org_admin', now + 20 * HOUR);
  invitation('expired', 'alan.kay@example.com', 'org_member', now - 3 * DAY);
  invitation('accepted', 'grace.hopper@example.com', 'org_member', now - 150 * DAY);
}
