/** Running a step's example with a fault on a route, and what holds whatever the fault. */
import type { RequestLogEntry } from '../../sandbox/cloud/control/client.ts';
import { endOf, type Fault, type Verdict } from './fault-table.ts';
import { checkSecrets } from './secrets.ts';
import {
  checkSentence,
  hold,
  isCreate,
  type Outcome,
  oncePerStep,
  onSharedStage,
  onStage,
  outcomeOf,
  perform,
  type Stage,
  type Step,
} from './walk.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What a step asks when all is well: its routes in order, once each. */
export const usualOf = oncePerStep((step) =>
  onStage(step, async ({ cloud, zapier, input }) => {
    await perform(zapier, step, input);
    const requests = await cloud.control.requests();
    const routeOf = ({ method, path }: RequestLogEntry) => `${method} ${path.replace(UUID, '*')}`;
    const routes = [...new Set(requests.map(routeOf))];
    const isChange = (route: string) => !/^(GET|HEAD) |\/_sql$/.test(route);
    return { routes, changes: routes.filter(isChange), requests: requests.length };
  }),
);

/** Runs the example with a fault, and checks what holds whatever the fault. */
export async function meet(
  step: Step,
  route: string,
  effect: Fault['effect'],
  judge: (outcome: Outcome, stage: Stage) => Promise<void> | void,
): Promise<void> {
  const usual = await usualOf(step);
  await onSharedStage(step, async (stage) => {
    const { control } = stage.cloud;
    const now = async () => new Date(await control.now());
    await control.fault({
      route,
      ...(typeof effect === 'function' ? effect(await now()) : effect),
    });
    const outcome = await outcomeOf(perform(stage.zapier, step, stage.input));
    if (outcome.error) checkSentence(outcome.error);
    await checkSecrets(stage, outcome);
    const requests = (await control.requests()).length;
    // Each read is tried four times at most, and a safe create looks three times.
    const most = 8 + usual.requests * 4 * (isCreate(step) ? 3 : 1);
    hold(requests <= most, `asks ${requests} times`);
    await judge(outcome, stage);
  });
}

/** Checks that a run ended as the verdict demands. */
export function ended(
  step: Step,
  verdict: Verdict,
  { items, error }: Outcome,
  delay?: number,
): void {
  const end = endOf(step, verdict);
  // What is to be taken away and is not there is as it shall be.
  if (verdict === 'not found' && items?.[0]?.changed === false) return;
  hold(error !== null, 'gives an answer');
  hold(error.kind === end, `is ${error.kind}, not ${end}: ${error.message}`);
  if (delay !== undefined) {
    hold(error.delaySeconds === delay, `waits ${error.delaySeconds} s, not ${delay}`);
  }
}
