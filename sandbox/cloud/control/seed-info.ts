import { subscriptionIds } from '../state/seed-billing.ts';
import { clusterId, clusterPassword, seededClusterNames } from '../state/seed-clusters.ts';
import {
  emailOf,
  type Nick,
  nicks,
  organizationIds,
  projectIds,
  userId,
} from '../state/seed-people.ts';
import { apiKeyText, secretText, uuid } from '../world/ids.ts';
import type { World } from '../world/world.ts';

export type SeedKey = { key: string; secret: string; email: string };

/** Names of the seeded things by role in the story, each with its id. */
export type SeedInfo = {
  origin: string;
  keys: {
    /** Organization admin of Alpine Weather, member of Beacon Logistics. */
    admin: SeedKey;
    /** Member of Alpine Weather. */
    member: SeedKey;
    /** Of the project weather-europe, without a role in the organization. */
    projectAdmin: SeedKey;
    /** Of the projects weather-europe and research. */
    projectMember: SeedKey;
    /** An inactive key of the admin. */
    deactivated: SeedKey;
    /** Organization admin of Beacon Logistics. */
    secondOrgAdmin: SeedKey;
    /** Organization admin of Cobalt Foods, which nobody else belongs to. */
    otherOrgAdmin: SeedKey;
    /** Vendor staff; needs the header `X-Auth-Sudo: 1` too. */
    superuser: SeedKey;
  };
  organizations: { alpine: string; beacon: string; cobalt: string };
  projects: typeof projectIds;
  subscriptions: typeof subscriptionIds;
  /** Cluster ids by name. */
  clusters: Record<string, string>;
  /** Passwords of the database user `admin`, by cluster name. */
  passwords: Record<string, string>;
  /** User ids by first name. */
  users: Record<string, string>;
  invitations: { pending: string; expiring: string; expired: string; accepted: string };
};

/** What the seed is, whatever has happened since. */
export function seedInfo(world: World): SeedInfo {
  const key = (label: string, nick: Nick): SeedKey => ({
    key: apiKeyText(label),
    secret: secretText(`secret ${label}`),
    email: emailOf(nick),
  });
  return {
    origin: world.origin,
    keys: {
      admin: key('admin', 'ada'),
      member: key('member', 'grace'),
      projectAdmin: key('project admin', 'paul'),
      projectMember: key('project member', 'mary'),
      deactivated: key('deactivated', 'ada'),
      secondOrgAdmin: key('second organization admin', 'niklaus'),
      otherOrgAdmin: key('other organization admin', 'hedy'),
      superuser: key('superuser', 'staff'),
    },
    organizations: organizationIds,
    projects: projectIds,
    subscriptions: subscriptionIds,
    clusters: Object.fromEntries(seededClusterNames.map((name) => [name, clusterId(name)])),
    passwords: Object.fromEntries(seededClusterNames.map((name) => [name, clusterPassword(name)])),
    users: Object.fromEntries(nicks.map((nick) => [nick, userId(nick)])),
    invitations: {
      pending: uuid('invitation pending'),
      expiring: uuid('invitation expiring'),
      expired: uuid('invitation expired'),
      accepted: uuid('invitation accepted'),
    },
  };
}
