import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud, type TestCloud } from '../support/sandbox.ts';

let cloud: TestCloud;
let zapier: Zapier;

beforeAll(async () => {
  cloud = await newCloud();
  zapier = await openZapier(cloud);
});

const DAY = 86_400_000;

/** The alert of one key that is unused for so many days. */
async function alertAfter(days: number, more: object = {}, input: object = {}) {
  const now = Date.parse(await cloud.control.now());
  await cloud.control.put('api_key', {
    key: 'crate_UNUSEDEXAMPLE0000000000000000000000000wxyz',
    user_id: cloud.seed.users.ada,
    active: true,
    last_used: new Date(now - days * DAY).toISOString().slice(0, -1),
    ...more,
  });
  const alerts = await zapier.step('triggers.api_key_unused.operation.perform', {
    inputData: { days_unused: 75, ...input },
  });
  return (alerts as Record<string, unknown>[]).find(({ last_four }) => last_four === 'wxyz');
}

test.each([
  [74, undefined],
  [75, { id: expect.stringMatching(/:75$/), severity: 'warning', days_left: 15 }],
  [84, { id: expect.stringMatching(/:75$/), severity: 'warning', days_left: 6 }],
  [85, { id: expect.stringMatching(/:85$/), severity: 'error', days_left: 5 }],
  [
    89,
    {
      days_left: 1,
      summary:
        'API key crate_UNUS…wxyz was not used for 89 days; CrateDB Cloud deletes it in 1 day.',
    },
  ],
  [95, { days_unused: 95, days_left: 0 }],
])('after %d days', async (days, expected) => {
  const alert = await alertAfter(days);
  if (expected === undefined) expect(alert).toBeUndefined();
  else expect(alert).toMatchObject(expected);
});

test('an inactive one only where it is asked for', async () => {
  expect(await alertAfter(80, { active: false })).toBeUndefined();
  expect(await alertAfter(80, { active: false }, { with_inactive: true })).toMatchObject({
    days_unused: 80,
    active: false,
  });
});
