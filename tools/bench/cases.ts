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

/** An app in a cloud, and what it is asked for. */
export type Subject = { bench: Bench; cloud: BenchCloud; tape: Tape; one: Case };

export type Repeats = { warmUps: number; pairs: number };

export type Times = {
  /** What one poll asks for, and how much it gives. */
  urls: string[];
  items: number;
  pairs: [ms: number, floor: number][];
};

/** A step against the same requests made plainly, in one warm process. */
export function besideFetch(subject: Subject, { warmUps, pairs }: Repeats): Promise<Times> {
  const { bench, cloud, tape } = subject;
  return withProcess(async (process) => {
    await startOurs(subject)(process);
    // What a process remembers for a minute is not asked again, and not asked plainly either.
    await process.call(eventOf(subject));
    tape.taken();
    const { result: items } = await process.call(eventOf(subject));
    const urls = tape.taken().map((path) => tape.origin + path);
    bench.progress(`  ${subject.one.name}: ${urls.length} requests, ${items} items`);
    const ours = async () => (await process.call(eventOf(subject))).ms;
    const plainly = async () => (await process.fetchAll(urls, cloud.headers)).ms;
    await interleave(warmUps, ours, plainly);
    return { urls, items, pairs: await interleave(pairs, ours, plainly) };
  });
}

/** A step against the plain app, each in a warm process of its own. */
export function besidePlain(
  subject: Subject,
  { urls, items }: Times,
  { warmUps, pairs }: Repeats,
): Promise<[ms: number, floor: number][]> {
  const plain = plainEvent(subject, urls, items);
  return withProcess((process) =>
    withProcess(async (other) => {
      await startOurs(subject)(process);
      await other.coldStart(subject.bench.plain.folder, plain);
      const ours = async () => (await process.call(eventOf(subject))).ms;
      const plainly = async () => (await other.call(plain)).ms;
      await interleave(warmUps, ours, plainly);
      return await interleave(pairs, ours, plainly);
    }),
  );
}

/** The most MiB of a fresh process in so many polls: a climb shows only after many. */
export function peakOf(subject: Subject, polls: number): Promise<number> {
  return peak(polls, eventOf(subject), startOurs(subject));
}

export function peakOfPlain(subject: Subject, { urls, items }: Times, polls: number) {
  const event = plainEvent(subject, urls, items);
  return peak(polls, event, (process) => process.coldStart(subject.bench.plain.folder, event));
}

/** The same of the empty app, which only ever tests its connection. */
export function peakOfEmpty({ bench, cloud, tape }: Omit<Subject, 'one'>, polls: number) {
  const event = cloud.event(CONNECTION_TEST, {}, tape.origin);
  return peak(polls, event, (process) => process.coldStart(bench.empty.folder, event));
}

function peak(
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

export function eventOf({ cloud, tape, one: { method, input = {} } }: Subject): object {
  return cloud.event(method, input, tape.origin);
}

export function plainEvent(
  { cloud, tape }: Pick<Subject, 'cloud' | 'tape'>,
  urls: string[],
  most: number,
): object {
  return cloud.event('triggers.plain.operation.perform', { urls, most }, tape.origin);
}

export function startOurs({ bench, cloud, tape }: Subject) {
  const test = cloud.event(CONNECTION_TEST, {}, tape.origin);
  return (process: AppProcess) => process.coldStart(bench.app.folder, test);
}
