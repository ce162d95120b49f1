import { deadlineIn, within } from '../../src/base/deadline.ts';
import { inOwnTime } from '../simulation/own-time.ts';

const never = new Promise<never>(() => {});
const left = (ms: number) => ({ remainingMs: () => ms });

test('a deadline comes, and never lies behind nothing', async () => {
  await inOwnTime(async () => {
    const deadline = deadlineIn(1_000);
    expect(deadline.remainingMs()).toBe(1_000);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(deadline.remainingMs()).toBe(600);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(deadline.remainingMs()).toBe(0);
  });
});

test('a deadline that is ended has come', () => {
  const deadline = deadlineIn(60_000);
  deadline.end();
  expect(deadline.remainingMs()).toBe(0);
});

test('what answers in time is the answer, and its failure the failure', async () => {
  expect(await within(left(1_000), Promise.resolve(null), {})).toEqual({ answer: null });
  const error = new Error('no');
  await expect(within(left(1_000), Promise.reject(error), {})).rejects.toBe(error);
});

test('what does not is left when its time is over, or all but what is kept', async () => {
  expect(await within(left(60_000), never, { mostMs: 1 })).toBeNull();
  expect(await within(left(1_000), never, { keepMs: 999 })).toBeNull();
  expect(await within(left(0), never, {})).toBeNull();
});
