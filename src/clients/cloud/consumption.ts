import * as z from 'zod/mini';
import { lazily } from '../../base/lazily.ts';
import type { CloudClient } from './client.ts';
import { path } from './client.ts';
import { freeForm, listOf, nested, readOne, wireNumber, wireText } from './wire.ts';

const usage = () => ({
  cost: wireNumber(),
  credits: wireNumber(),
  dtuhours: wireNumber(),
  minutes: wireNumber(),
  total: wireNumber(),
});

/**
 * API: `OrganizationCurrentConsumptionSchema`. Neither the unit of the costs nor the keys of the rates
 * (`{[key]: number}`) are documented, so the rates are given as they are.
 */
export const consumptionSchema = lazily(() =>
  z.object({
    compute_consumption_this_month: listOf({
      product_name: wireText(),
      consumption: nested(usage()),
    }),
    storage_consumption_this_month: nested({ ...usage(), gibhours: wireNumber() }),
    current_cost: nested({ hourly: freeForm(), monthly: freeForm() }),
  }),
);

export type Consumption = z.infer<ReturnType<typeof consumptionSchema>>;

/** What an organization has used in this calendar month. */
export async function getConsumption(
  cloud: CloudClient,
  organizationId: string,
): Promise<Consumption> {
  const reply = await cloud.get(path`/organizations/${organizationId}/consumption/current-month/`);
  return readOne(consumptionSchema(), 'a consumption', reply ?? {});
}
