import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { PRODUCTION_ORIGIN } from '../../../src/clients/cloud/origin.ts';
import { accountOf } from '../../../src/kit/run/account.ts';
import { type Run, runStep } from '../../../src/kit/run/run.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

let count = 0;
/** An account that no other test knows. */
const newAccount = () => {
  count += 1;
  const origin = `https://${count}.example`;
  return () => accountOf(origin, { key: 'key', secret: 'secret' });
};

test('what was read is known to the next run for a minute, whichever way the clock was put', () => {
  const account = newAccount();
  expect(account().recall('names', NOW)).toBeNull();
  account().keep('names', ['a'], NOW);
  expect(account().recall('names', later(59_999))).toEqual(['a']);
  expect(account().recall('names', later(-59_999))).toEqual(['a']);
  expect(account().recall('names', later(60_000))).toBeNull();
  expect(account().recall('names', later(-60_000))).toBeNull();
  expect(account().recall('regions', NOW)).toBeNull();
});

test('what was being read when something was changed is not kept', () => {
  const account = newAccount();
  const reading = account();
  expect(reading.recall('names', NOW)).toBeNull();
  account().forget();
  reading.keep('names', ['old'], NOW);
  expect(account().recall('names', NOW)).toBeNull();
  expect(reading.recall('names', NOW)).toBeNull();
  reading.keep('names', ['new'], NOW);
  expect(account().recall('names', NOW)).toEqual(['new']);
});

const asking: [string, (run: Run<object>) => Promise<unknown>][] = [
  ['GET', ({ cloud }) => cloud.get('/clusters/')],
  ['HEAD', ({ cloud }) => cloud.exists('/clusters/name/x/')],
];
const changing = (['POST', 'PUT', 'PATCH', 'DELETE'] as const).map(
  (method): (typeof asking)[number] => [
    method,
    ({ cloud }) => cloud.change(method, '/organizations/', {}),
  ],
);

test.each([
  ...asking.flatMap((one) => [
    { one, status: 200, remembers: true },
    { one, status: 404, remembers: true },
    { one, status: 403, remembers: true },
    { one, status: 302, remembers: false },
    { one, status: 401, remembers: false },
  ]),
  ...changing.flatMap((one) => [
    { one, status: 200, remembers: false },
    { one, status: 400, remembers: false },
  ]),
])(
  'after $one.0 with $status it is still known: $remembers',
  async ({ one, status, remembers }) => {
    const credentials = { key: `${one[0]} ${status}`, secret: 'secret' };
    accountOf(PRODUCTION_ORIGIN, credentials).keep('names', ['a'], NOW);
    const z = {
      request: async () => ({ status, getHeader: () => undefined, body: Readable.from(['{}']) }),
    } as unknown as ZObject;
    const authData = { api_key: credentials.key, api_secret: credentials.secret };
    const bundle = { authData, inputData: {} } as unknown as Bundle;
    await runStep(z, bundle, [], (run) => one[1](run).catch(() => null));
    const known = accountOf(PRODUCTION_ORIGIN, credentials).recall('names', NOW);
    expect(known !== null).toBe(remembers);
  },
);

test('only so many accounts are remembered, the latest', () => {
  const accounts = Array.from({ length: 30 }, newAccount);
  for (const account of accounts) account().keep('names', ['a'], NOW);
  const known = accounts.map((account) => account().recall('names', NOW) !== null);
  expect(known).toEqual([...Array(10).fill(false), ...Array(20).fill(true)]);
});

test('whatever many runs of similar accounts do in between, each recalls only what was read with its own', () => {
  // Parts that run into each other are told apart as well.
  const part = fc.constantFrom('a', 'b', 'aa', 'ab', '"', '","', 'a","b');
  const identity = fc.record({ origin: part, key: part, secret: part });
  const step = fc.record({
    who: identity,
    what: fc.constantFrom('recall', 'keep', 'forget'),
    at: fc.nat({ max: 120_000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      for (const { who, what, at } of steps) {
        const account = accountOf(who.origin, who);
        if (what === 'keep') account.keep('names', who, later(at));
        else if (what === 'forget') account.forget();
        else {
          const recalled = account.recall('names', later(at));
          if (recalled !== null) expect(recalled).toEqual(who);
        }
      }
    }),
  );
});
