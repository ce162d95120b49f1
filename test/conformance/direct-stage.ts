/** A sandbox and a Zapier in this process, without core: for steps by the thousand. */
import {
  type CloudControl,
  connectCloud,
  type SeedInfo,
} from '../../sandbox/cloud/control/client.ts';
import { createServer } from '../../sandbox/cloud/server/server.ts';
import { createSqlService } from '../../sandbox/cloud/sql/service.ts';
import type { RequestLogEntry } from '../../sandbox/cloud/world/log.ts';
import { createWorld } from '../../sandbox/cloud/world/world.ts';
import {
  type Asked,
  type Reply,
  startDirectZapier,
  type Zapier,
} from '../../sandbox/zapier/index.ts';
import { accountOf } from '../../src/kit/run/account.ts';
import { appWithOnly } from '../fuzz/run-step.ts';
import { bodyOf } from '../fuzz/tape.ts';
import type { Step } from './steps.ts';

/** What the sandbox calls itself: the same in each run, and requests are handed over to where it listens. */
const ORIGIN = 'http://127.0.0.1:9';

export type DirectStage = {
  control: CloudControl;
  seed: SeedInfo;
  /** As the seeded admin, unless another key is given. */
  zapierAs(key?: { key: string; secret: string }): Zapier;
  requests(): readonly RequestLogEntry[];
  /** Paths that were answered with a list since the stage was opened. */
  lists(): readonly string[];
};

/** Stages of one step, one after another; each begins with the seed. */
export type DirectStages = {
  on<T>(step: Step, work: (stage: DirectStage) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export async function openDirectStages(): Promise<DirectStages> {
  const world = createWorld({
    size: { clusters: 0, users: 0, auditEvents: 0 },
    start: '2026-03-02T09:00:00Z',
    speed: 0,
    switches: {},
    sql: createSqlService(),
  });
  world.origin = ORIGIN;
  const server = createServer(world);
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const before = process.env.CRATEDB_CLOUD_URL;
  process.env.CRATEDB_CLOUD_URL = ORIGIN;
  // The machine's clock goes on while a step runs; the sandbox's stands.
  const { now } = Date;
  Date.now = () => world.clock.now().getTime();

  let lists: string[] = [];

  async function answer(asked: Asked): Promise<Reply> {
    const { method, url, headers } = asked;
    const body = await bodyOf(asked);
    const reply = await fetch(`${address}${url.slice(ORIGIN.length)}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body ? { body } : {}),
    });
    const text = await reply.text();
    if (text.startsWith('[')) lists.push(`${method} ${new URL(url).pathname}`);
    return { status: reply.status, headers: Object.fromEntries(reply.headers), text };
  }
  const control = connectCloud(ORIGIN, async (url, { method, body, headers = {} }) => {
    const { status, text } = await answer({ method, url, headers, body });
    return { ok: status < 400, text: async () => text };
  });

  return {
    async on(step, work) {
      await control.reset();
      // What a real service may let pass by is refused here, so that it is noticed.
      await control.switches({ unslashed: 'unknown', unknownFields: 'refused' });
      const seed = await control.seed();
      lists = [];
      return work({
        control,
        seed,
        zapierAs: ({ key, secret } = seed.keys.admin) => {
          accountOf(ORIGIN, { key, secret }).forget();
          return startDirectZapier({
            app: appWithOnly(step),
            answer,
            authData: { api_key: key, api_secret: secret, scope: 'everything' },
            now: () => world.clock.now(),
            locks: false,
          });
        },
        requests: () => world.log.requests,
        lists: () => lists,
      });
    },
    close: async () => {
      Date.now = now;
      if (before === undefined) delete process.env.CRATEDB_CLOUD_URL;
      else process.env.CRATEDB_CLOUD_URL = before;
      await server.close();
    },
  };
}
