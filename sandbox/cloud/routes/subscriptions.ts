import * as z from 'zod/mini';
import { type Call, created, ok, param, query, type Route, route } from '../server/call.ts';
import { forbidden, notFound } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import { newSubscription } from '../state/seed-billing.ts';
import { put } from '../state/state.ts';
import type { Subscription } from '../state/types.ts';
import {
  foreign,
  isOrgAdmin,
  needCluster,
  needOrgAdmin,
  needOrganization,
  needSuperuser,
  orgRole,
  violation,
} from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { clusterView } from '../world/views.ts';
import { nextId, writtenDc, writtenNow } from '../world/world.ts';
import { deleteCluster } from './cluster-delete.ts';

const get = (path: string) =>
  route('GET', `${path}/subscriptions/:subscription/`, (call) => ok(needSubscription(call)));

const remove = (path: string) =>
  route('DELETE', `${path}/subscriptions/:subscription/`, (call) => cancel(call));

export const subscriptionRoutes: Route[] = [
  route('GET', '/subscriptions/', (call) => {
    const organization = query(call, 'organization_id');
    if (organization !== undefined) needOrganization(call, organization);
    return ok(visible(call).filter((it) => !organization || it.organization_id === organization));
  }),

  route('GET', '/organizations/:organization/subscriptions/', (call) => {
    const { id } = needOrganization(call, param(call, 'organization'));
    return ok(visible(call).filter((it) => it.organization_id === id));
  }),

  // API: makes a pending Stripe subscription; the contracts are made by the vendor's staff.
  route('POST', '/subscriptions/', (call) => {
    const schema = z.strictObject({
      organization_id: z.string(),
      type: z.string().check(z.regex(/^\w[\w\- ]*$/, 'String does not match expected pattern.')),
    });
    const body = parseBody(schema, call);
    const { id } = needOrgAdmin(call, body.organization_id);
    const { world } = call;
    if (body.type === 'contract' && !call.actor.sudo) throw forbidden();
    if (body.type !== 'contract' && body.type !== 'stripe') {
      throw violation(world, 'Not a valid subscription type.', 'type');
    }
    const contract = body.type === 'contract';
    const uid = nextId(world, 'subscription');
    const subscription = put(
      world.state,
      'subscription',
      newSubscription({
        id: uid,
        name: contract ? `contract-${uid.slice(0, 8)}` : 'Credit Card',
        provider: body.type,
        organization_id: id,
        state: contract ? 'active' : 'PENDING',
        active: contract,
        provisioned: contract,
        dc: writtenDc(world),
      }),
    );
    tell(call, subscription, 'subscription.create', { type: body.type });
    return created(subscription);
  }),

  get(''),
  get('/aws'),
  get('/azure'),
  get('/gcp'),
  get('/stripe'),
  remove(''),
  remove('/stripe'),

  route('PATCH', '/subscriptions/:subscription/assign-org/', (call) => {
    const subscription = call.world.state.subscription.get(param(call, 'subscription'));
    if (!subscription) throw notFound();
    const body = parseBody(z.strictObject({ organization_id: z.string() }), call);
    const { id } = needOrgAdmin(call, body.organization_id);
    if (subscription.provider !== 'azure') {
      throw violation(call.world, 'Only Azure subscriptions can be assigned.');
    }
    if (subscription.organization_id !== null && subscription.organization_id !== id) {
      throw violation(call.world, 'The subscription belongs to an organization.');
    }
    if (subscription.organization_id !== id) {
      subscription.organization_id = id;
      subscription.state = 'Subscribed';
      subscription.provisioned = true;
      subscription.dc.modified = writtenNow(call.world);
      tell(call, subscription, 'subscription.assign_organization', { organization_id: id });
    }
    return ok(subscription);
  }),

  route('PATCH', '/aws/subscriptions/:subscription/', (call) => {
    const subscription = needSubscription(call);
    if (!isOrgAdmin(call.actor, subscription.organization_id)) throw forbidden();
    const schema = z.strictObject({
      plan: z.optional(z.string()),
      plan_id: z.optional(z.string()),
    });
    const body = parseBody(schema, call);
    if (subscription.provider !== 'aws') throw notFound();
    const plan = body.plan ?? subscription.plan;
    const planId = body.plan_id ?? subscription.plan_id;
    if (plan !== subscription.plan || planId !== subscription.plan_id) {
      subscription.plan = plan;
      subscription.plan_id = planId;
      subscription.dc.modified = writtenNow(call.world);
      tell(call, subscription, 'subscription.update', { plan, plan_id: planId });
    }
    return ok(subscription);
  }),

  // API: for the vendor's staff only; both subscriptions have to be of the cluster's organization.
  route('POST', '/clusters/:cluster/transfer-subscription/', (call) => {
    needSuperuser(call);
    const { cluster, project } = needCluster(call, param(call, 'cluster'), 'manage');
    const schema = z.strictObject({
      old_subscription_id: z.string(),
      new_subscription_id: z.string(),
    });
    const body = parseBody(schema, call);
    const next = call.world.state.subscription.get(body.new_subscription_id);
    if (cluster.subscription_id !== body.old_subscription_id) {
      throw violation(call.world, 'Not the subscription of the cluster.', 'old_subscription_id');
    }
    if (!next?.active || next.organization_id !== project.organization_id) {
      throw violation(call.world, 'The subscription is not valid.', 'new_subscription_id');
    }
    cluster.subscription_id = next.id;
    cluster.dc.modified = writtenNow(call.world);
    recordChange(call, {
      what: 'product.transfer_subscription',
      entityId: cluster.id,
      clusterId: cluster.id,
      organizations: [project.organization_id],
      detail: body,
    });
    return ok(clusterView(call.world, cluster));
  }),
];

/** Those of the organizations that the caller is a member of, and unassigned ones bought by the caller. */
function visible(call: Call): Subscription[] {
  return [...call.world.state.subscription.values()].filter((it) => sees(call, it));
}

function sees(call: Call, it: Subscription): boolean {
  const { actor } = call;
  if (actor.sudo) return true;
  if (it.organization_id === null) {
    return it.purchaser?.toLowerCase() === actor.user.email.toLowerCase();
  }
  return orgRole(actor, it.organization_id) !== undefined;
}

function needSubscription(call: Call): Subscription {
  const subscription = call.world.state.subscription.get(param(call, 'subscription'));
  if (!subscription) throw notFound();
  if (!sees(call, subscription)) throw foreign(call.world);
  return subscription;
}

/** API: answers 200 with the subscription, and takes every cluster in it away. */
function cancel(call: Call) {
  const subscription = needSubscription(call);
  if (!isOrgAdmin(call.actor, subscription.organization_id)) throw forbidden();
  const { world } = call;
  if (subscription.provider !== 'stripe' && subscription.provider !== 'contract') {
    throw violation(world, 'Only contract and Stripe subscriptions can be cancelled.');
  }
  if (!subscription.active && subscription.state.startsWith('TERMINAT')) throw notFound();
  const clusters = [...world.state.cluster.values()].filter(
    (it) => it.subscription_id === subscription.id,
  );
  for (const cluster of clusters) deleteCluster(world, cluster);
  subscription.state = 'TERMINATING';
  subscription.active = false;
  subscription.dc.modified = writtenNow(world);
  tell(call, subscription, 'subscription.cancel', { clusters: clusters.map((it) => it.id) });
  return ok(subscription);
}

function tell(
  call: Call,
  subscription: Subscription,
  what: string,
  detail: Record<string, unknown>,
): void {
  recordChange(call, {
    what,
    entityId: subscription.id,
    organizations: [subscription.organization_id],
    detail,
  });
}
