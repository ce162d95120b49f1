import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LOOPBACK_PEM } from './tape.ts';

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url));

type Answer = { ms: number; result: number };

export type AppProcess = {
  /** Milliseconds from nothing to the answer to `event`. */
  coldStart(folder: string, event: object): Promise<number>;
  /** One call of the loaded app: milliseconds, and how many items it gave. */
  call(event: object): Promise<Answer>;
  /** One plain request: milliseconds, and how many items the reply has. */
  fetch(url: string, headers: Record<string, string>): Promise<Answer>;
  /** Several plain requests, one after the other. */
  fetchAll(urls: string[], headers: Record<string, string>): Promise<Answer>;
  /** One plain statement: milliseconds, and how many rows its reply has. */
  post(url: string, headers: Record<string, string>, body: string): Promise<Answer>;
  /** CPU milliseconds of one call, as the mean of so many. */
  cpu(event: object, times: number): Promise<number>;
  /** What one call takes of the heap, in MiB. */
  allocation(event: object): Promise<number>;
  /** Resident memory in MiB. */
  memory(): Promise<number>;
  /** The most resident memory that there ever was, in MiB. */
  peak(): Promise<number>;
  close(): Promise<void>;
};

/** Starts a fresh process that one unpacked zip can be measured in. */
export function startProcess(): AppProcess {
  const child: ChildProcess = fork(CHILD, {
    execArgv: [],
    env: { PATH: process.env.PATH, TZ: 'UTC', NODE_EXTRA_CA_CERTS: LOOPBACK_PEM },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));

  const ask = (task: string, input: object = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const fail = (code: number | null) => reject(new Error(`The process ended with ${code}`));
      child.once('exit', fail);
      child.once('message', (answer: Answer | { error: string }) => {
        child.off('exit', fail);
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer);
      });
      child.send({ task, ...input });
    });

  return {
    coldStart: async (folder, event) => (await ask('coldStart', { folder, event })).ms,
    call: (event) => ask('call', { event }),
    fetch: (url, headers) => ask('fetch', { url, headers }),
    fetchAll: (urls, headers) => ask('fetchAll', { urls, headers }),
    post: (url, headers, body) => ask('post', { url, headers, body }),
    cpu: async (event, times) => (await ask('cpu', { event, times })).ms,
    allocation: async (event) => (await ask('allocation', { event })).result,
    memory: async () => (await ask('memory')).result,
    peak: async () => (await ask('peak')).result,
    async close() {
      child.kill();
      await ended;
    },
  };
}
