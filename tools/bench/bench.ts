/** What all measurements share: the two zips, and a cloud of the size that is asked for. */
import { type CloudControl, connectCloud } from '../../sandbox/cloud/control/client.ts';
import { startCloud } from '../../sandbox/cloud/index.ts';
import type { BuiltApp } from '../zip/build-app.ts';
import { type AppProcess, startProcess } from './process.ts';

export type Bench = {
  app: BuiltApp;
  /** Nothing but a connection. */
  empty: BuiltApp;
  /** Asks for the same as a step of ours, and does nothing with it. */
  plain: BuiltApp;
  progress(what: string): void;
};

export type BenchCloud = {
  control: CloudControl;
  /** An event that makes a handler run one method of the app, against the cloud itself or a tape of it. */
  event(method: string, inputData?: object, origin?: string): object;
  headers: Record<string, string>;
};

export type CloudSize = { clusters?: number; users?: number; auditEvents?: number };

/** Runs `task` with a local cloud of so many clusters, or of that size, which is then closed. */
export async function withCloud<T>(
  size: number | CloudSize,
  task: (cloud: BenchCloud) => Promise<T>,
): Promise<T> {
  const cloud = await startCloud(typeof size === 'number' ? { clusters: size } : size);
  try {
    const control = connectCloud(cloud.origin);
    const { key, secret } = (await control.seed()).keys.admin;
    return await task({
      control,
      event: (method, inputData = {}, origin = cloud.origin) => ({
        command: 'execute',
        method,
        bundle: { inputData, authData: { api_key: key, api_secret: secret }, meta: {} },
        environment: { CRATEDB_CLOUD_URL: origin },
      }),
      headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` },
    });
  } finally {
    await cloud.close();
  }
}

/** Runs `task` with a fresh process, which is then ended. */
export async function withProcess<T>(task: (process: AppProcess) => Promise<T>): Promise<T> {
  const process = startProcess();
  try {
    return await task(process);
  } finally {
    await process.close();
  }
}

export const CONNECTION_TEST = 'authentication.test';
