/**
 * No alert lost, none twice: one random history of each trigger through core and HTTP, and the same one
 * directly, which must come out the same. Thousands of them are played by `npm run simulate` (main.ts).
 */

import { loadHandler } from '../../sandbox/zapier/load-app.ts';
import { appWith, type TriggerStep, triggers } from './app.ts';
import { runHistory } from './history.ts';
import { type SimulatedApi, startApi } from './server.ts';
import { directly, overHttp } from './ways.ts';
import { scenarioOf } from './worlds/index.ts';

const SEED = 'quiet';

/** Defines the tests of the triggers of one kind; a trigger without a scenario fails. */
export function simulate(isOfKind: (trigger: TriggerStep) => boolean): void {
  let api: SimulatedApi;
  let told = 0;
  const left: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await Promise.all(left.map((close) => close()));
    await api.close();
  });

  test.each(triggers.filter(isOfKind).map((trigger) => [trigger.definition.key, trigger]))(
    '%s loses nothing and tells nothing twice',
    async (key, trigger) => {
      const scenario = scenarioOf(trigger as TriggerStep);
      const app = appWith(trigger as TriggerStep);
      const handler = await loadHandler({ source: app });
      const seed = `${SEED}/${key}/0`;
      const played = await Promise.all(
        [overHttp(api, handler, (close) => left.push(close)), directly(app)].map((way) =>
          runHistory(key as string, scenario, { way, seed }),
        ),
      );
      const [full, direct] = played;
      expect(full?.wrong).toEqual([]);
      expect(direct).toEqual(full);
      told += full?.told ?? 0;
    },
  );

  test('the histories had something to tell', () => {
    expect(told).toBeGreaterThan(0);
  });
}
