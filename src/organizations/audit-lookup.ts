import type { AuditEvent } from '../clients/cloud/audit-log.ts';
import { pickClusters } from '../clients/cloud/clusters.ts';
import type { Organization } from '../clients/cloud/organizations.ts';
import { listProjects } from '../clients/cloud/projects.ts';
import { pickOrganizationUsers } from '../clients/cloud/users.ts';
import { askAll } from '../kit/run/each-in-time.ts';
import type { Run } from '../kit/run/run.ts';
import { aboutWhat } from '../vocabulary/audit-context.ts';
import { unlessWithheld } from '../vocabulary/withheld.ts';
import type { Lookup } from './audit-record.ts';

/** Organizations asked for their users at the same time. */
const CONCURRENCY = 4;

export type Told = { event: AuditEvent; organization: Organization };

/**
 * Learns the names of what the events are about, asking only for what they mention. What is deleted has no
 * name any more; of a user who has left, the events that they caused themselves may still tell it. A name is
 * an extra: a role that may not read it still gets the event.
 */
export async function lookUpMentioned(run: Run<unknown>, told: readonly Told[]): Promise<Lookup> {
  const about = told.map(({ event, organization }) => ({ ...aboutWhat(event), organization }));
  const withUsers = about.filter((one) => one.userId !== null && one.userEmail === null);
  const places = new Map(withUsers.map(({ organization }) => [organization.id, organization]));
  const needsClusters = about.some((one) => one.clusterId !== null && one.clusterName === null);
  const needsProjects = about.some((one) => one.projectId !== null && one.projectName === null);
  const mentioned = new Set(about.flatMap(({ clusterId, userId }) => [clusterId, userId]));
  const [clusters, projects, members] = await Promise.all([
    needsClusters
      ? unlessWithheld(
          pickClusters(
            run.cloud,
            {},
            {
              look: ['id', 'name'],
              pick: (one) => (mentioned.has(one.id) ? one : undefined),
            },
          ),
          [],
        )
      : [],
    needsProjects ? unlessWithheld(listProjects(run.cloud), []) : [],
    askAll(
      run,
      [...places.values()],
      ({ id }) =>
        unlessWithheld(
          pickOrganizationUsers(run.cloud, id, {
            look: ['uid', 'email', 'name'],
            pick: (one) => (mentioned.has(one.uid) ? one : undefined),
          }),
          [],
        ),
      { nameOf: ({ name, id }) => `the users of ${name ?? id}`, concurrency: CONCURRENCY },
    ),
  ]);
  const clusterNames = new Map(clusters.map(({ id, name }) => [id, name]));
  const projectNames = new Map(projects.map(({ id, name }) => [id, name]));
  const actors = told.flatMap(({ event: { actor } }) =>
    actor.id === null ? [] : [{ ...actor, uid: actor.id }],
  );
  const people = new Map([...actors, ...members.flat()].map((person) => [person.uid, person]));
  return {
    cluster: (id) => clusterNames.get(id ?? '') ?? null,
    project: (id) => projectNames.get(id ?? '') ?? null,
    user: (id) => people.get(id ?? '') ?? null,
  };
}
