import { type CloudControl, connectCloud } from '../../sandbox/cloud/control/client.ts';
import { startCloud } from '../../sandbox/cloud/index.ts';

/** Where `npm run sandbox` listens unless told otherwise. */
export const USUAL_ORIGIN = 'http://127.0.0.1:8080';

export type Sandbox = { control: CloudControl; startedHere: boolean; close(): Promise<void> };

/** True when a sandbox answers there, rather than nothing or another program. */
async function answers(control: CloudControl): Promise<boolean> {
  try {
    return typeof (await control.seed()).keys.admin.key === 'string';
  } catch {
    return false;
  }
}

/**
 * The sandbox that runs at `origin`, or a new one that ends with `close`. Its SQL engine is up: it takes
 * seconds, for which a step that measures would not wait.
 */
export async function openSandbox(origin: string): Promise<Sandbox> {
  const running = connectCloud(origin);
  if (await answers(running)) {
    await running.startSql();
    return { control: running, startedHere: false, close: async () => {} };
  }
  const cloud = await startCloud();
  const control = connectCloud(cloud.origin);
  await control.startSql();
  return { control, startedHere: true, close: () => cloud.close() };
}
