/** One step over one account: how often it asks, how long it takes, how much memory it fills. */
import { type Bench, type BenchCloud, CONNECTION_TEST, withProcess } from './bench.ts';
import { interleave } from './pairs.ts';
import type { AppProcess } from './process.ts';
import type { Tape } from './tape.ts';

export type Case = {
  name: string;
  method: string;
  input?: object;
};

const PLAIN = 'triggers.plain.operation.perform';

export type Times = {
  requests: number;
  /** Ours against the same requests made plainly, in one warm process. */
  plainly: [ms: number, floor: number][];
  /** The most MiB after so many polls of a fresh process, and of the plain app if it was asked. */
  peak: [mib: number, floor: number | null];
  /** Ours against the plain app, where so much is given that core itself takes long. */
  inZapier: [ms: number, floor: number][];
};

export type Repeats = { warmUps: number; pairs: number; polls: number };

/** So many items take core longer than all the rest takes. */
const MANY_ITEMS = 1_000;

export function timesOf(
  { app, plain }: Bench,
  cloud: BenchCloud,
  tape: Tape,
  { method, input = {} }: Case,
  { warmUps, pairs, polls }: Repeats,
): Promise<Times> {
  const event = cloud.event(method, input, tape.origin);
  const test = cloud.event(CONNECTION_TEST, {}, tape.origin);
  return withProcess(async (ours) => {
    await ours.coldStart(app.folder, test);
    tape.taken();
    const { result: items } = await ours.call(event);
    const urls = tape.taken().map((path) => tape.origin + path);

    const call = async () => (await ours.call(event)).ms;
    const fetchAll = async () => (await ours.fetchAll(urls, cloud.headers)).ms;
    await interleave(warmUps, call, fetchAll);
    const plainly = await interleave(pairs, call, fetchAll);
    const peak = await peakOf(polls, event, (process) => process.coldStart(app.folder, test));
    const found = { requests: urls.length, plainly };
    if (items < MANY_ITEMS) return { ...found, peak: [peak, null], inZapier: [] };

    const same = cloud.event(PLAIN, { urls, most: items }, tape.origin);
    const startPlain = (process: AppProcess) => process.coldStart(plain.folder, same);
    const inZapier = await withProcess(async (other) => {
      await startPlain(other);
      const callPlain = async () => (await other.call(same)).ms;
      await interleave(warmUps, call, callPlain);
      return await interleave(pairs, call, callPlain);
    });
    return { ...found, inZapier, peak: [peak, await peakOf(polls, same, startPlain)] };
  });
}

/** The most memory of a fresh process in so many polls: a climb shows only after many. */
export function peakOf(
  polls: number,
  event: object,
  start: (process: AppProcess) => Promise<unknown>,
): Promise<number> {
  return withProcess(async (process) => {
    await start(process);
    for (let count = 0; count < polls; count += 1) await process.call(event);
    return await process.peak();
  });
}
