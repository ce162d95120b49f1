import { type ClusterToken, createSqlSession } from '../../../src/clients/sql/session.ts';

const NOW = new Date('2026-03-02T09:00:00Z');

/** A session whose tokens are `t1`, `t2` and so on; each may say when it ends, or fail. */
function sessionWith(...tokens: (Date | null | Error)[]) {
  let fetched = 0;
  const session = createSqlSession({
    fetchToken: async (): Promise<ClusterToken> => {
      const next = tokens[fetched] ?? null;
      fetched += 1;
      if (next instanceof Error) throw next;
      return { token: `t${fetched}`, expiresAt: next };
    },
    now: () => NOW,
  });
  return { session, fetched: () => fetched };
}

test('statements side by side share one token', async () => {
  const { session, fetched } = sessionWith();
  expect(await Promise.all([session.token(), session.token(), session.token()])).toEqual([
    't1',
    't1',
    't1',
  ]);
  expect([await session.token(), fetched()]).toEqual(['t1', 1]);
});

test('a token near its end is renewed once, however many wait for it', async () => {
  const { session, fetched } = sessionWith(new Date(NOW.getTime() + 30_000));
  await session.token();
  const all = await Promise.all([session.token(), session.token()]);
  expect([all, fetched()]).toEqual([['t2', 't2'], 2]);
});

test('a refused token is replaced once, however many were refused with it', async () => {
  const { session, fetched } = sessionWith();
  await session.token();
  expect(await Promise.all([session.renewed('t1'), session.renewed('t1')])).toEqual(['t2', 't2']);
  expect([await session.renewed('t1'), fetched()]).toEqual(['t2', 2]);
});

test('a failure is not kept', async () => {
  const { session } = sessionWith(new Error('API down'));
  await expect(session.token()).rejects.toThrow('API down');
  expect(await session.token()).toBe('t2');
});

test.each([
  ['a minute before its end', 60_000, 't1'],
  ['a little later', 59_999, 't2'],
])('a token is used until %s', async (_when, ms, expected) => {
  const { session } = sessionWith(new Date(NOW.getTime() + ms));
  // A fresh one is used whatever it says of its end.
  expect(await session.token()).toBe('t1');
  expect(await session.token()).toBe(expected);
});

test('a token that nobody uses any more is not dropped for having been refused', async () => {
  const { session, fetched } = sessionWith();
  await session.token();
  await session.renewed('t1');
  expect([await session.renewed('t0'), fetched()]).toEqual(['t2', 2]);
});
