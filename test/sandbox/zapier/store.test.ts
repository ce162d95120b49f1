import { createStore } from '../../../sandbox/zapier/store.ts';

const asker = { auth: 'a', user: 'u', storeKey: undefined };

test('of two who set what is not set, at the same time, one does', async () => {
  const { methods } = createStore(async () => new Date('2026-03-02T09:00:00Z'));
  const set = () => methods.zcache_set(asker, 'claim', '"mine"', 60, null, true);
  expect((await Promise.all([set(), set(), set()])).toSorted()).toEqual([false, false, true]);
});

test('what has ended can be set again', async () => {
  let now = new Date('2026-03-02T09:00:00Z');
  const { methods } = createStore(() => now);
  const set = () => methods.zcache_set(asker, 'claim', '"mine"', 60, null, true);
  expect(await set()).toBe(true);
  now = new Date('2026-03-02T09:01:01Z');
  expect(await set()).toBe(true);
});
