import { keyOf, runnable } from '../conformance/steps.ts';
import { newCloud } from '../support/sandbox.ts';
import { mutate } from './reply-mutations.ts';
import { ORIGIN, record } from './tape.ts';

beforeAll(() => {
  process.env.CRATEDB_CLOUD_URL = ORIGIN;
});

test('a tape has the replies of a cluster’s SQL as well, and no address but the stand-in', async () => {
  const step = runnable.find((one) => keyOf(one) === 'find_cluster_usage');
  if (!step) throw new Error('find_cluster_usage is gone');
  const { replies, date } = await record(step, await newCloud());
  expect(replies.some(({ statement }) => /FROM sys\.nodes/.test(statement ?? ''))).toBe(true);
  const addresses = replies.flatMap(({ body }) => body.match(/http:\/\/127[^"]*/g) ?? []);
  expect(addresses).toEqual([]);
  expect(replies.some(({ body }) => body.includes(ORIGIN))).toBe(true);
  expect(Date.parse(date)).not.toBeNaN();
});

describe('mutations', () => {
  const body = [
    { id: 'a', dc: { created: 1 } },
    { id: 'b', dc: { created: 2 } },
  ];
  const at = { index: 0, replies: 1 };
  // Values in order: 0 the body, 1 the first item, 2 its id, 3 its dc, 4 created, 5 the second item.
  const place = (value: number, everywhere = false) => ({ reply: 0, value, everywhere });

  test('change one place, or every field of a name', () => {
    expect(mutate(body, [{ kind: 'null', place: place(2) }], at)).toEqual([
      { id: null, dc: { created: 1 } },
      body[1],
    ]);
    expect(mutate(body, [{ kind: 'missing', place: place(4, true) }], at)).toEqual([
      { id: 'a', dc: {} },
      { id: 'b', dc: {} },
    ]);
  });

  test('make lists long, with ids of their own', () => {
    const huge = { kind: 'huge', place: place(0), length: 300, sameIds: false } as const;
    const list = mutate(body, [huge], at) as { id: string }[];
    expect(new Set(list.map(({ id }) => id)).size).toBe(300);
  });

  test('make one list long at most', () => {
    const nested = [{ id: 'a', lines: [1] }];
    const huge = (value: number) =>
      ({ kind: 'huge', place: place(value), length: 300, sameIds: true }) as const;
    const list = mutate(nested, [huge(0), huge(1)], at) as typeof nested;
    expect(list).toHaveLength(300);
    expect(list[0]?.lines).toHaveLength(1);
  });

  test('replace the body, and leave other replies and the tape itself alone', () => {
    const whole = { kind: 'whole body', place: place(0), value: null } as const;
    expect(mutate(body, [whole], at)).toBeNull();
    expect(mutate(body, [whole], { index: 1, replies: 2 })).toEqual(body);
    expect(body).toHaveLength(2);
  });
});
