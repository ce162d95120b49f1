/** Subscriptions to choose from: each dropdown offers those that its step can use. */
import { listSubscriptions, type Subscription } from '../clients/cloud/subscriptions.ts';
import { byLabel, type DropdownItem, labelOf } from '../kit/dropdown.ts';
import type { Run } from '../kit/run/run.ts';
import { readNames } from '../vocabulary/names.ts';
import { hasEnded } from './subscription-choice.ts';
import { providerName, stateOf } from './subscription-record.ts';

/** What has ended pays for nothing any more and is never offered. */
export async function subscriptionItems(
  run: Run<unknown>,
  canBeUsed: (one: Subscription) => boolean,
): Promise<DropdownItem[]> {
  const [subscriptions, names] = await Promise.all([
    listSubscriptions(run.cloud),
    readNames(run, { regions: false }),
  ]);
  const shown = subscriptions.filter((one) => !hasEnded(one) && canBeUsed(one));
  return byLabel(
    shown.map((one) => ({
      id: one.id,
      label: labelOf(
        one.name ?? one.reference,
        providerName(one.provider),
        stateOf(one),
        one.organization_id === null
          ? 'not assigned'
          : (names.organization(one.organization_id) ?? one.organization_id),
      ),
    })),
  );
}
