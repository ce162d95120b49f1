import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadedHandler } from './types.ts';

const CHILD = fileURLToPath(new URL('./app-process-child.ts', import.meta.url));

/** Core ends its process after 250 calls once it has grown large; a fresh one comes before that. */
const CALLS_PER_PROCESS = 200;

export type AppLocation = { folder: string } | { module: string };

/** Parent to child: first where the app is, then events. */
export type ToChild = { load: AppLocation } | { id: number; event: string };

/** Child to parent: answers; id 0 answers `load`. */
export type FromChild = { id: number } & ({ output: string } | { error: ThrownError });

export type ThrownError = {
  name: string;
  message: string;
  stack?: string | undefined;
};

type Answer = (reply: FromChild) => void;
type Output = Awaited<ReturnType<LoadedHandler>>;

/** An error of the other process, with the name that tells its class. */
function revive({ name, message, stack }: ThrownError): Error {
  return Object.assign(new Error(message), { name, stack });
}

/** One child and the calls that wait for it. */
async function startChild(location: AppLocation) {
  const waiting = new Map<number, Answer>();
  const child: ChildProcess = fork(CHILD, {
    execArgv: [],
    // Lambda knows nothing of the developer's environment, and NODE_ENV=test would change core.
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    // Core prints what it logs, uncensored.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('message', (reply: FromChild) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  let gone = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      gone = true;
      const error: ThrownError = {
        name: 'Runtime.ExitError',
        message: `Process exited before completing request (${signal ?? code})`,
      };
      for (const [id, answer] of waiting) answer({ id, error });
      resolve();
    });
  });

  let sent = 0;
  const send = async (message: ToChild, id: number): Promise<string> => {
    const reply = await new Promise<FromChild>((resolve) => {
      waiting.set(id, resolve);
      child.send(message, (error) => {
        if (!error) return;
        waiting.delete(id);
        resolve({ id, error });
      });
    });
    if ('error' in reply) throw revive(reply.error);
    return reply.output;
  };

  const close = async () => {
    if (!gone) child.kill();
    await ended;
  };

  try {
    await send({ load: location }, 0);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    get worn() {
      return gone || sent >= CALLS_PER_PROCESS;
    },
    get idle() {
      return waiting.size === 0;
    },
    async call(event: object): Promise<Output> {
      sent += 1;
      return JSON.parse(await send({ id: sent, event: JSON.stringify(event) }, sent)) as Output;
    },
    close,
  };
}

/**
 * Runs an app in a process of its own: the only way to load a build under jest, whose module
 * registry stands in for Node's, and the way to core's production behaviour.
 */
export async function startAppProcess(location: AppLocation): Promise<LoadedHandler> {
  type Child = Awaited<ReturnType<typeof startChild>>;
  const children = new Set<Child>();
  let current: Promise<Child>;

  const start = async () => {
    const child = await startChild(location);
    children.add(child);
    return child;
  };

  /** The child for the next call; a worn one is replaced, and ends with its last call. */
  const next = async (): Promise<Child> => {
    const asked = current;
    const child = await asked;
    if (!child.worn) return child;
    if (current === asked) current = start();
    return await next();
  };

  const handler = async (event: object): Promise<Output> => {
    const child = await next();
    try {
      return await child.call(event);
    } finally {
      if (child.worn && child.idle) {
        children.delete(child);
        await child.close();
      }
    }
  };

  current = start();
  await current;
  return Object.assign(handler, {
    ownProcess: true,
    async close() {
      await Promise.all([...children].map((child) => child.close()));
      children.clear();
    },
  });
}
