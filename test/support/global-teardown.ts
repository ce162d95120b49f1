import type { ChildProcess } from 'node:child_process';

export default async function stopHost(): Promise<void> {
  const { sandboxHost: host } = globalThis as { sandboxHost?: ChildProcess };
  if (!host || host.exitCode !== null) return;
  const ended = new Promise((done) => host.once('exit', done));
  host.disconnect();
  await ended;
}
