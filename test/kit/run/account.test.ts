import fc from 'fast-check';
import { accountOf } from '../../../src/kit/run/account.ts';

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
