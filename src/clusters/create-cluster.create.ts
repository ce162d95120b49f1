import { setTimeout as wait } from 'node:timers/promises';
import { isProblem, Problem } from '../base/problem.ts';
import {
  createCluster as create,
  isClusterName,
  isNameTaken,
} from '../clients/cloud/cluster-create.ts';
import { type Cluster, FREE_PLAN, listClusters } from '../clients/cloud/clusters.ts';
import type { Product } from '../clients/cloud/products.ts';
import { defineAction, LOCKS } from '../kit/action.ts';
import { named, shorten } from '../kit/choose.ts';
import { type Refusal, refuse } from '../kit/errors.ts';
import { note } from '../kit/run/notes.ts';
import type { Run } from '../kit/run/run.ts';
import { isSameText } from '../kit/text.ts';
import { inSentences, isToldOnly } from '../vocabulary/clusters/obstacles.ts';
import { nameOf, nodesOf } from '../vocabulary/clusters/record.ts';
import { readNames } from '../vocabulary/names.ts';
import type { Priced } from '../vocabulary/prices.ts';
import {
  checkSize,
  inWords,
  type OrderPlace,
  readPlace,
  readPlan,
  readSubscription,
  readVersion,
  storageBytesOf,
} from './cluster-order.ts';
import { ADMIN_USER, createdRecord, createdSample, priceOf, toAnswer } from './created-cluster.ts';
import { newClusterFields, type OrderInput } from './order-fields.ts';
import { newPassword } from './password.ts';
import { inNodes } from './plans.ts';

/** How often, and how long apart, a cluster that must be there is looked for. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 700;

/** What this run has ordered, in words and at its price. */
const ASKED = note<{ to: string; price: Priced }>('asked for');

export const createCluster = defineAction({
  key: 'create_cluster',
  noun: 'Cluster',
  label: 'Create Cluster',
  description: 'Creates a cluster, unless one with that name already exists.',
  replay: 'safe',
  lock: LOCKS.cluster,
  inputFields: newClusterFields,
  record: createdRecord,
  sample: createdSample,
  perform: async (run) => {
    const { name } = run.input;
    if (!isClusterName(name)) {
      throw refuse(
        `“${shorten(name)}” cannot be the name of a cluster`,
        'Use 3 to 63 letters, digits and hyphens, with no hyphen at either end.',
      );
    }
    const place = await readPlace(run);
    const clusters = await listClusters(run.cloud, { organizationId: place.organization.id });
    const [existing] = named(clusters, name);
    if (existing) return settle(run, place, existing);
    return order(run, place, clusters);
  },
});

/** A cluster of that name is there: it is the one wanted, or the wish cannot be fulfilled. */
async function settle(run: Run<OrderInput>, place: OrderPlace, cluster: Cluster) {
  const { region } = (await readNames(run)).place(cluster.project_id);
  const obstacle = differenceOf(run.input, place, cluster, region);
  if (obstacle && !isToldOnly(run.input, obstacle)) throw obstacle;
  const asked = run.notes.get(ASKED);
  // The reply was lost.
  if (asked && obstacle === null) return toAnswer(run, place, cluster, { changed: true, ...asked });
  return toAnswer(run, place, cluster, {
    blockedBy: obstacle && inSentences(obstacle),
    isSo: true,
    to: `${inNodes(nodesOf(cluster))} of ${cluster.product_name} in ${place.region}`,
  });
}

function differenceOf(
  input: OrderInput,
  place: OrderPlace,
  cluster: Cluster,
  region: string | null,
): Refusal | null {
  const nodes = nodesOf(cluster);
  const differences = [
    cluster.product_name !== null &&
      !isSameText(cluster.product_name, input.plan) &&
      `plan ${cluster.product_name} instead of ${input.plan}`,
    nodes !== null && nodes !== input.nodes && `${inNodes(nodes)} instead of ${input.nodes}`,
    region !== null && region !== place.region && `region ${region} instead of ${place.region}`,
  ].filter((text) => text !== false);
  if (differences.length === 0) return null;
  return refuse(
    `cluster ${nameOf(cluster)} is there already, with ${differences.join(' and ')}`,
    'Choose another name, or change that cluster.',
  );
}

async function order(run: Run<OrderInput>, place: OrderPlace, clusters: readonly Cluster[]) {
  const { input } = run;
  const plan = await readPlan(run, place.region);
  const storage = storageBytesOf(input);
  checkSize(input, plan, storage);
  const [subscriptionId, version, isTaken] = await Promise.all([
    readSubscription(run, place.organization, plan),
    readVersion(run),
    isNameTaken(run.cloud, input.name),
  ]);
  if (isTaken) {
    // The list can be a moment behind.
    const late = await lookAgain(run, place);
    if (late) return settle(run, place, late);
    if (run.notes.has(ASKED)) throw notShownYet();
  }
  const productName = plan.name ?? input.plan;
  const obstacle = isTaken ? takenRefusal(input.name) : freeRefusal(plan, place, clusters);
  const to = inWords({ productName, nodes: input.nodes, version }, place.region);
  if (obstacle && !isToldOnly(input, obstacle)) throw obstacle;
  if (obstacle || input.preview) {
    return toAnswer(run, place, null, {
      blockedBy: obstacle && inSentences(obstacle),
      to,
      price: priceOf(input, plan, storage),
      version,
    });
  }
  const ordered = { to, price: priceOf(input, plan, storage) };
  run.notes.set(ASKED, ordered);
  try {
    const cluster = await create(run.cloud, place.organization.id, {
      name: input.name,
      version,
      productName,
      productTier: plan.tier ?? 'default',
      nodes: input.nodes,
      storageBytesPerNode: storage,
      username: ADMIN_USER,
      password: newPassword(),
      project: place.project
        ? { id: place.project.id }
        : { name: input.name, region: place.region },
      subscriptionId,
    });
    return toAnswer(run, place, cluster, { changed: true, ...ordered });
  } catch (error) {
    // Another Zap may have ordered the same at the same moment.
    if (!isProblem(error, 'refused', 'busy')) throw error;
    run.notes.delete(ASKED);
    const other = await lookAgain(run, place);
    if (other) return settle(run, place, other);
    throw error;
  }
}

/** The cluster of that name in the organization, as soon as the list shows it. */
async function lookAgain(run: Run<OrderInput>, place: OrderPlace): Promise<Cluster | undefined> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const clusters = await listClusters(run.cloud, { organizationId: place.organization.id });
    const [cluster] = named(clusters, run.input.name);
    if (cluster) return cluster;
    if (look < LOOKS) await wait(LOOK_AGAIN_MS);
  }
  return undefined;
}

function notShownYet(): Problem {
  return new Problem(
    'unavailable',
    'the cluster was ordered, and CrateDB Cloud does not show it yet',
    { maybeDone: true },
  );
}

function takenRefusal(name: string): Refusal {
  return refuse(
    `the name “${name}” is taken by a cluster that this organization does not have`,
    'Names are unique all over CrateDB Cloud; choose another one.',
  );
}

/** API: one free cluster per organization. */
function freeRefusal(
  plan: Product,
  place: OrderPlace,
  clusters: readonly Cluster[],
): Refusal | null {
  if (plan.name !== FREE_PLAN) return null;
  const free = clusters.find((cluster) => cluster.product_name === FREE_PLAN);
  return free
    ? refuse(
        `organization ${place.organization.name ?? ''} has its one free cluster already, ${nameOf(free)}`,
        'Use that one, or choose another plan.',
      )
    : null;
}
