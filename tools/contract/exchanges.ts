/** All that is held against the document: what steps send, and what the sandbox answers. */
import { createSqlService } from '../../sandbox/cloud/sql/service.ts';
import type { Switches } from '../../sandbox/cloud/world/switches.ts';
import type { Operation } from './document.ts';
import { type Exchange, startRecorder } from './recorder.ts';
import {
  breakRules,
  callBadly,
  onSandbox,
  readEverything,
  servedOperations,
} from './sandbox-calls.ts';
import { runSteps } from './step-runs.ts';

/** Between them every switch that changes a reply has each of its values, whatever the defaults are. */
const OTHER_SWITCHES: readonly Partial<Switches>[] = [
  { nulls: true, apiKeyReply: 'nested' },
  {
    conflictStatus: 409,
    unauthorizedForm: 'redirect',
    foreignStatus: 403,
    versionsForm: 'array',
    apiKeyReply: 'flat',
    operationTargets: 'documented',
    jwtUnavailableStatus: 404,
    availableProductsForm: 'object',
    ruleViolationStatus: 422,
    inviteAdded: false,
    suspendedChanges: 'accepted',
    prometheusSurplus: 'throttled',
  },
  {
    conflictStatus: 400,
    unauthorizedForm: 'json',
    foreignStatus: 404,
    versionsForm: 'object',
    apiKeyReply: 'nested',
    operationTargets: 'all',
    jwtUnavailableStatus: 400,
    availableProductsForm: 'array',
    ruleViolationStatus: 409,
    inviteAdded: true,
    suspendedChanges: 'refused',
    prometheusSurplus: 'cached',
    orgMember: 'nothing',
  },
];

export type Collected = {
  exchanges: Exchange[];
  served: Operation[];
  steps: { steps: number; runs: number };
  failed: string[];
};

export async function collectExchanges(operations: readonly Operation[]): Promise<Collected> {
  const recorder = await startRecorder();
  const sql = createSqlService();
  try {
    const steps = await runSteps(recorder, sql, { variants: true });
    const served = await onSandbox(recorder, sql, {}, (call, seed) =>
      servedOperations(operations, call, seed),
    );
    // Asking for what the sandbox does not serve says nothing about what it serves.
    const fromSteps = recorder.exchanges.filter(({ cause }) => cause.step !== null);
    recorder.exchanges.splice(0, Number.POSITIVE_INFINITY, ...fromSteps);

    for (const switches of [{}, ...OTHER_SWITCHES]) {
      await onSandbox(recorder, sql, switches, (call, seed) => readEverything(served, call, seed));
      await onSandbox(recorder, sql, switches, (call, seed) => callBadly(served, call, seed));
      await onSandbox(recorder, sql, switches, (call, seed) => breakRules(call, seed));
    }
    for (const switches of OTHER_SWITCHES) {
      await runSteps(recorder, sql, { variants: false, switches });
    }
    return { exchanges: recorder.exchanges, served, steps, failed: steps.failed };
  } finally {
    await recorder.close();
    await sql.close();
  }
}
