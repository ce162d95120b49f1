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

/** The sandbox that runs at `origin`, or a new one that ends with `close`. */
export async function openSandbox(origin: string): Promise<Sandbox> {
  const running = connectCloud(origin);
  if (await answers(running)) {
    return { control: running, startedHere: false, close: async () => {} };
  }
  const cloud = await startCloud();
  const control = connectCloud(cloud.origin);
  // The SQL engine takes seconds; so it starts while the CLI does.
  const sql = control.startSql().catch(() => {});
  return {
    control,
    startedHere: true,
    async close() {
      await sql;
      await cloud.close();
    },
  };
}
