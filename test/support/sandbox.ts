/**
 * A fresh seeded CrateDB Cloud for a test:
 *
 *     const cloud = await newCloud();
 *     await cloud.control.cluster('weather-prod', { usage: { used_percent: 91 } });
 *     const zapier = await openZapier(cloud);          // app.ts
 *     const zap = zapier.trigger('storage_running_low');
 *     expect(await cloud.control.changes()).toEqual([]);
 *
 * All clouds of a run live in one process that jest's globalSetup starts, and share one SQL engine; a
 * cloud takes some 20 ms. What is left open is closed after the test file.
 */
import {
  type CloudControl,
  connectCloud,
  type SeedInfo,
} from '../../sandbox/cloud/control/client.ts';
import type { CloudOptions } from '../../sandbox/cloud/index.ts';
import type { HostedCloud } from './sandbox-host.ts';

export type NewCloudOptions = Omit<CloudOptions, 'sql' | 'port'> & {
  /**
   * Reached over an address that all such clouds share, with a key of its own: steps against different
   * clouds can then run at the same time.
   */
  sideBySide?: boolean;
};

export type TestCloud = {
  /** What CRATEDB_CLOUD_URL is to be. */
  origin: string;
  control: CloudControl;
  seed: SeedInfo;
  keys: SeedInfo['keys'];
  /** The connection of the seeded admin, with which steps may do everything. */
  authData: { api_key: string; api_secret: string; scope: string };
  /** With `sideBySide`: the cluster tokens that were given out so far. */
  tokens(): Promise<string[]>;
  close(): Promise<void>;
};

const opened = new Set<TestCloud>();

afterAll(() => Promise.all([...opened].map((cloud) => cloud.close())));

export async function newCloud(options: NewCloudOptions = {}): Promise<TestCloud> {
  const { sideBySide = false, ...rest } = options;
  const hosted = await host<HostedCloud>('POST', '/clouds', rest);
  const control = connectCloud(hosted.origin);
  const seed = await control.seed();
  const { key, secret } = sideBySide ? hosted.doorKey : seed.keys.admin;
  const cloud: TestCloud = {
    origin: sideBySide ? hosted.door : hosted.origin,
    control,
    seed,
    keys: seed.keys,
    authData: { api_key: key, api_secret: secret, scope: 'everything' },
    tokens: () => host('GET', `/tokens/${encodeURIComponent(key)}`),
    close: async () => {
      if (!opened.delete(cloud)) return;
      await host('DELETE', `/clouds/${hosted.id}`);
    },
  };
  opened.add(cloud);
  return cloud;
}

async function host<T>(method: string, path: string, body?: object): Promise<T> {
  const base = process.env.SANDBOX_HOST;
  if (!base) throw new Error('jest.config.js lacks globalSetup: test/support/global-setup.ts');
  const reply = await fetch(`${base}${path}`, {
    method,
    // A kept connection may be closed by the host just when it is to be used again.
    headers: { connection: 'close' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!reply.ok) throw new Error(await reply.text());
  return (await reply.json()) as T;
}
