/** Starts the process that all sandboxes of a test run live in; see sandbox.ts. */
import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';

export default async function startHost(): Promise<void> {
  const host = fork(resolve('test/support/sandbox-host.ts'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = await new Promise<unknown>((done, fail) => {
    host.once('message', done);
    host.once('exit', (code) => fail(new Error(`The sandbox host ended with ${code}`)));
  });
  process.env.SANDBOX_HOST = String(url);
  (globalThis as { sandboxHost?: ChildProcess }).sandboxHost = host;
}
