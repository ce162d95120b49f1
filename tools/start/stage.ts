/** Both halves of the sandbox, with the app between them. */
import { join } from 'node:path';
import { type CloudControl, connectCloud } from '../../sandbox/cloud/control/client.ts';
import { startCloud } from '../../sandbox/cloud/index.ts';
import { startZapier, type Zapier } from '../../sandbox/zapier/index.ts';
import { loadHandler } from '../../sandbox/zapier/load-app.ts';
import { ROOT } from '../paths.ts';

export type Stage = {
  cloud: CloudControl;
  zapier: Zapier;
  /** Zapier with a connection whose secret is wrong. */
  stranger: Zapier;
  close(): Promise<void>;
};

/** Starts a local CrateDB Cloud and a local Zapier, which runs the app from its source. */
export async function openStage(): Promise<Stage> {
  const server = await startCloud();
  const cloud = connectCloud(server.origin);
  const [handler] = await Promise.all([
    loadHandler({ module: join(ROOT, 'index.ts') }),
    // It takes seconds, and the clusters shall answer when they are asked.
    cloud.startSql(),
  ]);
  const { key, secret } = (await cloud.seed()).keys.admin;
  const open = (apiSecret: string) =>
    startZapier({
      handler,
      authData: { api_key: key, api_secret: apiSecret },
      environment: { CRATEDB_CLOUD_URL: server.origin },
      now: async () => new Date(await cloud.now()),
    });
  const [zapier, stranger] = await Promise.all([open(secret), open('not the secret')]);
  return {
    cloud,
    zapier,
    stranger,
    async close() {
      await Promise.all([zapier.close(), stranger.close(), handler.close()]);
      await server.close();
    },
  };
}
